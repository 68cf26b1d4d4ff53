/* What becomes of one image: source, plan, kernel, sink. Batch, split and verification share it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/io/sinks/outputs.h"
#include "drivers/job/check.h"
#include "drivers/job/checksum.h"
#include "drivers/job/job.h"

enum { FULL_MAX = 8 }; /* outputs in a row without space for them, and the run stops */

const struct plan *item_plan(struct job *job, struct worker *worker, struct shape original,
                             struct shape src, struct failure *failure)
{
    const struct plan *plan = plans_get(&worker->plans, job->kernel, job->variant,
                                        job->options.value, original, src, &worker->plans_built);
    if (!plan)
        failure_set(failure, "plan", errno == ENOMEM ? "memory" : "unsupported",
                    errno == ENOMEM ? "out of memory for the plan"
                                    : "this size cannot be computed");
    return plan;
}

int item_fits(const struct job *job, int item, struct shape shape, const struct codec *content,
              struct failure *failure)
{
    const char *name = list_name(&job->inputs.list, item % job->inputs.list.count);
    const struct codec *format = job->sink->put && job->sink->wants_bytes
                                     ? outputs_codec(&job->options.output, name, content)
                                     : NULL;
    if (!format || (shape.width <= format->side_max && shape.height <= format->side_max))
        return 0;
    return failure_set(failure, "plan", "too-large", "%s images have at most %d pixels a side",
                       format->name, format->side_max);
}

int item_compute(struct job *job, struct worker *worker, call_fn *call, const struct plan *plan,
                 const struct image *src, struct image *dst, int item, uint64_t *hash,
                 struct failure *failure)
{
    size_t tallies = job->kernel->tallies;
    if (worker_reserve_scratch(worker, plan->scratch))
        return failure_set(failure, "kernel", "memory", "out of memory for a result of %d x %d",
                           plan->dst.width, plan->dst.height);
    const uint64_t *total = NULL;
    for (int pass = 0; pass < kernel_passes(job->kernel); ++pass) {
        if (pass > 0) {
            memcpy(worker->total, worker->tally, tallies * sizeof *worker->total);
            total = worker->total;
        }
        memset(worker->tally, 0, tallies * sizeof *worker->tally);
        const struct range rows = {0, kernel_rows(job->kernel, plan, pass)};
        const struct band all = {rows, total, worker->tally, worker->scratch};
        call(job, worker, pass, plan, src, dst, &all);
    }
    *hash += checksum_tally(total ? total : worker->tally, tallies, item);
    return 0;
}

/* Where bytes for the sink are to be made: where it wants them, or else in `own`. */
static struct bytes *place_of(struct job *job, struct worker *worker, int item, struct bytes *own)
{
    const struct sink *sink = job->sink;
    return sink->place ? sink->place(job->sink_state, worker->number, item) : own;
}

static int encode(struct job *job, struct worker *worker, int item, const struct image *image,
                  const struct codec *content, struct bytes *encoded, struct failure *failure)
{
    const struct list *list = &job->inputs.list;
    int listed = item % list->count;
    const char *name = list_name(list, listed);
    const struct codec *format = outputs_codec(&job->options.output, name, content);
    struct encode_options options = job->options.codec.encode;
    options.name = outputs_ending(&job->options.output, name);
    bool told = worker->picture.passed_over;
    worker_enter(job->team, worker, STAGE_ENCODE);
    if (content)
        picture_embed(&worker->picture, &job->options.codec, format, image->shape, &options);
    if (content && worker->picture.passed_over && !told)
        worker_note(worker, NOTE_METADATA, list_path(list, listed), worker->picture.passed_over);
    return format->encode(image, &options, encoded, failure);
}

static int put(struct job *job, struct worker *worker, int item, const struct bytes *bytes,
               const struct image *image, struct failure *failure)
{
    const char *name = list_name(&job->inputs.list, item % job->inputs.list.count);
    worker->bytes_written += bytes ? (int64_t)bytes->size : 0;
    worker_enter(job->team, worker, STAGE_WRITE);
    if (job->sink->put(job->sink_state, worker->number, item, name, bytes, image, failure))
        return -1;
    atomic_store(&job->limits.full, 0);
    return 0;
}

int item_deliver(struct job *job, struct worker *worker, int unit, const struct image *dst,
                 const struct codec *codec, struct failure *failure)
{
    int item = job->inputs.item[unit];
    if (!job->sink->put)
        return 0;
    if (!job->sink->wants_bytes)
        return put(job, worker, item, NULL, dst, failure);
    struct bytes *encoded = place_of(job, worker, item, &worker->encoded);
    if (encode(job, worker, item, dst, codec, encoded, failure))
        return -1;
    return put(job, worker, item, encoded, dst, failure);
}

int item_move(struct job *job, struct worker *worker, int unit, struct failure *failure)
{
    int item = job->inputs.item[unit];
    struct bytes *bytes = place_of(job, worker, item, &worker->file);
    if (item_read(job, worker, item, NULL, bytes, failure))
        return -1;
    if (job->sink->hashes) {
        worker_enter(job->team, worker, STAGE_HASH);
        job->results.hash[unit] = checksum_bytes(bytes, item);
    }
    if (job->sink->wants_bytes && put(job, worker, item, bytes, NULL, failure))
        return -1;
    return check_bytes_at_once(job, worker, unit, job->results.hash[unit], failure);
}

void item_fail(struct job *job, struct worker *worker, int item, const struct failure *failure)
{
    if (strcmp(failure->code, "EINTR") == 0 && atomic_load(&job->team->stop))
        return; /* it is left for another run */
    worker_fail(worker, item, failure);
    if (job->sink->failed)
        job->sink->failed(job->sink_state, worker->number, item,
                          list_name(&job->inputs.list, item % job->inputs.list.count), failure);
    bool full = strcmp(failure->code, "ENOSPC") == 0 || strcmp(failure->code, "EDQUOT") == 0;
    if (full && atomic_fetch_add(&job->limits.full, 1) + 1 >= FULL_MAX)
        team_request_stop(job->team, STOP_FULL);
    if (atomic_fetch_add(&job->limits.failed, 1) + 1 > job->limits.failed_limit)
        team_request_stop(job->team, STOP_ERRORS);
}
