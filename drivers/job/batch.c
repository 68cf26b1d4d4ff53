/* Batch mode: a unit of work is an image, or a group of them where the source moves several at
 * once. Whole images need no message but their number. */
#include <stdlib.h>

#include "drivers/job/check.h"
#include "drivers/job/checksum.h"
#include "drivers/job/commit.h"
#include "drivers/job/result.h"

/* Where the worker's next result goes; *kept: it stays there until the clock stops. */
static struct image *place_result(struct job *job, struct worker *worker, struct kept_unit **kept)
{
    *kept = NULL;
    if (job->results.hash_timed)
        return &worker->result;
    *kept = keep_next(&worker->kept);
    return *kept ? &(*kept)->image : NULL;
}

bool batch_delivers(const struct job *job)
{
    return team_delivers(job->team) && !job->options.split && !job->kernel->raw &&
           !job->results.hash_timed;
}

/* The result that was kept last: from here on rank 0 has it. */
static void deliver(struct job *job, struct worker *worker)
{
    struct kept_unit *kept = &worker->kept.of[worker->kept.count - 1];
    worker_enter(job->team, worker, STAGE_COMM);
    const struct parcel parcel = {.rank = job->team->rank,
                                  .unit = kept->unit,
                                  .hash = kept->tally_hash,
                                  .image = kept->image};
    job->team->model->deliver(job->team, &parcel);
    kept->unit = -1;
    job->results.hash[parcel.unit] = 0;
}

/* Rank 0: what others have delivered so far; to `wait`: in all. */
static void receive(struct job *job, struct worker *worker, bool wait)
{
    struct team *team = job->team;
    struct parcel parcel;
    for (;;) {
        worker_enter(team, worker, wait ? STAGE_WAIT : STAGE_COMM);
        if (!team->model->receive(team, wait, &parcel))
            return;
        worker_enter(team, worker, STAGE_COMM);
        struct kept_unit *kept = keep_next(&job->results.received);
        struct failure failure;
        if (team->model->take(team, &parcel, kept ? &kept->image : NULL)) {
            failure_set(&failure, "kernel", "memory", "out of memory for a result of rank %d",
                        parcel.rank);
            item_fail(job, worker, job->inputs.item[parcel.unit], &failure);
            continue;
        }
        kept->unit = parcel.unit;
        kept->maker = parcel.rank;
        kept->tally_hash = job->results.hash[parcel.unit] = parcel.hash;
        ++job->results.received.count;
        job->results.done[parcel.unit] = 1;
    }
}

/* Between two units: who waits here is not blocked in the midst of its work. */
static void exchange(struct job *job, struct worker *worker, bool computed)
{
    if (job->team->rank == 0)
        receive(job, worker, false);
    else if (computed)
        deliver(job, worker);
    worker_enter(job->team, worker, STAGE_WAIT);
}

/* No process has units left: those that are under way arrive. */
static void end_delivery(struct job *job, struct worker *worker)
{
    const struct parcel last = {.rank = job->team->rank, .unit = -1};
    if (job->team->rank == 0)
        receive(job, worker, true);
    else
        job->team->model->deliver(job->team, &last);
}

static int do_image(struct job *job, struct worker *worker, int unit, struct failure *failure)
{
    if (job->kernel->raw)
        return item_move(job, worker, unit, failure);
    int item = job->inputs.item[unit];
    struct item_source source;
    struct kept_unit *kept;
    uint64_t hash = 0;
    struct image *dst = place_result(job, worker, &kept);
    if (!dst)
        return failure_set(failure, "kernel", "memory", "out of memory for a result");
    if (item_open(job, worker, item, &source, failure) ||
        result_make(job, worker, unit, &source, kept, dst, &hash, failure))
        return -1;
    if (kept) {
        kept->unit = unit;
        kept->maker = job->team->rank * job->team->threads + worker->number;
        kept->tally_hash = hash;
    } else if (job->sink->hashes) {
        worker_enter(job->team, worker, STAGE_HASH);
        hash += checksum_rows(dst, dst->held.rows, item);
    }
    job->results.hash[unit] = job->sink->hashes ? hash : 0;
    if (item_deliver(job, worker, unit, dst, source.codec, failure))
        return -1;
    if (kept)
        ++worker->kept.count;
    worker->pixels += (int64_t)source.original.width * source.original.height;
    return 0;
}

/* Another job that works on the same may have made it since the list was checked, or be about to.
 */
static bool is_anothers(struct job *job, struct worker *worker, int unit, bool later)
{
    int item = job->inputs.item[unit];
    if (!job->sink->there || job->options.measure)
        return false;
    const char *name = list_name(&job->inputs.list, item % job->inputs.list.count);
    worker_enter(job->team, worker, STAGE_READ);
    enum sink_there there = job->sink->there(job->sink_state, item, name, later);
    if (there == SINK_ANOTHERS)
        job->results.later[atomic_fetch_add(&job->results.later_count, 1)] = unit;
    else if (there == SINK_THERE)
        atomic_fetch_add(&job->limits.found, 1);
    return there != SINK_ABSENT;
}

static void do_unit(struct job *job, int unit, int number, bool later)
{
    if (atomic_load(&job->team->stop))
        return;
    struct worker *worker = job->workers[number];
    job_note(job, worker, unit);
    struct failure failure;
    bool computed = false;
    worker_unit_begin(worker, unit);
    if (!is_anothers(job, worker, unit, later)) {
        computed = do_image(job, worker, unit, &failure) == 0;
        if (!computed)
            item_fail(job, worker, job->inputs.item[unit], &failure);
    }
    if (computed) {
        job->results.done[unit] = job->team->rank == 0 || !batch_delivers(job);
        ++worker->units;
    }
    int finished = atomic_fetch_add(&job->limits.finished, 1) + 1;
    if (job->watch && number == 0)
        job->watch(job->watcher, job, finished);
    worker_unit_end(job->team, worker);
    if (batch_delivers(job))
        exchange(job, worker, computed);
}

/* The images of a group one after the other, of all of which the source knows beforehand. */
static void do_group(void *context, int group, int number)
{
    struct job *job = context;
    struct worker *worker = job->workers[number];
    struct span units = groups_span(&job->groups, group);
    const struct source *source = job->inputs.source;
    if (job->groups.most > 1 && !atomic_load(&job->team->stop)) {
        worker_enter(job->team, worker, STAGE_READ);
        ahead_begin(&worker->ahead, units.begin, worker->since);
        if (source->expect)
            source->expect(job->inputs.source_state, number, job->inputs.item + units.begin,
                           units.end - units.begin);
    }
    for (int unit = units.begin; unit < units.end; ++unit)
        do_unit(job, unit, number, false);
    ahead_begin(&worker->ahead, -1, worker->since);
}

/* From the end: who has claimed them began at the front. */
static void do_later(void *context, int left, int number)
{
    struct job *job = context;
    int count = atomic_load(&job->results.later_count);
    do_unit(job, job->results.later[count - 1 - left], number, true);
}

void batch_run(struct job *job)
{
    struct worker *main_worker = job->workers[0];
    struct span span;
    atomic_store(&job->results.later_count, 0);
    for (int turn = 0;; ++turn) {
        worker_enter(job->team, main_worker, STAGE_COMM);
        if (!team_next(job->team, job->groups.count, turn, &span))
            break;
        worker_enter(job->team, main_worker, STAGE_WAIT);
        team_loop(job->team, &job->team->within, span, do_group, job);
    }
    struct span later = {0, atomic_load(&job->results.later_count)};
    if (later.end) {
        commit_run(job); /* so that others see it */
        team_loop(job->team, &job->team->within, later, do_later, job);
    }
    if (batch_delivers(job))
        end_delivery(job, main_worker);
    commit_run(job);
    worker_enter(job->team, main_worker, STAGE_WAIT);
}
