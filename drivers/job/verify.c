/* Recomputing what another process computed. Which process did a unit is known only where it was
 * done, so hashes and owners of all units are summed first: each unit has one owner. */
#include "drivers/job/verify.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/job/call.h"
#include "drivers/job/checksum.h"

enum { SAMPLE_MAX = 16 }; /* units in a sample: enough to meet a systematic error */

/* A well-mixed number for the k-th unit of a sample (splitmix64, Steele et al. 2014). */
static uint64_t mix(uint64_t seed, uint64_t k)
{
    uint64_t z = seed + (k + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* What all processes know of n units: the hash, and the rank that did it plus one (0: nobody). */
struct known {
    uint64_t *hash, *owner;
    int n;
};

static int know(struct known *known, struct team *team, int n)
{
    *known = (struct known){calloc((size_t)n + 1, sizeof *known->hash),
                            calloc((size_t)n + 1, sizeof *known->owner), n};
    return team_total(team, !known->hash || !known->owner) ? -1 : 0;
}

static void forget(struct known *known)
{
    free(known->hash);
    free(known->owner);
}

static void share(struct known *known, struct team *team)
{
    team_sum(team, known->hash, known->n);
    team_sum(team, known->owner, known->n);
}

static int sample_size(const struct job *job, int n)
{
    return job->options.verify == VERIFY_ALL || n < SAMPLE_MAX ? n : SAMPLE_MAX;
}

/* The k-th unit to check. */
static int sampled(const struct job *job, int n, int k)
{
    return sample_size(job, n) == n ? k : (int)(mix(job->options.seed, (uint64_t)k) % (uint64_t)n);
}

static bool is_mine(const struct team *team, uint64_t owner)
{
    return owner > 0 && (int)(owner % (uint64_t)team->ranks) == team->rank;
}

struct check {
    struct job *job;
    const struct known *known;
    atomic_llong checked, wrong;
    /* split: the image in hand */
    struct plan plan;
    const struct image *src;
    const uint64_t *total;
    int item;
};

/* -1: the file cannot be read any more, so nothing can be said. */
static int image_differs(struct job *job, struct worker *worker, int item, uint64_t expected)
{
    const struct variant *reference = &job->kernel->variants[0];
    const struct image *src;
    const struct codec *codec;
    struct shape original;
    struct failure failure;
    struct plan plan;
    uint64_t hash = 0;
    if (job->kernel->raw)
        return item_read(job, worker, item, NULL, &worker->file, &failure)
                   ? -1
                   : checksum_bytes(&worker->file, item) != expected;
    if (item_load(job, worker, item, &src, &original, &codec, &failure))
        return -1;
    if (kernel_plan(job->kernel, reference, original, src->shape, job->options.value, &plan))
        return 1; /* it could be planned before */
    bool failed = item_compute(job, worker, call_reference, &plan, src, &worker->result, item,
                               &hash, &failure) != 0;
    if (!failed)
        hash += checksum_rows(&worker->result, worker->result.held.rows, item);
    kernel_unplan(job->kernel, reference, &plan);
    return failed || hash != expected;
}

static void check_image(void *context, int k, int number)
{
    struct check *check = context;
    struct job *job = check->job;
    int unit = sampled(job, check->known->n, k);
    if (!is_mine(job->team, check->known->owner[unit]))
        return;
    int differs =
        image_differs(job, job->workers[number], job->inputs.item[unit], check->known->hash[unit]);
    atomic_fetch_add(&check->checked, differs >= 0);
    atomic_fetch_add(&check->wrong, differs > 0);
}

static void verify_batch(struct job *job, struct check *check, struct known *known)
{
    for (int unit = 0; unit < job->inputs.count; ++unit)
        if (job->results.done[unit]) {
            known->hash[unit] = job->results.hash[unit];
            known->owner[unit] = (uint64_t)job->team->rank + 1;
        }
    share(known, job->team);
    team_loop(job->team, &job->team->within, (struct span){0, sample_size(job, known->n)},
              check_image, check);
}

/* One row of a split image, alone. */
static void check_row(void *context, int k, int number)
{
    struct check *check = context;
    struct job *job = check->job;
    const struct kernel *kernel = job->kernel;
    struct worker *worker = job->workers[number];
    int y = sampled(job, check->known->n, k), last = kernel_passes(kernel) - 1;
    bool scattered = split_scatters(job); /* only rank 0 has the source, and all rows */
    if (!scattered && !is_mine(job->team, check->known->owner[y]))
        return;
    struct shape dst = check->plan.dst;
    struct image row = {0};
    bool wrong = image_allocate(&row, dst, (struct area){{y, y + 1}, {0, dst.width}}) ||
                 worker_reserve_scratch(worker, check->plan.scratch);
    if (!wrong) {
        struct band band = {row.held.rows, check->total, worker->tally, worker->scratch};
        kernel->variants[0].run[last](&check->plan, check->src, &row, &band);
        wrong = checksum_rows(&row, row.held.rows, check->item) != check->known->hash[y];
    }
    image_free(&row);
    atomic_fetch_add(&check->checked, 1);
    atomic_fetch_add(&check->wrong, wrong);
}

/* The tally of the first pass, by one worker over the whole image; NULL: none, or no memory. */
static const uint64_t *reference_total(struct check *check, struct worker *worker)
{
    const struct kernel *kernel = check->job->kernel;
    size_t tallies = kernel->tallies;
    if (kernel_passes(kernel) == 1)
        return NULL;
    if (worker_reserve_scratch(worker, check->plan.scratch))
        return NULL;
    memset(check->job->results.sum, 0, tallies * sizeof *check->job->results.sum);
    struct image none = {.shape = check->plan.dst};
    struct band all = {
        {0, kernel_rows(kernel, &check->plan, 0)}, NULL, check->job->results.sum, worker->scratch};
    kernel->variants[0].run[0](&check->plan, check->src, &none, &all);
    return check->job->results.sum;
}

static int lost_rows(const struct known *rows)
{
    int lost = 0;
    for (int y = 0; y < rows->n; ++y)
        lost += rows->owner[y] == 0;
    return lost;
}

/* Rows do not show a tally, but the image's checksum holds both. */
static bool tally_differs(const struct check *check, uint64_t hash)
{
    uint64_t expected = checksum_tally(check->total, check->job->kernel->tallies, check->item);
    for (int y = 0; y < check->known->n; ++y)
        expected += check->known->hash[y];
    return expected != hash;
}

static int verify_cut(struct job *job, struct check *check, int unit)
{
    struct team *team = job->team;
    struct worker *worker = job->workers[0];
    struct kept *kept = job->results.hash_timed ? &job->results.passing : &job->results.kept[unit];
    struct known rows;
    struct failure failure;
    const struct codec *codec;
    struct shape original;
    check->item = job->inputs.item[unit];
    if (know(&rows, team, kept->image.shape.height))
        return -1;
    for (int y = 0; y < rows.n; ++y)
        if (kept->rows[y]) {
            rows.hash[y] = checksum_rows(&kept->image, (struct range){y, y + 1}, check->item);
            rows.owner[y] = (uint64_t)team->rank + 1;
        }
    share(&rows, team);
    check->known = &rows;
    uint64_t hash = team_total(team, job->results.hash[unit]);
    if (team->rank == 0)
        atomic_fetch_add(&check->wrong, lost_rows(&rows));
    if (!split_scatters(job) || team->rank == 0) {
        if (item_load(job, worker, check->item, &check->src, &original, &codec, &failure) ||
            kernel_plan(job->kernel, &job->kernel->variants[0], original, check->src->shape,
                        job->options.value, &check->plan)) {
            atomic_fetch_add(&check->wrong, 1);
        } else {
            check->total = reference_total(check, worker);
            if (team->rank == 0 && check->total && tally_differs(check, hash))
                atomic_fetch_add(&check->wrong, 1);
            team_loop(team, &team->within, (struct span){0, sample_size(job, rows.n)}, check_row,
                      check);
            kernel_unplan(job->kernel, &job->kernel->variants[0], &check->plan);
        }
    }
    forget(&rows);
    return 0;
}

int64_t verify_run(struct job *job, int64_t *checked)
{
    struct check check = {.job = job};
    struct known known;
    *checked = 0;
    if (job->options.verify == VERIFY_NONE)
        return 0;
    if (know(&known, job->team, job->inputs.count))
        return -1;
    check.known = &known;
    int failed = 0;
    if (!job->options.split)
        verify_batch(job, &check, &known);
    for (int unit = 0; job->options.split && unit < job->inputs.count && !failed; ++unit)
        if (job->results.done[unit] && (!job->results.hash_timed || unit == job->inputs.count - 1))
            failed = verify_cut(job, &check, unit);
    forget(&known);
    uint64_t counts[2] = {(uint64_t)atomic_load(&check.checked),
                          (uint64_t)atomic_load(&check.wrong)};
    team_sum(job->team, counts, 2);
    *checked = (int64_t)counts[0];
    return failed ? -1 : (int64_t)counts[1];
}
