/* Failures between Python and the library, and between a child and its parent. */
#include <string.h>

#include "drivers/python/state.h"

/* The word of a list, which ends with NULL: a failure keeps its address. */
static const char *known(const char *const *list, const char *word, const char *otherwise)
{
    while (*list && strcmp(*list, word) != 0)
        ++list;
    return *list ? *list : otherwise;
}

const char *python_code(const char *code)
{
    static const char *const codes[] = {"EACCES",
                                        "ENOENT",
                                        "EISDIR",
                                        "ENOTDIR",
                                        "ELOOP",
                                        "EMFILE",
                                        "ENFILE",
                                        "ESTALE",
                                        "ENAMETOOLONG",
                                        "ENXIO",
                                        "EINVAL",
                                        "EPERM",
                                        "EOVERFLOW",
                                        "ETIMEDOUT",
                                        "EINTR",
                                        "empty",
                                        "truncated",
                                        "corrupt",
                                        "too-large",
                                        "changed",
                                        "unsupported",
                                        "memory",
                                        "unknown-format",
                                        "not-regular",
                                        "gone",
                                        "busy",
                                        "server-error",
                                        "http-status",
                                        "dns",
                                        "network",
                                        "timeout",
                                        "short-body",
                                        "redirect",
                                        "private-address",
                                        "tls",
                                        "hash-mismatch",
                                        "no-library",
                                        NULL};
    return known(codes, code, "EIO");
}

const char *python_stage(const char *stage)
{
    static const char *const stages[] = {"read", "decode", "plan", "kernel", NULL};
    return known(stages, stage, "read");
}

void python_failure(const char **stage, const char **code, const char **message)
{
    const struct failure *failure = &python_state->units[0].failure;
    *stage = failure->stage;
    *code = failure->code;
    *message = failure->message;
}

void python_take_failure(int worker, int unit, const char *stage, const char *code,
                         const char *message)
{
    struct job *job = &python_state->job;
    struct failure failure;
    failure_set(&failure, python_stage(stage), python_code(code), "%s", message);
    item_fail(job, job->workers[worker], job->inputs.item[unit], &failure);
}
