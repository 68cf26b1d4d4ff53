/* Sweeps made up of recorded iterations or of noise, and the verdict on them. */
#include "tests/coverage/replay.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/baselines.h"
#include "analysis/data/ceiling.h"
#include "analysis/data/runs.h"
#include "analysis/memory.h"
#include "drivers/record/rows.h"

enum {
    LAUNCHES = REPLAY_CELLS_MAX * REPLAY_REPETITIONS * REPLAY_SLICES,
    WORKERS_MAX = 16,
    CPUS = 2
};

static const double start_s = 0.3;

/* The sweep as it goes on: the clock, and whether the competitor is there, and until when. */
struct sweep {
    const struct replay_machine *machine;
    const struct replay_cell *cells;
    size_t count;
    gsl_rng *rng;
    double now, change;
    bool busy;
    struct results results;
    bool shared[LAUNCHES]; /* with a competitor for half of the iterations that count, or more */
};

static void pass_time(struct sweep *sweep, double seconds)
{
    const struct replay_machine *machine = sweep->machine;
    sweep->now += seconds;
    while (machine->traces && sweep->now > sweep->change) {
        sweep->busy = !sweep->busy;
        sweep->change += gsl_ran_exponential(sweep->rng, sweep->busy ? machine->on : machine->off);
    }
}

static enum trace_program program_of(const struct replay_cell *cell)
{
    return cell->ranks * cell->threads == 1 ? TRACE_SERIAL
           : cell->ranks > 1                ? TRACE_PROCESSES
                                            : TRACE_THREADS;
}

/* The next iteration of a launch that began at `at` (0 to 1) of its trace. */
static struct trace_point next_point(struct sweep *sweep, const struct replay_cell *cell, double at,
                                     size_t step)
{
    if (!sweep->machine->traces)
        return (struct trace_point){exp(gsl_ran_gaussian(sweep->rng, sweep->machine->noise)),
                                    0.995};
    const struct trace *trace = &sweep->machine->traces->of[program_of(cell)][sweep->busy];
    return trace->points[((size_t)(at * (double)trace->count) + step) % trace->count];
}

/* The recorded competitor is a loop on every CPU: it takes what the workers leave. */
static double left_to_others(const struct replay_cell *cell, struct trace_point point)
{
    return fmax(0, CPUS - cell->ranks * cell->threads * point.share) * cell->truth * point.time;
}

static void add_iteration(struct sweep *sweep, size_t launch, const struct replay_cell *cell,
                          int iteration, struct trace_point point)
{
    struct results *results = &sweep->results;
    const char *run = results->runs[launch].run;
    struct sample_row *sample = &results->samples[launch * REPLAY_ITERATIONS + (size_t)iteration];
    record_default(&record_tables[TABLE_SAMPLES], sample);
    snprintf(sample->run, sizeof sample->run, "%s", run);
    snprintf(sample->checksum, sizeof sample->checksum, "c");
    sample->iteration = iteration;
    sample->warmup = iteration == 0;
    sample->valid = 1;
    sample->units_failed = 0;
    sample->wall_s = cell->truth * point.time;
    for (int i = 0; i < cell->ranks * cell->threads; ++i) {
        struct worker_row *worker = &results->workers[results->worker_count++];
        record_default(&record_tables[TABLE_WORKERS], worker);
        snprintf(worker->run, sizeof worker->run, "%s", run);
        worker->iteration = iteration;
        worker->rank = i / cell->threads;
        worker->thread = i % cell->threads;
        worker->kernel_s = sample->wall_s;
        worker->blocked_s = 0;
        worker->compute_cpu_share = point.share;
    }
}

static void fill_run(struct run_row *row, size_t launch, const struct replay_cell *cell, int round)
{
    record_default(&record_tables[TABLE_RUNS], row);
    snprintf(row->run, sizeof row->run, "%08zu", launch);
    snprintf(row->created, sizeof row->created, "%08zu", launch);
    snprintf(row->kernel, sizeof row->kernel, "resize");
    snprintf(row->study, sizeof row->study, "strong");
    snprintf(row->model, sizeof row->model, "%s", cell->model);
    snprintf(row->status, sizeof row->status, "complete");
    snprintf(row->checksum, sizeof row->checksum, "c");
    row->ranks = cell->ranks;
    row->threads = cell->threads;
    row->nodes = row->valid = row->binding_ok = 1;
    row->others_s = 0;
    row->images = 32;
    row->pixels = 32000;
    row->oversubscribed = 0;
    row->round = round;
    row->slice = round % REPLAY_SLICES;
    row->model_apart = 0;
    row->model_processes = strcmp(cell->model, "mpi") == 0 || strcmp(cell->model, "hybrid") == 0;
    row->model_threads = strcmp(cell->model, "omp") == 0 || strcmp(cell->model, "hybrid") == 0;
}

static void fill_node(struct node_row *node, const struct run_row *row, int cpus)
{
    record_default(&record_tables[TABLE_NODES], node);
    snprintf(node->run, sizeof node->run, "%s", row->run);
    node->cpus = node->usable_cpus = node->cores = cpus;
}

/* Launch number `launch`, as new. The workers of one that is measured again are left behind, as of
 * no run. */
static void launch_cell(struct sweep *sweep, size_t launch)
{
    const size_t order = launch % sweep->count;
    const struct replay_cell *cell = &sweep->cells[order];
    struct results *results = &sweep->results;
    struct run_row *row = &results->runs[launch];
    for (size_t i = 0; i < results->worker_count; ++i)
        if (strcmp(results->workers[i].run, results->runs[launch].run) == 0)
            results->workers[i].run[0] = '\0';
    fill_run(row, launch, cell, (int)(launch / sweep->count));
    fill_node(&results->nodes[launch], row, sweep->machine->traces ? CPUS : WORKERS_MAX);
    const double at = gsl_rng_uniform(sweep->rng);
    int busy = 0;
    pass_time(sweep, start_s);
    for (int i = 0; i < REPLAY_ITERATIONS; ++i) {
        const struct trace_point point = next_point(sweep, cell, at, (size_t)i);
        add_iteration(sweep, launch, cell, i, point);
        busy += i > 0 && sweep->busy ? 1 : 0;
        row->others_s += sweep->busy ? left_to_others(cell, point) : 0;
        pass_time(sweep, cell->truth * point.time);
    }
    sweep->shared[launch] = 2 * busy >= REPLAY_ITERATIONS - 1;
}

static void begin(struct sweep *sweep)
{
    const size_t launches = sweep->count * REPLAY_REPETITIONS * REPLAY_SLICES;
    struct results *results = &sweep->results;
    results->run_count = launches;
    results->sample_count = launches * REPLAY_ITERATIONS;
    results->runs = memory_array(launches, sizeof results->runs[0]);
    results->samples = memory_array(results->sample_count, sizeof results->samples[0]);
    results->node_count = launches;
    results->nodes = memory_array(launches, sizeof results->nodes[0]);
    results->workers =
        memory_array(3 * results->sample_count * WORKERS_MAX, sizeof results->workers[0]);
    pass_time(sweep, 0);
}

/* In rounds over all cells, each in an order of its own. */
static void measure(struct sweep *sweep)
{
    size_t order[REPLAY_CELLS_MAX];
    for (size_t i = 0; i < sweep->count; ++i)
        order[i] = i;
    for (size_t round = 0; round < REPLAY_REPETITIONS * REPLAY_SLICES; ++round) {
        gsl_ran_shuffle(sweep->rng, order, sweep->count, sizeof order[0]);
        for (size_t i = 0; i < sweep->count; ++i)
            launch_cell(sweep, round * sweep->count + order[i]);
    }
}

/* As jobs/rounds.sh does: what was disturbed is measured again at the end, at most twice. */
static void repair(struct sweep *sweep)
{
    for (int turn = 0; turn < 2 && sweep->machine->traces; ++turn) {
        struct runs runs;
        runs_build(&runs, &sweep->results);
        bool *again = memory_array(runs.count, sizeof *again);
        for (size_t i = 0; i < runs.count; ++i)
            again[i] = runs.items[i].disturbed;
        runs_free(&runs);
        for (size_t i = 0; i < sweep->results.run_count; ++i)
            if (again[i])
                launch_cell(sweep, i);
        free(again);
    }
}

static const struct replay_cell *truth_of(const struct sweep *sweep, const struct cell *cell)
{
    return &sweep->cells[strtoul(cell->runs[0]->row->run, NULL, 10) % sweep->count];
}

static void judge(const struct sweep *sweep, const struct runs *runs,
                  const struct verdict_facts *facts, struct replay_result *result)
{
    double fastest = INFINITY;
    size_t equal = 0;
    for (size_t i = 0; i < sweep->count; ++i)
        fastest = fmin(fastest, sweep->cells[i].truth);
    for (size_t i = 0; i < sweep->count; ++i)
        equal += sweep->cells[i].truth == fastest ? 1 : 0;
    for (size_t i = 0; i < runs->count; ++i) {
        result->disturbed += sweep->shared[i] ? 1 : 0;
        result->missed += sweep->shared[i] && !runs->items[i].disturbed ? 1 : 0;
    }
    result->answered = facts->kind == VERDICT_ANSWER;
    if (!result->answered)
        return;
    result->told_apart = facts->ties < equal;
    result->slower = truth_of(sweep, facts->chosen)->truth > fastest * (1 + facts->seen);
}

struct replay_result replay_sweep(const struct replay_machine *machine,
                                  const struct replay_cell *cells, size_t count, gsl_rng *rng)
{
    struct sweep sweep = {.machine = machine, .cells = cells, .count = count, .rng = rng};
    struct replay_result result = {.disturbed = 0};
    struct verdict_facts facts;
    struct cells found;
    struct runs runs;
    begin(&sweep);
    measure(&sweep);
    repair(&sweep);
    runs_build(&runs, &sweep.results);
    cells_build(&found, &runs);
    baselines_compare(&found, true);
    ceilings_compare(&found);
    verdict_gather(&facts, &found, &found.studies[0], found.study_count);
    judge(&sweep, &runs, &facts, &result);
    cells_free(&found);
    runs_free(&runs);
    free(sweep.results.runs);
    free(sweep.results.samples);
    free(sweep.results.workers);
    free(sweep.results.nodes);
    return result;
}
