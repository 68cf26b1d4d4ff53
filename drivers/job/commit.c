/* The end of a pass: what was put is safe, or lost after all. */
#include "drivers/job/commit.h"

#include <stdlib.h>

#include "drivers/common/exit_code.h"
#include "drivers/job/job.h"

static int by_item(const void *a, const void *b)
{
    const int *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* It counted as done. */
static void lose(void *context, int number, int item, const struct failure *failure)
{
    struct job *job = context;
    const int *found = bsearch(&item, job->inputs.item, (size_t)job->inputs.count,
                               sizeof *job->inputs.item, by_item);
    if (found)
        job->results.done[found - job->inputs.item] = 0;
    --job->workers[number]->units;
    item_fail(job, job->workers[number], item, failure);
}

void commit_prepare(struct job *job)
{
    job->options.output.lost = lose;
    job->options.output.lost_context = job;
}

static void commit(void *context, int unit, int number)
{
    (void)unit;
    struct job *job = context;
    struct worker *worker = job->workers[number];
    worker_enter(job->team, worker, STAGE_WRITE);
    job->sink->commit(job->sink_state, number);
    worker_enter(job->team, worker, STAGE_WAIT);
}

void commit_run(struct job *job)
{
    if (job->sink->commit)
        team_each_worker(job->team, commit, job);
}

int commit_end(struct job *job, int code, struct failure *failure)
{
    const struct sink *sink = job->sink;
    if (job->team->rank > 0)
        return code;
    if (sink->gather && sink->gather(job->sink_state, failure))
        return EXIT_IO;
    if (code == EXIT_OK && sink->complete)
        sink->complete(job->sink_state);
    return code;
}
