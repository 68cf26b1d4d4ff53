/* Memory is asked about before it is taken: what the system has promised it may not have, and the
 * process that touches it is ended with all that it has in hand. */
#include "drivers/job/item_memory.h"

enum { ITEMS_MAX = 1000000000 };

void item_memory_settle(struct job *job)
{
    int64_t part = job->memory / (job->options.split ? 1 : job->team->threads);
    job->options.input.item_memory = part > 1 ? part : 1;
    job->options.codec.decode.max_bytes = job->options.input.item_memory;
}

int64_t item_memory_to_decode(const struct job *job, const struct worker *worker)
{
    int64_t left = job->options.input.item_memory - (int64_t)worker->file.size;
    return left > 1 ? left : 1;
}

int item_memory_check(const struct job *job, const struct worker *worker, double source,
                      const struct plan *plan, struct failure *failure)
{
    double most = (double)job->options.input.item_memory, bytes = (double)plan->scratch;
    bytes += (double)image_bytes(plan->dst, area_whole(plan->dst));
    if (!job->inputs.source->pixels) /* which has its images in any case */
        bytes += (double)worker->file.size + source;
    if (bytes <= most)
        return 0;
    return failure_set(
        failure, "plan", "memory",
        "a result of %d x %d and its source take %.0f MB, more than the %.0f MB that "
        "each worker has: raise --max-memory, or start fewer workers on a node",
        plan->dst.width, plan->dst.height, bytes / 1e6, most / 1e6);
}

int item_memory_check_count(const struct job *job, int listed, struct failure *failure)
{
    if ((int64_t)listed * job->inputs.repetitions <= ITEMS_MAX)
        return 0;
    return failure_set(failure, "list", "too-large",
                       "%d images for each of %d workers are more than %d: give fewer", listed,
                       job->inputs.repetitions, ITEMS_MAX);
}

int item_memory_check_made(const struct job *job, int made, struct failure *failure)
{
    const struct job_results *r = &job->results;
    size_t each = sizeof *job->inputs.item + sizeof *r->hash + sizeof *r->done + sizeof *r->later;
    double total = (double)made * job->inputs.repetitions, needed = (double)each * total;
    if (item_memory_check_count(job, made, failure))
        return -1;
    if (!job->inputs.source->pixels || needed <= (double)job->memory)
        return 0;
    return failure_set(failure, "list", "too-large",
                       "what is kept of %.0f images takes %.0f MB of memory, more than the %.0f MB "
                       "that this process has: give fewer, or raise --max-memory",
                       total, needed / 1e6, (double)job->memory / 1e6);
}
