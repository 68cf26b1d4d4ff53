/* Units in rounds: each takes the next ones of an order that all processes know, the processes that
 * have their results say what they hash to, and the worker after the owner computes them again. So
 * nobody needs a table of all units. */
#include "drivers/job/verify_kinds.h"

#include <stdlib.h>

#include "drivers/job/checksum.h"
#include "drivers/job/reference.h"
#include "drivers/job/sample.h"

enum { ROUND_MAX = 4096 }; /* units of a round */

/* What is known of a unit. Only who has its result has something else than 0: the sum is what all
 * know. */
struct claim {
    uint64_t owner; /* its maker's number in all processes, plus one; 0: it was not done */
    uint64_t hash;  /* of the tally and of the rows that are compared */
};

struct round {
    struct job *job;
    int count;
    int unit[ROUND_MAX]; /* ascending */
    struct claim claim[ROUND_MAX];
    struct checks *checks;
};

/* Of a result that is gone there is one checksum: of all of it, or in a split of some rows. */
static bool compares_all(const struct job *job)
{
    return job->options.verify == VERIFY_ALL || (job->results.hash_timed && !job->options.split);
}

static uint64_t hash_of_rows(const struct job *job, const struct image *image, int item)
{
    return compares_all(job) ? checksum_rows(image, (struct range){0, image->shape.height}, item)
                             : keep_hash_sample(job, image, NULL, item);
}

static int ascending(const void *a, const void *b)
{
    const int *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void claim_list(struct round *round, const struct kept_list *list)
{
    const struct job *job = round->job;
    for (int k = 0; k < list->count; ++k) {
        const struct kept_unit *kept = &list->of[k];
        const int *found =
            bsearch(&kept->unit, round->unit, (size_t)round->count, sizeof *round->unit, ascending);
        if (!found)
            continue;
        struct claim *claim = &round->claim[found - round->unit];
        claim->owner = (uint64_t)kept->maker + 1;
        claim->hash =
            kept->tally_hash + hash_of_rows(job, &kept->image, job->inputs.item[kept->unit]);
    }
}

/* Each worker for the units whose results it keeps. */
static void claim_kept(void *context, int number, int ignored)
{
    (void)ignored;
    struct round *round = context;
    claim_list(round, &round->job->workers[number]->kept);
}

/* Of results that are gone the hash is there. A split image is done by all: rank 0 owns it. */
static void claim_hashed(struct round *round)
{
    struct job *job = round->job;
    for (int i = 0; i < round->count; ++i) {
        if (!job->results.done[round->unit[i]])
            continue;
        const uint64_t *hash = compares_all(job) ? job->results.hash : job->results.sampled;
        round->claim[i].hash = hash[round->unit[i]];
        if (!job->options.split || job->team->rank == 0)
            round->claim[i].owner = (uint64_t)(job->team->rank * job->team->threads) + 1;
    }
}

static void share_claims(struct round *round)
{
    struct job *job = round->job;
    for (int i = 0; i < round->count; ++i)
        round->claim[i] = (struct claim){0, 0};
    if (job->results.hash_timed)
        claim_hashed(round);
    else
        team_each_worker(job->team, claim_kept, round);
    claim_list(round, &job->results.received);
    team_sum(job->team, &round->claim[0].owner, 2 * round->count);
}

/* Whether this worker is the one to check it: the next after the owner, of all in all processes; of
 * a scattered image one of those that have the source. */
static bool is_mine(const struct job *job, const struct claim *claim, int number, int i)
{
    const struct team *team = job->team;
    uint64_t workers = (uint64_t)team->ranks * (uint64_t)team->threads;
    if (claim->owner == 0)
        return false;
    if (job->options.split && split_scatters(job))
        return team->rank == 0 && i % team->threads == number;
    uint64_t next = (job->options.split ? (uint64_t)i : claim->owner) % workers;
    return next == (uint64_t)(team->rank * team->threads + number);
}

/* -1: the file cannot be read any more, so nothing can be said. */
static int unit_differs(struct job *job, struct worker *worker, int item, uint64_t expected)
{
    const struct kernel *kernel = job->kernel;
    const struct image *src;
    const struct codec *codec;
    struct shape original;
    struct failure failure;
    uint64_t hash = 0;
    if (item_load(job, worker, item, &src, &original, &codec, &failure))
        return -1;
    const struct plan *plan = reference_plan(job, worker, original, src->shape);
    if (!plan)
        return 1; /* it could be planned before */
    if (compares_all(job) || reference_is_whole(kernel))
        return reference_image(job, worker, plan, src, item, &hash) ||
               hash + hash_of_rows(job, &worker->again, item) != expected;
    if (kernel_passes(kernel) > 1) {
        if (reference_tally(job, worker, plan, src, worker->total))
            return 1;
        hash = checksum_tally(worker->total, kernel->tallies, item);
    }
    for (int k = 0, y; (y = keep_row(job, item, plan->dst.height, k)) >= 0; ++k) {
        if (reference_row(job, worker, plan, src, worker->total, y))
            return 1;
        hash += checksum_rows(&worker->again, worker->again.held.rows, item);
    }
    return hash != expected;
}

/* What an image counts for: batch counts images, split rows. */
static int count_checked(const struct job *job, int item, int height)
{
    int rows = 0;
    if (!job->options.split)
        return 1;
    while (rows < height && keep_row(job, item, height, rows) >= 0)
        ++rows;
    return rows;
}

static void check_units(void *context, int number, int ignored)
{
    (void)ignored;
    struct round *round = context;
    struct job *job = round->job;
    for (int i = 0; i < round->count && !atomic_load(&job->team->stop); ++i) {
        const struct claim *claim = &round->claim[i];
        if (!is_mine(job, claim, number, i))
            continue;
        struct worker *worker = job->workers[number];
        int item = job->inputs.item[round->unit[i]];
        int differs = unit_differs(job, worker, item, claim->hash);
        int checked = differs < 0 ? 0 : count_checked(job, item, worker->again.shape.height);
        atomic_fetch_add(&round->checks->checked, checked);
        atomic_fetch_add(&round->checks->wrong, differs > 0);
        atomic_fetch_add(&round->checks->unread, differs < 0);
    }
}

/* Rounds of twice as many units each, while the next one may be expected to fit. */
int verify_units(struct job *job, double seconds, struct checks *checks)
{
    bool all = job->options.verify == VERIFY_ALL || job->options.split;
    struct round *round = malloc(sizeof *round);
    if (team_total(job->team, !round)) {
        free(round);
        return -1;
    }
    *round = (struct round){.job = job, .checks = checks};
    double began = timer_now();
    int n = job->inputs.count, begin = 0, wanted = all ? ROUND_MAX : 2, go = 1;
    while (go && begin < n) {
        round->count = n - begin < wanted ? n - begin : wanted;
        for (int i = 0; i < round->count; ++i)
            round->unit[i] = sample_at(job->sample_seed, n, begin + i);
        qsort(round->unit, (size_t)round->count, sizeof *round->unit, ascending);
        share_claims(round);
        team_each_worker(job->team, check_units, round);
        begin += round->count;
        wanted = wanted < ROUND_MAX ? 2 * wanted : ROUND_MAX;
        go = all || 3 * (timer_now() - began) <= seconds;
        go = go && !atomic_load(&job->team->stop);
        go = team_total(job->team, !go) == 0;
    }
    free(round);
    return 0;
}
