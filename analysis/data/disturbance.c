/* Whether a run's workers had their CPUs, and how fast the machine was, from its rows. */
#include "analysis/data/disturbance.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/memory.h"

/* What the workers of one iteration say; `workers` 0: it does not count. */
struct said {
    double share, blocked;
    int workers;
};

static size_t find_sample(const struct run *run, int32_t iteration, size_t guess)
{
    if (guess < run->sample_count && run->samples[guess]->iteration == iteration)
        return guess;
    size_t low = 0, high = run->sample_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (run->samples[middle]->iteration < iteration)
            low = middle + 1;
        else
            high = middle;
    }
    return low < run->sample_count && run->samples[low]->iteration == iteration ? low : SIZE_MAX;
}

static void listen(const struct run *run, struct said *said)
{
    size_t at = 0;
    for (size_t i = 0; i < run->worker_count; ++i) {
        const struct worker_row *worker = run->workers[i];
        at = find_sample(run, worker->iteration, at);
        if (at == SIZE_MAX || !runs_sample_counts(run->samples[at]))
            continue;
        if (said[at].workers++ == 0)
            said[at].share = NAN;
        said[at].share = fmin(said[at].share, worker->compute_cpu_share); /* passes over NaN */
        said[at].blocked += worker->blocked_s / run->samples[at]->wall_s;
    }
}

/* No work takes no time: what says so was not measured. */
static double known(double seconds)
{
    return seconds > 0 ? seconds : NAN;
}

/* A stream follows a kernel's speed best, but short iterations go without. */
static double find_witness(const struct run *run, double *values)
{
    for (size_t i = 0; i < run->worker_count; ++i)
        values[i] = known(run->workers[i]->probe_stream_s);
    const double stream = statistics_median_known(values, run->worker_count);
    if (!isnan(stream))
        return stream;
    for (size_t i = 0; i < run->worker_count; ++i)
        values[i] = known(run->workers[i]->probe_chain_s + run->workers[i]->probe_cache_s);
    return statistics_median_known(values, run->worker_count);
}

void disturbance_find(struct run *run)
{
    const struct run_row *row = run->row;
    const size_t most =
        run->sample_count > run->worker_count ? run->sample_count : run->worker_count;
    struct said *said = memory_array(run->sample_count, sizeof *said);
    double *values = memory_array(most, sizeof *values), wall = 0;
    listen(run, said);
    for (size_t i = 0; i < run->sample_count; ++i) {
        wall += run->samples[i]->wall_s;
        values[i] = said[i].workers > 0 ? said[i].share : NAN;
    }
    run->quality.cpu_share = statistics_median_known(values, run->sample_count);
    run->quality.low_share = statistics_low_known(values, run->sample_count);
    for (size_t i = 0; i < run->sample_count; ++i)
        values[i] = said[i].workers > 0 ? said[i].blocked / said[i].workers : NAN;
    run->quality.blocked = statistics_median_known(values, run->sample_count);
    run->quality.throttled = row->throttled;
    run->quality.steal_s = row->steal_s;
    run->quality.others_s = row->others_s;
    run->quality.helpers_s = row->helpers_s;
    run->quality.wall_s = wall;
    run->quality.worker_s = wall * row->ranks * row->threads;
    run->quality.node_s = wall * run->node_cpus;
    run->quality.crowded = run->crowded;
    run->quality.oversubscribed = row->oversubscribed != 0;
    run->quality.one_computes = quality_one_computes(row->lock);
    run->witness = find_witness(run, values);
    free(said);
    free(values);
}
