/* Batch mode: a unit of work is an image. Whole images need no message but their number. */
#include <stdlib.h>

#include "drivers/job/call.h"
#include "drivers/job/checksum.h"
#include "drivers/job/job.h"

static int do_image(struct job *job, struct worker *worker, int unit, struct failure *failure)
{
    if (job->kernel->raw)
        return item_move(job, worker, unit, failure);
    int item = job->inputs.item[unit];
    const struct image *src;
    const struct codec *codec;
    struct shape original;
    struct image *dst = job->results.hash_timed ? &worker->result : &job->results.kept[unit].image;
    if (item_load(job, worker, item, &src, &original, &codec, failure))
        return -1;
    worker_enter(job->team, worker, STAGE_PLAN);
    const struct plan *plan = item_plan(job, worker, original, src->shape, failure);
    if (!plan)
        return -1;
    worker_enter(job->team, worker, STAGE_KERNEL);
    if (job->results.hash_timed && !image_allocate(dst, plan->dst, area_whole(plan->dst)))
        keep_poison_rows(dst);
    uint64_t hash = 0;
    if (item_compute(job, worker, call_kernel, plan, src, dst, item, &hash, failure))
        return -1;
    if (job->results.hash_timed && job->sink->hashes) {
        worker_enter(job->team, worker, STAGE_HASH);
        hash += checksum_rows(dst, dst->held.rows, item);
    }
    job->results.hash[unit] = job->sink->hashes ? hash : 0;
    if (item_deliver(job, worker, unit, dst, codec, failure))
        return -1;
    worker->pixels += (int64_t)original.width * original.height;
    return 0;
}

static void do_unit(void *context, int unit, int number)
{
    struct job *job = context;
    if (atomic_load(&job->team->stop))
        return;
    struct worker *worker = job->workers[number];
    double cpu = timer_thread_cpu();
    struct failure failure;
    if (do_image(job, worker, unit, &failure)) {
        item_fail(job, worker, job->inputs.item[unit], &failure);
    } else {
        job->results.done[unit] = 1;
        ++worker->units;
    }
    int finished = atomic_fetch_add(&job->limits.finished, 1) + 1;
    if (job->watch && number == 0)
        job->watch(job->watcher, job, finished);
    worker->cpu_s += timer_thread_cpu() - cpu;
    worker_enter(job->team, worker, STAGE_WAIT);
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
