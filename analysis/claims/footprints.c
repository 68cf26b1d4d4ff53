/* How much memory a worker has, where others that share pages with it bear their part. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/claims/claims.h"
#include "analysis/memory.h"
#include "drivers/common/number.h"

static const struct evidence_way threads = {.name = "omp", .model = "omp"};
static const struct evidence_way ways[] = {
    {.name = "mpi", .model = "mpi"},
    {.name = "fork", .model = "fork"},
    {.name = "hybrid", .model = "hybrid"},
    {.name = "Python's pool", .model = "python-pool-fork"},
};

enum { WAYS = sizeof ways / sizeof *ways };

/* Bytes of a worker in the run's last iteration; NaN: unknown. */
static double bytes_of(const struct run *run)
{
    int32_t last = -1;
    double sum = 0;
    for (size_t i = 0; i < run->worker_count; ++i)
        last = run->workers[i]->iteration > last ? run->workers[i]->iteration : last;
    for (size_t i = 0; i < run->worker_count; ++i) {
        const struct worker_row *worker = run->workers[i];
        if (worker->iteration == last && worker->thread == 0)
            sum = worker->pss_bytes > 0 ? sum + (double)worker->pss_bytes : NAN;
    }
    return sum > 0 ? sum / (run->row->ranks * run->row->threads) : NAN;
}

/* The mean of the logarithms over the cell's runs; variance NaN: too few are known. */
static struct difference footprint(const struct cell *cell)
{
    double *logs = memory_array(cell->used_runs, sizeof *logs);
    size_t count = 0;
    for (size_t i = 0; i < cell->used_runs; ++i) {
        const double bytes = bytes_of(cell->runs[i]);
        if (bytes > 0)
            logs[count++] = log(bytes);
    }
    const struct difference mean =
        count > 0 ? difference_mean(logs, count) : (struct difference){NAN, NAN, NAN};
    free(logs);
    return mean;
}

/* Memory is what it is, whoever else is at work: flagged cells count. */
static bool find(const struct evidence *evidence, const struct evidence_place *place,
                 const struct evidence_way *way, struct difference *found)
{
    const struct cell *cell;
    if (evidence_find(evidence, place->study, way, place->workers, &cell) == EVIDENCE_MISSING ||
        !cell->usable)
        return false;
    *found = footprint(cell);
    return !isnan(found->value);
}

void footprints_of_workers(const struct evidence *evidence, struct finding *finding)
{
    const struct evidence_place place =
        evidence_best(evidence, ways, WAYS, evidence_computes, false);
    struct difference base, other;
    if (!place.study || !find(evidence, &place, &threads, &base))
        return;
    evidence_work(place.study, finding->experiment, sizeof finding->experiment);
    snprintf(finding->measure, sizeof finding->measure,
             "memory of each of %d workers over a thread's %s MB", place.workers,
             number_short(exp(base.value) / 1e6, 3).text);
    for (size_t i = 0; i < WAYS; ++i)
        if (find(evidence, &place, &ways[i], &other))
            finding_test(finding, EVIDENCE_CLEAN, ways[i].name,
                         difference_combine(1, other, -1, base), 1 + FINDING_MARGIN, true);
    finding_judge(finding);
}
