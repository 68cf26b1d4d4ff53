/* One image cut into bands: the passes over it, band by band, on all workers of all processes. */
#include "drivers/job/bands.h"

#include <string.h>

#include "drivers/job/call.h"
#include "drivers/job/checksum.h"

static int band_count(const struct job *job, int rows)
{
    const struct team *team = job->team;
    int workers = team->ranks * team->threads;
    bool fixed = team->between.kind == SCHEDULE_BLOCK && team->within.kind == SCHEDULE_BLOCK;
    int wanted = job->options.bands > 0 ? job->options.bands : fixed ? workers : 8 * workers;
    return wanted < rows ? wanted : rows;
}

static struct range band_rows(const struct bands *bands, int begin, int end)
{
    return (struct range){(int)((int64_t)bands->rows * begin / bands->count),
                          (int)((int64_t)bands->rows * end / bands->count)};
}

/* Bands of rank `rank` when they are scattered. */
static struct span rank_bands(const struct bands *bands, int rank)
{
    struct schedule block = {SCHEDULE_BLOCK, 1};
    struct schedule_walk walk = {0};
    struct span span;
    schedule_span(&block, bands->count, bands->job->team->ranks, rank, &walk, &span);
    return span;
}

static void set_pass(struct bands *bands, int pass)
{
    bands->pass = pass;
    bands->rows = kernel_rows(bands->job->kernel, bands->plan, pass);
    bands->count = band_count(bands->job, bands->rows);
}

static uint64_t sum_of(const uint64_t *values, size_t n)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += values[i];
    return sum;
}

/* Whether counts are added while the pass is under way: of this process's threads, or all ranks'.
 */
static bool shares_counts(const struct bands *bands)
{
    const struct options *o = &bands->job->options;
    return bands->job->kernel->tallies && bands->pass == 0 &&
           (o->sharing != SHARING_PRIVATE || o->wish.tally > 0);
}

static bool sums_at_once(const struct bands *bands)
{
    return shares_counts(bands) && bands->job->options.wish.tally > 0;
}

/* A worker adds what it has counted to what all have. */
static void share_counts(struct bands *bands, struct worker *worker)
{
    struct job *job = bands->job;
    enum sharing sharing = (enum sharing)job->options.sharing;
    size_t tallies = job->kernel->tallies;
    worker_enter(job->team, worker, STAGE_COMM); /* with others' cache lines, or their lock */
    if (sharing == SHARING_RACY)
        worker->counted += sum_of(worker->tally, tallies);
    if (sums_at_once(bands))
        job->team->model->tally_add(job->team, job->options.wish.tally, worker->tally,
                                    (int)tallies);
    else
        team_merge(job->team, sharing, bands->sum, worker->tally, (int)tallies);
    memset(worker->tally, 0, tallies * sizeof *worker->tally);
}

/* The rows of a band: where they are counted with others, so many at a time. */
static void compute_rows(struct bands *bands, struct worker *worker, struct range rows)
{
    struct job *job = bands->job;
    int wished = job->kernel->tallies && bands->pass == 0 ? job->options.granularity : 0;
    int most = wished > 0 ? wished : range_count(rows);
    struct band part = {rows, bands->total, worker->tally, worker->scratch};
    for (part.rows.end = rows.begin; part.rows.end < rows.end;) {
        part.rows.begin = part.rows.end;
        part.rows.end = rows.end - part.rows.begin > most ? part.rows.begin + most : rows.end;
        worker_enter(job->team, worker, STAGE_KERNEL);
        call_kernel(job, worker, bands->pass, bands->plan, bands->src, bands->dst, &part);
        if (shares_counts(bands))
            share_counts(bands, worker);
    }
}

static void do_band(void *context, int band, int number)
{
    struct bands *bands = context;
    struct job *job = bands->job;
    struct worker *worker = job->workers[number];
    if (atomic_load(&job->team->stop))
        return;
    struct range rows = band_rows(bands, band, band + 1);
    if (worker_reserve_scratch(worker, bands->plan->scratch)) {
        atomic_store(&bands->failed, 1);
        return;
    }
    worker_unit_begin(worker, band);
    compute_rows(bands, worker, rows);
    if (bands->pass == kernel_passes(job->kernel) - 1)
        memset(bands->done_rows + rows.begin, 1, (size_t)range_count(rows));
    ++worker->units;
    worker_unit_end(job->team, worker);
}

/* What the workers added, and is not there: of this process after the join, or of all ranks, and
 * then rank 0 counts it. */
static void count_lost(struct bands *bands)
{
    struct job *job = bands->job;
    uint64_t added = 0;
    for (int w = 0; w < job->team->threads; ++w)
        added += job->workers[w]->counted;
    if (sums_at_once(bands))
        added = team_total(job->team, added);
    if (!sums_at_once(bands) || job->team->rank == 0)
        job->results.lost += added - sum_of(bands->sum, job->kernel->tallies);
}

/* At the end of a pass: the sum of all tallies in bands->sum, everywhere. A collective ends it. */
static void add_up(struct bands *bands)
{
    struct job *job = bands->job;
    struct team *team = job->team;
    int tallies = (int)job->kernel->tallies;
    const bool at_once = sums_at_once(bands);
    if (at_once)
        team->model->tally_end(team, bands->sum, tallies);
    if (job->options.sharing == SHARING_RACY)
        count_lost(bands);
    if (job->options.sharing == SHARING_PRIVATE && !at_once)
        for (int w = 0; w < team->threads; ++w)
            team_merge(team, SHARING_PRIVATE, bands->sum, job->workers[w]->tally, tallies);
    if (tallies && !at_once)
        team_sum(team, bands->sum, tallies);
    else if (!at_once)
        team_barrier(team);
}

/* One pass: units by whatever schedule, then the sum of all tallies in bands->sum. */
static void run_pass(struct bands *bands)
{
    struct job *job = bands->job;
    struct team *team = job->team;
    struct worker *main_worker = job->workers[0];
    size_t tallies = job->kernel->tallies;
    struct span span;
    for (int w = 0; w < team->threads; ++w) {
        memset(job->workers[w]->tally, 0, tallies * sizeof *bands->sum);
        job->workers[w]->counted = 0;
    }
    memset(bands->sum, 0, tallies * sizeof *bands->sum);
    if (sums_at_once(bands))
        team->model->tally_begin(team, (int)tallies);
    if (split_scatters(job)) {
        team_loop(team, &team->within, rank_bands(bands, team->rank), do_band, bands);
    } else {
        for (int turn = 0;; ++turn) {
            worker_enter(team, main_worker, STAGE_COMM);
            if (!team_next(team, bands->count, turn, &span))
                break;
            worker_enter(team, main_worker, STAGE_WAIT);
            team_loop(team, &team->within, span, do_band, bands);
        }
    }
    worker_enter(team, main_worker, STAGE_COMM);
    add_up(bands);
    worker_enter(team, main_worker, STAGE_WAIT);
}

void bands_find_areas(struct bands *bands, struct area *needs, struct area *makes)
{
    const struct kernel *kernel = bands->job->kernel;
    for (int r = 0; r < bands->job->team->ranks; ++r) {
        needs[r] = (struct area){{0, 0}, {0, 0}};
        for (int pass = 0; pass < kernel_passes(kernel); ++pass) {
            set_pass(bands, pass);
            struct span span = rank_bands(bands, r);
            struct range rows = band_rows(bands, span.begin, span.end);
            needs[r] = area_join(needs[r], kernel->needs(bands->plan, pass, rows));
            makes[r] = (struct area){rows, {0, bands->plan->dst.width}};
        }
    }
}

int bands_border(const struct job *job, int rows, int k)
{
    const struct bands bands = {.rows = rows, .count = band_count(job, rows)};
    int band = k / 2 + 1;
    return band < bands.count ? band_rows(&bands, band, band + 1).begin - k % 2 : -1;
}

int bands_agree(struct job *job, int failed, struct failure *failure)
{
    if (team_total(job->team, failed != 0) == 0)
        return 0;
    if (!failed)
        failure_set(failure, "read", "other-rank", "another process could not go on with it");
    return -1;
}

int bands_run_passes(struct bands *bands, uint64_t *hash, int item, struct failure *failure)
{
    struct job *job = bands->job;
    size_t tallies = job->kernel->tallies;
    uint64_t *totals = job->workers[0]->total; /* the pass before's; the sum is the other half */
    for (int pass = 0; pass < kernel_passes(job->kernel); ++pass) {
        set_pass(bands, pass);
        bands->total = pass ? totals : NULL;
        run_pass(bands);
        if (pass == 0)
            memcpy(totals, bands->sum, tallies * sizeof *totals);
    }
    if (job->team->rank == 0)
        *hash += checksum_tally(totals, tallies, item);
    return bands_agree(job, atomic_load(&bands->failed), failure)
               ? failure_set(failure, "kernel", "memory", "out of memory for a worker's scratch")
               : 0;
}
