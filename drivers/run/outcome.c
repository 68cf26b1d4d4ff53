/* The word and the exit code of a run that has ended. */
#include "drivers/run/outcome.h"

#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/job/commit.h"
#include "drivers/run/run.h"

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

struct outcome_validity outcome_validity(const struct run_row *run, const struct measurement *m,
                                         const char *status, enum alike alike)
{
    if (m->failed > 0)
        return (struct outcome_validity){INVALID_FAILED, "images failed"};
    if (!m->agreed)
        return (struct outcome_validity){INVALID_DISAGREED,
                                         "two iterations gave different results"};
    if (strcmp(status, "failed") == 0) /* its verification found it wrong */
        return (struct outcome_validity){INVALID_DISAGREED, "the run was not completed"};
    if (strcmp(status, "complete") != 0)
        return (struct outcome_validity){INVALID_STOPPED, "the run was not completed"};
    if (alike != ALIKE)
        return (struct outcome_validity){INVALID_MIXED, alike == ALIKE_NOT_CPUS
                                                            ? "its ranks ran on different CPUs"
                                                            : "its ranks were different programs"};
    if (strcmp(run->sharing, sharing_names[SHARING_RACY]) == 0)
        return (struct outcome_validity){
            INVALID_RACY, "racy: its workers overwrote each other's counts, as asked for"};
    if (run->oversubscribed && !quality_is_blocked(&m->quality))
        return (struct outcome_validity){INVALID_OVERSUBSCRIBED,
                                         "oversubscribed: more workers than usable CPUs"};
    if (!run->binding_ok)
        return (struct outcome_validity){INVALID_BINDING, "wrong binding of workers to CPUs"};
    return (struct outcome_validity){INVALID_NONE, ""};
}

int outcome_complete(struct job *job, int code)
{
    struct failure failure;
    int end = commit_end(job, code, &failure);
    return end == code ? code : run_complain(job->team, job->kernel, end, failure.message);
}
