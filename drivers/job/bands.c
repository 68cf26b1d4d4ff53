/* One image cut into bands: the passes over it, band by band, on all workers of all processes. */
#include "drivers/job/bands.h"

#include <string.h>

#include "drivers/job/checksum.h"

static int band_count(const struct job *job, int rows)
{
    const struct team *team = job->team;
    int workers = team->ranks * team->threads;
    bool fixed = team->between.kind == SCHEDULE_BLOCK && team->within.kind == SCHEDULE_BLOCK;
    int wanted = job->options.bands > 0 ? job->options.bands : fixed ? workers : 8 * workers;
    return wanted < rows ? wanted : rows;
}

static struct range band_rows(const struct cut *cut, int begin, int end)
{
    return (struct range){(int)((int64_t)cut->rows * begin / cut->bands),
                          (int)((int64_t)cut->rows * end / cut->bands)};
}

/* Bands of rank `rank` when they are scattered. */
static struct span rank_bands(const struct cut *cut, int rank)
{
    struct schedule block = {SCHEDULE_BLOCK, 1};
    struct schedule_walk walk = {0};
    struct span span;
    schedule_span(&block, cut->bands, cut->job->team->ranks, rank, &walk, &span);
    return span;
}

static void set_pass(struct cut *cut, int pass)
{
    cut->pass = pass;
    cut->rows = kernel_rows(cut->job->kernel, cut->plan, pass);
    cut->bands = band_count(cut->job, cut->rows);
}

static void do_band(void *context, int band, int number)
{
    struct cut *cut = context;
    struct job *job = cut->job;
    struct worker *worker = job->workers[number];
    if (atomic_load(&job->team->stop))
        return;
    double cpu = timer_thread_cpu();
    worker_enter(job->team, worker, STAGE_KERNEL);
    struct range rows = band_rows(cut, band, band + 1);
    if (worker_reserve_scratch(worker, cut->plan->scratch)) {
        atomic_store(&cut->failed, 1);
        return;
    }
    job->variant->run[cut->pass](cut->plan, cut->src, cut->dst, rows, cut->total, worker->tally,
                                 worker->scratch);
    size_t tallies = job->kernel->tallies;
    if (tallies && job->options.sharing != SHARING_PRIVATE) {
        team_merge(job->team, (enum sharing)job->options.sharing, cut->sum, worker->tally,
                   (int)tallies);
        memset(worker->tally, 0, tallies * sizeof *worker->tally);
    }
    if (cut->pass == kernel_passes(job->kernel) - 1)
        memset(cut->done_rows + rows.begin, 1, (size_t)range_count(rows));
    ++worker->units;
    worker->cpu_s += timer_thread_cpu() - cpu;
    worker_enter(job->team, worker, STAGE_WAIT);
}

/* One pass: units by whatever schedule, then the sum of all tallies in cut->sum. */
static void run_pass(struct cut *cut)
{
    struct job *job = cut->job;
    struct team *team = job->team;
    struct worker *main_worker = job->workers[0];
    size_t tallies = job->kernel->tallies;
    struct span span;
    for (int w = 0; w < team->threads; ++w)
        memset(job->workers[w]->tally, 0, tallies * sizeof *cut->sum);
    memset(cut->sum, 0, tallies * sizeof *cut->sum);
    if (job_scatters(job)) {
        team_loop(team, rank_bands(cut, team->rank), do_band, cut);
    } else {
        for (int turn = 0;; ++turn) {
            worker_enter(team, main_worker, STAGE_COMM);
            if (!team_next(team, cut->bands, turn, &span))
                break;
            worker_enter(team, main_worker, STAGE_WAIT);
            team_loop(team, span, do_band, cut);
        }
    }
    worker_enter(team, main_worker, STAGE_COMM);
    if (job->options.sharing == SHARING_PRIVATE)
        for (int w = 0; w < team->threads; ++w)
            team_merge(team, SHARING_PRIVATE, cut->sum, job->workers[w]->tally, (int)tallies);
    team_sum(team, cut->sum, (int)tallies); /* none: the barrier that ends the phase */
    worker_enter(team, main_worker, STAGE_WAIT);
}

void cut_find_areas(struct cut *cut, struct area *needs, struct area *makes)
{
    const struct kernel *kernel = cut->job->kernel;
    for (int r = 0; r < cut->job->team->ranks; ++r) {
        needs[r] = (struct area){{0, 0}, {0, 0}};
        for (int pass = 0; pass < kernel_passes(kernel); ++pass) {
            set_pass(cut, pass);
            struct span bands = rank_bands(cut, r);
            struct range rows = band_rows(cut, bands.begin, bands.end);
            needs[r] = area_join(needs[r], kernel->needs(cut->plan, pass, rows));
            makes[r] = (struct area){rows, {0, cut->plan->dst.width}};
        }
    }
}

int cut_agree(struct job *job, int failed, struct failure *failure)
{
    if (team_total(job->team, failed != 0) == 0)
        return 0;
    if (!failed)
        failure_set(failure, "read", "other-rank", "another process could not go on with it");
    return -1;
}

int cut_run_passes(struct cut *cut, uint64_t *hash, int item, struct failure *failure)
{
    struct job *job = cut->job;
    size_t tallies = job->kernel->tallies;
    uint64_t *totals = job->workers[0]->total; /* the pass before's; the sum is the other half */
    for (int pass = 0; pass < kernel_passes(job->kernel); ++pass) {
        set_pass(cut, pass);
        cut->total = pass ? totals : NULL;
        run_pass(cut);
        if (pass == 0)
            memcpy(totals, cut->sum, tallies * sizeof *totals);
    }
    if (job->team->rank == 0)
        *hash += checksum_tally(totals, tallies, item);
    return cut_agree(job, atomic_load(&cut->failed), failure)
               ? failure_set(failure, "kernel", "memory", "out of memory for a worker's scratch")
               : 0;
}
