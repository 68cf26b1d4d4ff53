/* From an opened item of a batch to its result: whole, or in strips. */
#include "drivers/job/result.h"

#include "drivers/io/turn.h"
#include "drivers/job/call.h"
#include "drivers/job/check.h"
#include "drivers/job/item_memory.h"
#include "drivers/job/strips.h"

/* Where rank 0 is to see it, memory comes from the model, and twice as much where that was too
 * little. */
static int allocate_result(struct job *job, struct kept_unit *kept, struct image *dst,
                           struct shape shape)
{
    struct area whole = area_whole(shape);
    size_t size = image_bytes(shape, whole);
    if (job->team->transfer != TRANSFER_SHARED || job->team->rank == 0 || !batch_delivers(job))
        return image_allocate(dst, shape, whole);
    void *memory = dst->pixels;
    if (size > kept->room) {
        size = size > 2 * kept->room ? size : 2 * kept->room;
        memory = team_place(job->team, size);
        kept->room = memory ? size : 0;
    }
    if (memory)
        image_place(dst, shape, whole, memory);
    return memory ? 0 : -1;
}

/* Whether all that is held at once fits: what decoding takes, and the same with the result. A file
 * that is opened is decoded later, and what decoding takes counts before anything is allocated.
 * `strips`: those that it comes in; NULL: whole. */
static int check_memory(const struct job *job, const struct worker *worker,
                        const struct item_source *source, const struct plan *plan,
                        const struct strips *strips, struct failure *failure)
{
    double bytes = 0;
    if (source->src) {
        bytes = (double)image_bytes(source->src->shape, source->src->held);
        if (turn_swaps(worker->picture.turn))
            bytes *= 2; /* the pixels as stored stay beside it */
    } else {
        struct area held = area_whole(source->rows.shape);
        held.rows.end = strips ? strips->holds : held.rows.end;
        bytes = (double)image_bytes(source->rows.shape, held) + source->rows.bytes;
        bytes += strips ? source->rows.parts : 0;
        if (codec_check_memory(bytes, &worker->decode, failure))
            return -1;
    }
    return item_memory_check(job, worker, bytes, plan, failure);
}

/* Where the decoder makes about all of the image for its first rows, strips would hold it twice. */
static bool strips_save(const struct item_source *source, const struct strips *strips)
{
    struct shape shape = source->rows.shape;
    struct area whole = area_whole(shape), held = {{0, strips->holds}, {0, shape.width}};
    return (double)image_bytes(shape, held) + source->rows.parts <
           (double)image_bytes(shape, whole);
}

/* The plan of a unit, and the place for its result; the worker has entered STAGE_KERNEL. `kept` is
 * NULL, or where dst is; strips->rows 0: it is not computed in strips. NULL with *failure. */
static const struct plan *prepare(struct job *job, struct worker *worker, int unit,
                                  const struct item_source *source, struct kept_unit *kept,
                                  struct image *dst, struct strips *strips, struct failure *failure)
{
    struct shape shape = source->src ? source->src->shape : source->rows.shape;
    worker_enter(job->team, worker, STAGE_PLAN);
    const struct plan *plan = item_plan(job, worker, source->original, shape, failure);
    if (!plan || item_fits(job, job->inputs.item[unit], plan->dst, source->codec, failure))
        return NULL;
    bool in_strips =
        !source->src && strips_choose(job, plan, strips) && strips_save(source, strips);
    if (!in_strips)
        strips->rows = 0;
    if (check_memory(job, worker, source, plan, in_strips ? strips : NULL, failure))
        return NULL;
    worker_enter(job->team, worker, STAGE_KERNEL);
    if (allocate_result(job, kept, dst, plan->dst)) {
        failure_set(failure, "kernel", "memory", "out of memory for a result of %d x %d",
                    plan->dst.width, plan->dst.height);
        return NULL;
    }
    if (job->results.hash_timed)
        keep_poison_rows(dst);
    return plan;
}

/* The pixels of a unit's result, from the whole source; in *hash its tally's hash. */
static int compute_whole(struct job *job, struct worker *worker, int unit, const struct plan *plan,
                         struct item_source *source, struct image *dst, uint64_t *hash,
                         struct failure *failure)
{
    if (!source->src) {
        worker_enter(job->team, worker, STAGE_DECODE);
        if (item_decode(worker, source, failure))
            return -1;
        worker_enter(job->team, worker, STAGE_KERNEL);
    }
    if (item_compute(job, worker, call_kernel, plan, source->src, dst, job->inputs.item[unit], hash,
                     failure))
        return -1;
    return check_image_at_once(job, worker, unit, source->original, source->src, dst, *hash,
                               failure);
}

int result_make(struct job *job, struct worker *worker, int unit, struct item_source *source,
                struct kept_unit *kept, struct image *dst, uint64_t *hash, struct failure *failure)
{
    struct strips strips;
    const struct plan *plan = prepare(job, worker, unit, source, kept, dst, &strips, failure);
    if (!plan)
        return -1;
    if (!strips.rows)
        return compute_whole(job, worker, unit, plan, source, dst, hash, failure);
    int result = strips_compute(job, worker, unit, plan, source, &strips, dst, failure);
    reader_close(&worker->reader);
    return result;
}
