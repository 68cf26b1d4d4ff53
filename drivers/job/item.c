/* What becomes of one image: source, plan, kernel, sink. Batch, split and verification share it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/io/sinks/outputs.h"
#include "drivers/job/checksum.h"
#include "drivers/job/job.h"

enum { FULL_MAX = 8 }; /* outputs in a row without space for them, and the run stops */

static struct shape shape_enough(const struct job *job, struct shape original)
{
    if (!job->kernel->enough || !job->options.codec.decode.shrink_on_load)
        return original;
    struct plan plan = {.original = original};
    memcpy(plan.value, job->options.value, sizeof plan.value);
    return job->kernel->enough(&plan);
}

static int load_bytes(struct job *job, struct worker *worker, int listed, struct shape *original,
                      const struct codec **codec, struct failure *failure)
{
    const char *path = list_path(&job->list, listed);
    const struct decode_options *decode = &job->options.codec.decode;
    worker_enter(job->team, worker, STAGE_READ);
    int result = job->source->bytes(job->source_state, worker->number, listed, codec_probe,
                                    &worker->file, failure);
    worker->bytes_read += (int64_t)worker->file.size;
    if (result)
        return -1;
    worker_enter(job->team, worker, STAGE_DECODE);
    *codec = codec_of_content(&worker->file);
    const struct codec *named = codec_of_name(path);
    if (named && named != *codec && worker->misnamed++ == 0) {
        worker->misnamed_path = path;
        worker->misnamed_format = (*codec)->name;
    }
    if ((*codec)->inspect(&worker->file, decode, original, failure))
        return -1;
    return (*codec)->decode(&worker->file, decode, shape_enough(job, *original), &worker->source,
                            failure);
}

int item_load(struct job *job, struct worker *worker, int item, const struct image **src,
              struct shape *original, const struct codec **codec, struct failure *failure)
{
    int listed = item % job->list.count;
    *codec = NULL;
    if (job->source->pixels) {
        if (job->source->pixels(job->source_state, worker->number, listed, src, failure))
            return -1;
        *original = (*src)->shape;
        return 0;
    }
    *src = &worker->source;
    return load_bytes(job, worker, listed, original, codec, failure);
}

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

int item_compute(struct job *job, struct worker *worker, call_fn *call, const struct plan *plan,
                 const struct image *src, struct image *dst, int item, uint64_t *hash,
                 struct failure *failure)
{
    size_t tallies = job->kernel->tallies;
    if (image_allocate(dst, plan->dst, area_whole(plan->dst)) ||
        worker_reserve_scratch(worker, plan->scratch))
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

/* Into the place that the sink has for the item, or the worker's; NULL with *failure. */
static const struct bytes *encode(struct job *job, struct worker *worker, int item,
                                  const char *name, const struct image *image,
                                  const struct codec *content, struct failure *failure)
{
    const struct sink *sink = job->sink;
    struct bytes *encoded =
        sink->place ? sink->place(job->sink_state, worker->number, item) : &worker->encoded;
    const struct codec *format = outputs_codec(&job->options.output, name, content);
    worker_enter(job->team, worker, STAGE_ENCODE);
    if (image->shape.width > format->side_max || image->shape.height > format->side_max) {
        failure_set(failure, "encode", "too-large", "%s images have at most %d pixels a side",
                    format->name, format->side_max);
        return NULL;
    }
    return format->encode(image, job->options.codec.quality, encoded, failure) ? NULL : encoded;
}

int item_deliver(struct job *job, struct worker *worker, int unit, const struct image *dst,
                 const struct codec *codec, struct failure *failure)
{
    const struct sink *sink = job->sink;
    int item = job->item[unit];
    const char *name = list_name(&job->list, item % job->list.count);
    const struct bytes *encoded = NULL;
    if (!sink->put)
        return 0;
    if (sink->wants_bytes) {
        if (!(encoded = encode(job, worker, item, name, dst, codec, failure)))
            return -1;
        worker->bytes_written += (int64_t)encoded->size;
        dst = NULL;
    }
    worker_enter(job->team, worker, STAGE_WRITE);
    if (sink->put(job->sink_state, worker->number, item, name, encoded, dst, failure))
        return -1;
    atomic_store(&job->full, 0);
    return 0;
}

void item_fail(struct job *job, struct worker *worker, int item, const struct failure *failure)
{
    worker_fail(worker, item, failure);
    bool full = strcmp(failure->code, "ENOSPC") == 0 || strcmp(failure->code, "EDQUOT") == 0;
    if (full && atomic_fetch_add(&job->full, 1) + 1 >= FULL_MAX)
        team_request_stop(job->team, STOP_FULL);
    if (atomic_fetch_add(&job->failed, 1) + 1 > job->failed_limit)
        team_request_stop(job->team, STOP_ERRORS);
}
