/* The word and the exit code of a run that has ended. */
#include "drivers/run/outcome.h"

#include "drivers/common/exit_code.h"

const char *outcome_status(const struct measurement *m, int64_t wrong)
{
    if (!m->agreed || wrong != 0)
        return "failed";
    switch (m->stopped_by) {
    case STOPPED_BY_SIGNAL:
    case STOPPED_BY_ERRORS:
    case STOPPED_BY_FULL:
    case STOPPED_BY_MEMORY:
        return "stopped";
    default:
        return "complete";
    }
}

int outcome_code(const struct inputs *inputs, const struct measurement *m, int64_t wrong,
                 int64_t there)
{
    if (!m->agreed || wrong != 0)
        return EXIT_BUG;
    if (m->stopped_by == STOPPED_BY_SIGNAL)
        return EXIT_STOPPED;
    if (m->stopped_by == STOPPED_BY_FULL)
        return EXIT_IO;
    if (m->stopped_by == STOPPED_BY_MEMORY)
        return EXIT_MEMORY;
    if (m->failed > 0)
        return m->done > 0 || there > 0 || m->failed < inputs->count ? EXIT_SOME_FAILED : EXIT_DATA;
    return inputs->list.unseen_count ? EXIT_SOME_FAILED : EXIT_OK;
}
