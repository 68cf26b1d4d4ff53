/* Fields of the results file whose text is one of a few words: enums in the programs. */
#include "drivers/record/words.h"

#include <stddef.h>
#include <string.h>

const char *const stopped_by_names[] = {
    [STOPPED_BY_NOTHING] = "",
    [STOPPED_BY_CI] = "ci",
    [STOPPED_BY_BUDGET] = "budget",
    [STOPPED_BY_MAX] = "max",
    [STOPPED_BY_PASS] = "pass",
    [STOPPED_BY_SIGNAL] = "signal",
    [STOPPED_BY_ERRORS] = "errors",
    [STOPPED_BY_FULL] = "full",
    [STOPPED_BY_MEMORY] = "memory",
    [STOPPED_BY_LOST] = "lost",
    NULL,
};

const char *const invalid_code_names[] = {
    [INVALID_NONE] = "",
    [INVALID_OVERSUBSCRIBED] = "oversubscribed",
    [INVALID_BINDING] = "binding",
    [INVALID_THREADS] = "threads",
    [INVALID_FAILED] = "failed",
    [INVALID_DISAGREED] = "disagreed",
    [INVALID_STOPPED] = "stopped",
    [INVALID_MIXED] = "mixed",
    [INVALID_RACY] = "racy",
    [INVALID_OTHER] = "other",
    NULL,
};

enum invalid_code invalid_code_of(const char *word)
{
    enum invalid_code code = INVALID_NONE;
    while (code < INVALID_OTHER && strcmp(word, invalid_code_names[code]) != 0)
        ++code;
    return code;
}
