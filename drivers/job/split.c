/* Split mode: each image in turn is cut into bands of rows, and a unit of work is a band.
 *
 * DESIGN. Scatter: rank 0 reads the image, rank r gets the rows that its bands need (halos are sent
 * to both neighbours), computes its bands and sends them back. Own: each process reads the image,
 * any schedule deals the bands, nobody sends pixels unless the image is to be written. A pass that
 * makes a tally ends with its sum over all workers, which the next pass reads. A process that
 * cannot go on with an image says so before the next collective, so that all drop it together. */
#include <stdlib.h>
#include <string.h>

#include "drivers/job/bands.h"
#include "drivers/job/check.h"
#include "drivers/job/checksum.h"
#include "drivers/job/commit.h"

bool split_scatters(const struct job *job)
{
    return job->team->ranks > 1 && job->options.distribute == DISTRIBUTE_SCATTER;
}

/* Rank 0 reads, the others get their part, and give back what they made of it. */
static int run_scattered(struct bands *bands, struct worker *worker, const struct image *whole,
                         uint64_t *hash, int item, struct failure *failure)
{
    struct job *job = bands->job;
    struct team *team = job->team;
    struct area *needs = calloc((size_t)team->ranks, sizeof *needs);
    struct area *makes = calloc((size_t)team->ranks, sizeof *makes);
    bool stale = job->results.hash_timed && shape_equal(bands->dst->shape, bands->plan->dst);
    int failed = !needs || !makes;
    if (!failed)
        bands_find_areas(bands, needs, makes);
    if (!failed && team->rank > 0)
        failed = image_allocate(&worker->source, bands->plan->src, needs[team->rank]) ||
                 image_allocate(bands->dst, bands->plan->dst, makes[team->rank]);
    if (!failed && stale && team->rank > 0)
        keep_poison_rows(bands->dst);
    if (!failed && team->rank > 0)
        image_clear_ends(&worker->source);
    bands->src = team->rank == 0 ? whole : &worker->source;
    if (failed)
        failure_set(failure, "read", "memory", "out of memory for a part of the image");
    failed = bands_agree(job, failed, failure);
    if (!failed) {
        worker_enter(team, worker, STAGE_COMM);
        team_scatter(team, whole, &worker->source, needs);
        worker_enter(team, worker, STAGE_WAIT);
        failed = bands_run_passes(bands, hash, item, failure);
        worker_enter(team, worker, STAGE_COMM);
        team_gather(team, bands->dst, bands->dst, makes);
        worker_enter(team, worker, STAGE_WAIT);
        if (team->rank == 0) /* it holds the others' rows too, and vouches for them */
            memset(bands->done_rows, 1, (size_t)bands->plan->dst.height);
        else
            memset(bands->done_rows, 0, (size_t)bands->plan->dst.height);
    }
    free(needs);
    free(makes);
    return failed;
}

/* Brings the rows that others made to rank 0, for an image that is to be written: in round k, each
 * rank's k-th run of consecutive rows. Who made which rows, only the schedule knew. */
static int gather_rows(struct bands *bands)
{
    struct team *team = bands->job->team;
    size_t ranks = (size_t)team->ranks;
    int height = bands->plan->dst.height;
    /* The rank that made a row, plus one. */
    uint64_t *owner = calloc((size_t)height, sizeof *owner);
    struct area *areas = calloc(ranks, sizeof *areas);
    if (team_total(team, !owner || !areas)) {
        free(owner);
        free(areas);
        return -1;
    }
    for (int y = 0; y < height; ++y)
        owner[y] = bands->done_rows[y] ? (uint64_t)team->rank + 1 : 0;
    team_sum(team, owner, height);
    for (bool more = true; more;) {
        more = false;
        for (size_t r = 0; r < ranks; ++r) {
            int begin = areas[r].rows.end;
            while (begin < height && owner[begin] != r + 1)
                ++begin;
            int end = begin;
            while (end < height && owner[end] == r + 1)
                ++end;
            areas[r] = (struct area){{begin, end}, {0, bands->plan->dst.width}};
            more = more || (end > begin && r > 0);
        }
        team_gather(team, bands->dst, bands->dst, areas);
    }
    memset(bands->done_rows, team->rank == 0, (size_t)height);
    free(owner);
    free(areas);
    return 0;
}

struct shapes {
    struct shape original, src;
};

/* Ranks that read for themselves must have read the same: the file may have been written between,
 * or be another one of the same name on another machine. */
static int sources_agree(struct job *job, const struct worker *worker, struct failure *failure)
{
    uint64_t mine = checksum_bytes(&worker->file, 0), first = mine;
    team_broadcast(job->team, &first, sizeof first);
    if (team_total(job->team, mine != first) == 0)
        return 0;
    return failure_set(failure, "read", "changed",
                       "the ranks have read different bytes: somebody writes it, or it is not the "
                       "same file on all machines");
}

/* The image's source and plan, on every process. */
static int open_image(struct bands *bands, struct worker *worker, int item,
                      const struct codec **codec, struct failure *failure)
{
    struct job *job = bands->job;
    bool scatters = split_scatters(job), loads = !scatters || job->team->rank == 0;
    struct shapes shapes = {{0, 0, 0}, {0, 0, 0}};
    int failed =
        loads && item_load(job, worker, item, &bands->src, &shapes.original, codec, failure);
    worker_enter(job->team, worker, STAGE_COMM);
    if (bands_agree(job, failed, failure) ||
        (!scatters && !job->inputs.source->pixels && sources_agree(job, worker, failure)))
        return -1;
    if (loads)
        shapes.src = bands->src->shape;
    if (scatters)
        team_broadcast(job->team, &shapes, sizeof shapes);
    worker_enter(job->team, worker, STAGE_PLAN);
    bands->plan = item_plan(job, worker, shapes.original, shapes.src, failure);
    failed = !bands->plan || (loads && item_fits(job, item, bands->plan->dst, *codec, failure));
    return bands_agree(job, failed, failure);
}

/* A place for the result: whole where this process may make or gather any row of it. */
static int open_result(struct bands *bands, struct kept *kept, struct failure *failure)
{
    struct job *job = bands->job;
    struct shape shape = bands->plan->dst;
    bool whole = !split_scatters(job) || job->team->rank == 0;
    /* A fresh buffer is left for its workers to touch first. */
    bool stale = job->results.hash_timed && shape_equal(kept->image.shape, shape);
    uint8_t *rows = realloc(kept->rows, (size_t)shape.height);
    if (rows) {
        kept->rows = rows;
        memset(rows, 0, (size_t)shape.height);
    }
    bands->dst = &kept->image;
    bands->done_rows = rows;
    if (!rows || (whole && image_allocate(bands->dst, shape, area_whole(shape))))
        return failure_set(failure, "kernel", "memory", "out of memory for a result of %d x %d",
                           shape.width, shape.height);
    if (stale && whole)
        keep_poison_rows(bands->dst);
    return 0;
}

static int do_image(struct job *job, struct worker *worker, int unit, struct failure *failure)
{
    struct bands bands = {.job = job, .sum = job->results.sum};
    int item = job->inputs.item[unit];
    const struct codec *codec = NULL;
    struct kept *kept = job->results.hash_timed ? &job->results.passing : &job->results.kept[unit];
    uint64_t hash = 0;
    if (open_image(&bands, worker, item, &codec, failure) ||
        bands_agree(job, open_result(&bands, kept, failure), failure))
        return -1;
    if (split_scatters(job) ? run_scattered(&bands, worker, bands.src, &hash, item, failure)
                            : bands_run_passes(&bands, &hash, item, failure))
        return -1;
    if (team_total(job->team, (uint64_t)atomic_load(&job->team->stop)))
        return 0; /* bands are missing: not done, not failed */
    if (job->sink->put && job->team->ranks > 1 && !split_scatters(job) && gather_rows(&bands))
        return failure_set(failure, "write", "memory", "out of memory to gather the image");
    if (!job->options.measure &&
        bands_agree(job, check_bands_at_once(&bands, worker, unit, failure), failure))
        return -1;
    if (job->results.hash_timed && job->sink->hashes) {
        worker_enter(job->team, worker, STAGE_HASH);
        if (job->options.measure)
            job->results.sampled[unit] = hash + keep_hash_sample(job, bands.dst, kept->rows, item);
        hash += keep_hash_rows(kept, item);
    }
    job->results.hash[unit] = job->sink->hashes ? hash : 0;
    job->results.done[unit] = 1;
    if (job->team->rank > 0)
        return bands_agree(job, 0, failure);
    worker->pixels += (int64_t)bands.plan->original.width * bands.plan->original.height;
    return bands_agree(job, item_deliver(job, worker, unit, bands.dst, codec, failure), failure);
}

void split_run(struct job *job)
{
    struct worker *worker = job->workers[0];
    for (int unit = 0; unit < job->inputs.count; ++unit) {
        struct failure failure;
        job_note(job, worker, unit);
        if (team_total(job->team, (uint64_t)atomic_load(&job->team->stop)))
            break;
        if (do_image(job, worker, unit, &failure)) {
            job->results.done[unit] = 0;
            if (job->team->rank == 0) /* an image counts once */
                item_fail(job, worker, job->inputs.item[unit], &failure);
        }
        atomic_fetch_add(&job->limits.finished, 1);
    }
    commit_run(job);
    worker_enter(job->team, worker, STAGE_WAIT);
}
