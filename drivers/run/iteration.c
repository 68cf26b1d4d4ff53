/* One iteration of a job.
 *
 * Its time T is the longest of all processes' times from a common barrier to their own end, with
 * fork and join, dealing, messages and the closing sum inside; poisoning, hashing and storing are
 * outside. No time stamps of different processes are ever compared. */
#include "drivers/run/iteration.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/record/rows.h"

double iteration_clock_start(struct job *job)
{
    double now = timer_now();
    for (int w = 0; w < job->team->threads; ++w) {
        job->workers[w]->since = job->workers[w]->began = now;
        job->workers[w]->stage = STAGE_WAIT; /* until it has something to do */
    }
    return now;
}

double iteration_clock_stop(struct job *job)
{
    double now = timer_now();
    for (int w = 0; w < job->team->threads; ++w) {
        struct worker *worker = job->workers[w];
        worker->seconds[worker->stage] += now - worker->since;
        worker->stage = STAGE_NONE;
    }
    return now;
}

static void count_workers(const struct job *job, uint64_t *counts)
{
    for (int w = 0; w < job->team->threads; ++w) {
        const struct worker *worker = job->workers[w];
        counts[READ] += (uint64_t)worker->bytes_read;
        counts[WRITTEN] += (uint64_t)worker->bytes_written;
        counts[PIXELS] += (uint64_t)worker->pixels;
        counts[PLANS] += (uint64_t)worker->plans_built;
        for (int kind = 0; kind < NOTES; ++kind)
            counts[NOTED + kind] += (uint64_t)worker->notes[kind].count;
    }
    counts[KEPT] = (uint64_t)keep_bytes(job);
    counts[FAILED] = (uint64_t)atomic_load(&job->limits.failed);
    int stop = atomic_load(&job->team->stop);
    counts[STOPPED] = stop != STOP_NONE;
    counts[LIMITED] = stop == STOP_ERRORS;
    counts[FULL] = stop == STOP_FULL;
    counts[LAST] = (uint64_t)atomic_load(&job->team->last);
    counts[LOST] = job->results.lost;
    counts[WARM] = (uint64_t)job->results.warm;
}

/* An image of a split is done by all processes together, and counted by rank 0. */
static void count_done(const struct job *job, uint64_t *counts)
{
    for (int unit = 0; unit < job->inputs.count; ++unit)
        if (job->results.done[unit]) {
            counts[HASH] += job->results.hash[unit];
            counts[DONE] += !job->options.split || job->team->rank == 0;
        }
}

static double run_clocked(struct job *job)
{
    struct team *team = job->team;
    struct worker *main_worker = job->workers[0];
    team_barrier(team);
    double begin = iteration_clock_start(job);
    if (job->options.split)
        split_run(job);
    else
        batch_run(job);
    team_barrier(team); /* waiting for slower processes is not communication */
    worker_enter(team, main_worker, STAGE_COMM);
    team_total(team, (uint64_t)atomic_load(&job->limits.failed));
    return iteration_clock_stop(job) - begin;
}

static int buffer_locality(const struct worker *worker, int numa)
{
    const struct image *result = worker->kept.count ? &worker->kept.of[0].image : &worker->result;
    const void *page = result->pixels ? result->pixels : worker->scratch;
    int home = page && numa >= 0 ? affinity_numa_of_memory(page) : -1;
    return home < 0 ? -1 : home == numa;
}

static void fill_stages(struct worker_row *row, const double *s)
{
    row->plan_s = s[STAGE_PLAN];
    row->read_s = s[STAGE_READ];
    row->decode_s = s[STAGE_DECODE];
    row->kernel_s = s[STAGE_KERNEL];
    row->hash_s = s[STAGE_HASH];
    row->encode_s = s[STAGE_ENCODE];
    row->write_s = s[STAGE_WRITE];
    row->comm_s = s[STAGE_COMM];
    row->wait_s = s[STAGE_WAIT];
}

/* The least that anything says of it; fmin() passes over NaN. */
static double find_share(const struct iteration *c, const struct worker *worker, double cpu_s,
                         bool alone)
{
    double computing = cpu_watch_share(&worker->watch);
    double most = cpu_watch_share_at_most(&worker->watch, worker->seconds, cpu_s, alone);
    double had = 1 - testimony_taken(&c->testimonies[worker->number]) / c->wall;
    return fmin(fmin(computing, most), had < 0 ? 0 : had);
}

static void fill_rows(const struct job *job, const struct iteration *c, int iteration)
{
    struct worker_row row;
    record_default(&record_tables[TABLE_WORKERS], &row);
    memcpy(row.node, c->placement->host, sizeof row.node);
    row.iteration = iteration;
    row.rank = job->team->rank;
    row.rss_bytes = machine_peak_memory();
    row.pss_bytes = c->pss_bytes;
    const bool alone = job->team->ranks * job->team->threads == 1 && !job->loops;
    for (int w = 0; w < job->team->threads; ++w) {
        const struct worker *worker = job->workers[w];
        row.thread = w;
        testimony_fill(&c->testimonies[w], &row);
        fill_stages(&row, worker->seconds);
        row.numa_local = (int8_t)buffer_locality(worker, row.numa);
        row.units = worker->units;
        row.blocked_s = cpu_watch_blocked(&worker->watch);
        row.first_unit_s = worker->first_unit_s;
        row.compute_cpu_share = find_share(c, worker, row.cpu_s, alone);
        c->mine[w] = row;
    }
}

static void collect_rows(struct job *job, struct iteration *c, int iteration)
{
    struct team *team = job->team;
    if (iteration < 2) /* asking walks through all of the memory */
        c->pss_bytes = machine_shared_out_memory();
    fill_rows(job, c, iteration);
    team_collect(team, c->mine, (size_t)team->threads * sizeof *c->mine, c->all);
}

static void fill_lock(struct sample_row *sample, const struct team_lock *before,
                      const struct team_lock *after)
{
    sample->handovers = after->handed < 0 ? -1 : after->handed - before->handed;
    sample->handover_s = after->handing_s - before->handing_s;
}

void iteration_prepare(struct job *job, int number)
{
    keep_poison(job, number);
    for (int w = 0; w < job->team->threads; ++w)
        worker_reset(job->workers[w]);
    atomic_store(&job->limits.failed, 0);
    atomic_store(&job->limits.finished, 0);
    atomic_store(&job->limits.bytes, 0);
    job->results.lost = 0;
    job->results.warm = inputs_forget(job); /* who reads then waits for the barrier */
}

struct sample_row iteration_conclude(struct job *job, struct iteration *c, int number,
                                     uint64_t *counts)
{
    memset(counts, 0, COUNTS * sizeof *counts);
    count_workers(job, counts);
    count_done(job, counts);
    team_sum(job->team, counts, COUNTS);
    team_collect(job->team, &c->wall, sizeof c->wall, c->walls);
    collect_rows(job, c, number);
    struct sample_row sample;
    record_default(&record_tables[TABLE_SAMPLES], &sample);
    sample.iteration = number;
    sample.bytes_read = (int64_t)counts[READ];
    sample.bytes_written = (int64_t)counts[WRITTEN];
    sample.units_done = (int64_t)counts[DONE];
    sample.units_failed = (int64_t)counts[FAILED];
    if (job->options.sharing == SHARING_RACY)
        sample.lost_updates = (int64_t)counts[LOST];
    sample.wall_s = 0;
    if (job->sink->hashes)
        snprintf(sample.checksum, sizeof sample.checksum, "%016" PRIx64, counts[HASH]);
    for (int r = 0; job->team->rank == 0 && r < job->team->ranks; ++r)
        sample.wall_s = fmax(sample.wall_s, c->walls[r]);
    return sample;
}

struct sample_row iteration_run(struct job *job, struct iteration *c, int number, int witness,
                                uint64_t *counts)
{
    iteration_prepare(job, number);
    testimony_begin(job->team, c->testimonies);
    const struct team_lock before = team_lock(job->team);
    c->wall = run_clocked(job);
    const struct team_lock after = team_lock(job->team);
    testimony_end(job->team, c->testimonies);
    keep_hash(job);
    c->witness_s = testimony_witness(job->team, c->testimonies, witness);
    struct sample_row sample = iteration_conclude(job, c, number, counts);
    fill_lock(&sample, &before, &after);
    return sample;
}

/* The least of many: an interruption is no cost. */
static double cpu_reading_cost(void)
{
    double least = INFINITY, before = timer_now();
    for (int i = 0; i < 100; ++i) {
        (void)timer_thread_cpu();
        double now = timer_now();
        least = fmin(least, now - before);
        before = now;
    }
    return least;
}

int iteration_start(struct iteration *iteration, const struct job *job,
                    const struct placement *placement)
{
    size_t threads = (size_t)job->team->threads, ranks = (size_t)job->team->ranks;
    bool root = job->team->rank == 0;
    *iteration = (struct iteration){
        .placement = placement,
        .testimonies = calloc(threads, sizeof *iteration->testimonies),
        .threads = (int)threads,
        .mine = calloc(threads, sizeof *iteration->mine),
        .all = calloc(root ? ranks * threads : 1, sizeof *iteration->all),
        .walls = calloc(root ? ranks : 1, sizeof *iteration->walls),
    };
    bool failed =
        !iteration->testimonies || !iteration->mine || !iteration->all || !iteration->walls;
    double reading = cpu_reading_cost();
    for (size_t w = 0; w < threads; ++w)
        job->workers[w]->watch.reading_s = reading;
    return team_total(job->team, failed) ? -1 : 0;
}

void iteration_free(struct iteration *iteration)
{
    testimony_free(iteration->testimonies, iteration->threads);
    free(iteration->mine);
    free(iteration->all);
    free(iteration->walls);
}
