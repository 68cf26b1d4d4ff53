/* Which process made a row is known only where it was made, so hashes and owners of an image's rows
 * are summed first: each row has one owner. */
#include <stdlib.h>
#include <string.h>

#include "drivers/job/bands.h"
#include "drivers/job/checksum.h"
#include "drivers/job/reference.h"
#include "drivers/job/sample.h"
#include "drivers/job/verify_kinds.h"

/* The image in hand. */
struct rows {
    struct job *job;
    struct checks *checks;
    const struct kept *kept;
    int item, height;
    uint64_t *hash, *owner; /* [height] of all processes: the rank that made it, plus one */
    uint8_t *must;          /* [height] 1: checked whatever the time */
    const struct plan *plan;
    const struct image *src;
    const uint64_t *total;
    uint64_t seed;
    double until; /* when this process ends its extra rows */
};

static int rows_make(struct rows *rows)
{
    size_t height = (size_t)rows->height;
    rows->hash = calloc(height, sizeof *rows->hash);
    rows->owner = calloc(height, sizeof *rows->owner);
    rows->must = calloc(height, 1);
    bool failed = !rows->hash || !rows->owner || !rows->must;
    return team_total(rows->job->team, failed) ? -1 : 0;
}

static void rows_free(struct rows *rows)
{
    free(rows->hash);
    free(rows->owner);
    free(rows->must);
}

static void rows_share(struct rows *rows)
{
    struct team *team = rows->job->team;
    for (int y = 0; y < rows->height; ++y)
        if (rows->kept->rows[y]) {
            rows->hash[y] = checksum_rows(&rows->kept->image, (struct range){y, y + 1}, rows->item);
            rows->owner[y] = (uint64_t)team->rank + 1;
        }
    team_sum(team, rows->hash, rows->height);
    team_sum(team, rows->owner, rows->height);
}

/* A row is checked by the process after the one that made it; where rank 0 alone has the source, by
 * rank 0, which has all rows as well. */
static bool is_mine(const struct rows *rows, int y)
{
    const struct team *team = rows->job->team;
    return split_scatters(rows->job) || (int)(rows->owner[y] % (uint64_t)team->ranks) == team->rank;
}

static void check_row(struct rows *rows, int y, int number)
{
    struct job *job = rows->job;
    struct worker *worker = job->workers[number];
    if (!is_mine(rows, y) || atomic_load(&job->team->stop))
        return;
    bool wrong =
        reference_row(job, worker, rows->plan, rows->src, rows->total, y) ||
        checksum_rows(&worker->again, worker->again.held.rows, rows->item) != rows->hash[y];
    atomic_fetch_add(&rows->checks->checked, 1);
    atomic_fetch_add(&rows->checks->wrong, wrong);
}

static void check_needed(void *context, int y, int number)
{
    struct rows *rows = context;
    if (rows->must[y])
        check_row(rows, y, number);
}

static void check_extra(void *context, int k, int number)
{
    struct rows *rows = context;
    int y = sample_at(rows->seed, rows->height, k);
    if (!rows->must[y] && timer_now() < rows->until)
        check_row(rows, y, number);
}

static void check_rows(struct rows *rows, double seconds)
{
    struct team *team = rows->job->team;
    int step = 8 * team->threads;
    rows->until = timer_now() + seconds;
    team_loop(team, &team->within, (struct span){0, rows->height}, check_needed, rows);
    for (int k = 0; k < rows->height && timer_now() < rows->until; k += step) {
        int end = rows->height - k < step ? rows->height : k + step;
        team_loop(team, &team->within, (struct span){k, end}, check_extra, rows);
    }
}

/* The tally of all passes but the last, or of the only one, against what the rows of the image and
 * its checksum leave for it. Makes rows->total. */
static bool tally_differs(struct rows *rows, struct worker *worker, uint64_t hash)
{
    struct job *job = rows->job;
    const struct kernel *kernel = job->kernel;
    uint64_t tally_hash = 0;
    if (kernel->tallies == 0)
        return false;
    if (reference_is_whole(kernel)) {
        if (reference_image(job, worker, rows->plan, rows->src, rows->item, &tally_hash))
            return true;
    } else {
        if (reference_tally(job, worker, rows->plan, rows->src, job->results.sum))
            return true;
        rows->total = job->results.sum;
        tally_hash = checksum_tally(rows->total, kernel->tallies, rows->item);
    }
    for (int y = 0; y < rows->height; ++y)
        tally_hash += rows->hash[y];
    return job->team->rank == 0 && tally_hash != hash;
}

static void check_image(struct rows *rows, uint64_t hash, double seconds)
{
    struct job *job = rows->job;
    struct worker *worker = job->workers[0];
    const struct codec *codec;
    struct shape original;
    struct failure failure;
    if (split_scatters(job) && job->team->rank > 0)
        return;
    if (item_load(job, worker, rows->item, &rows->src, &original, &codec, &failure)) {
        atomic_fetch_add(&rows->checks->unread, 1);
        return;
    }
    rows->plan = reference_plan(job, worker, original, rows->src->shape);
    if (!rows->plan || tally_differs(rows, worker, hash))
        atomic_fetch_add(&rows->checks->wrong, 1);
    if (rows->plan)
        check_rows(rows, seconds);
}

static int verify_image(struct job *job, int unit, const struct kept *kept, double seconds,
                        struct checks *checks)
{
    struct rows rows = {.job = job,
                        .checks = checks,
                        .kept = kept,
                        .item = job->inputs.item[unit],
                        .height = kept->image.shape.height};
    int lost = 0;
    if (rows_make(&rows)) {
        rows_free(&rows);
        return -1;
    }
    rows.seed = sample_seed_of_item(job->sample_seed, rows.item);
    rows_share(&rows);
    for (int y = 0; y < rows.height; ++y)
        lost += rows.owner[y] == 0;
    if (job->team->rank == 0)
        atomic_fetch_add(&checks->wrong, lost);
    for (int k = 0, y; (y = keep_row(job, rows.item, rows.height, k)) >= 0; ++k)
        rows.must[y] = 1;
    check_image(&rows, team_total(job->team, job->results.hash[unit]), seconds);
    rows_free(&rows);
    return 0;
}

int verify_split(struct job *job, double seconds, struct checks *checks)
{
    for (int unit = 0; unit < job->inputs.count; ++unit)
        if (job->results.done[unit] &&
            verify_image(job, unit, &job->results.kept[unit], seconds / job->inputs.count, checks))
            return -1;
    return 0;
}
