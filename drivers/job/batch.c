/* Batch mode: a unit of work is an image. Whole images need no message but their number. */
#include <stdlib.h>

#include "drivers/job/call.h"
#include "drivers/job/check.h"
#include "drivers/job/checksum.h"
#include "drivers/job/job.h"

/* Where the worker's next result goes; *kept: it stays there until the clock stops. */
static struct image *place_result(struct job *job, struct worker *worker, struct kept_unit **kept)
{
    *kept = NULL;
    if (job->results.hash_timed)
        return &worker->result;
    *kept = worker_next_kept(worker);
    return *kept ? &(*kept)->image : NULL;
}

/* The pixels of a unit's result, and in *hash its tally's hash. */
static int compute(struct job *job, struct worker *worker, int unit, const struct image *src,
                   struct shape original, const struct codec *codec, struct image *dst,
                   uint64_t *hash, struct failure *failure)
{
    worker_enter(job->team, worker, STAGE_PLAN);
    const struct plan *plan = item_plan(job, worker, original, src->shape, failure);
    if (!plan || item_fits(job, job->inputs.item[unit], plan->dst, codec, failure))
        return -1;
    worker_enter(job->team, worker, STAGE_KERNEL);
    if (job->results.hash_timed && !image_allocate(dst, plan->dst, area_whole(plan->dst)))
        keep_poison_rows(dst);
    return item_compute(job, worker, call_kernel, plan, src, dst, job->inputs.item[unit], hash,
                        failure);
}

static int do_image(struct job *job, struct worker *worker, int unit, struct failure *failure)
{
    if (job->kernel->raw)
        return item_move(job, worker, unit, failure);
    int item = job->inputs.item[unit];
    const struct image *src;
    const struct codec *codec;
    struct shape original;
    struct kept_unit *kept;
    uint64_t hash = 0;
    struct image *dst = place_result(job, worker, &kept);
    if (!dst)
        return failure_set(failure, "kernel", "memory", "out of memory for a result");
    if (item_load(job, worker, item, &src, &original, &codec, failure) ||
        compute(job, worker, unit, src, original, codec, dst, &hash, failure) ||
        check_image_at_once(job, worker, unit, original, src, dst, hash, failure))
        return -1;
    if (kept) {
        kept->unit = unit;
        kept->tally_hash = hash;
    } else if (job->sink->hashes) {
        worker_enter(job->team, worker, STAGE_HASH);
        hash += checksum_rows(dst, dst->held.rows, item);
    }
    job->results.hash[unit] = job->sink->hashes ? hash : 0;
    if (item_deliver(job, worker, unit, dst, codec, failure))
        return -1;
    if (kept)
        ++worker->kept_count;
    worker->pixels += (int64_t)original.width * original.height;
    return 0;
}

/* Another job that works on the same may have made it since the list was checked. */
static bool is_there(struct job *job, struct worker *worker, int item)
{
    if (!job->sink->there)
        return false;
    const char *name = list_name(&job->inputs.list, item % job->inputs.list.count);
    worker_enter(job->team, worker, STAGE_READ);
    return job->sink->there(job->sink_state, item, name);
}

static void do_unit(void *context, int unit, int number)
{
    struct job *job = context;
    if (atomic_load(&job->team->stop))
        return;
    struct worker *worker = job->workers[number];
    job_note(job, worker, unit);
    struct failure failure;
    worker_unit_begin(worker, unit);
    if (is_there(job, worker, job->inputs.item[unit])) {
        atomic_fetch_add(&job->limits.found, 1);
    } else if (do_image(job, worker, unit, &failure)) {
        item_fail(job, worker, job->inputs.item[unit], &failure);
    } else {
        job->results.done[unit] = 1;
        ++worker->units;
    }
    int finished = atomic_fetch_add(&job->limits.finished, 1) + 1;
    if (job->watch && number == 0)
        job->watch(job->watcher, job, finished);
    worker_unit_end(job->team, worker);
}

void batch_run(struct job *job)
{
    struct worker *main_worker = job->workers[0];
    struct span span;
    for (int turn = 0;; ++turn) {
        worker_enter(job->team, main_worker, STAGE_COMM);
        if (!team_next(job->team, job->inputs.count, turn, &span))
            break;
        worker_enter(job->team, main_worker, STAGE_WAIT);
        team_loop(job->team, &job->team->within, span, do_unit, job);
    }
    worker_enter(job->team, main_worker, STAGE_WAIT);
}
