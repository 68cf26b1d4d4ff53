/* Writes results files with known numbers for the tests of the analysis: make_results DIRECTORY.
 * Times follow Amdahl's law (strong) or a slow logarithm (weak), with seeded noise. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/record/rows.h"
#include "tests/results/noise.h"
#include "tests/results/scenarios.h"

enum { ITERATIONS = 12, WORKERS_MAX = 64, CPUS = 8 };

static double true_time(const struct scenario *scenario)
{
    const double p = (double)scenario->ranks * scenario->threads;
    if (strcmp(scenario->study, "weak") == 0)
        return scenario->factor * (1 + 0.03 * log2(p));
    return scenario->factor * (0.05 + 0.95 / p);
}

#define COPY(field, text) snprintf(field, sizeof field, "%s", text)

static void make_texts(struct run_row *row, const struct scenario *scenario, unsigned number)
{
    snprintf(row->run, sizeof row->run, "%08u-0000-4000-8000-000000000000", number % 10000);
    COPY(row->created, "2026-01-01T00:00:00Z");
    COPY(row->kernel, scenario->kernel);
    COPY(row->params, scenario->params);
    COPY(row->study, scenario->study);
    COPY(row->model, scenario->model);
    COPY(row->variant, "c");
    COPY(row->simd, "auto");
    COPY(row->schedule, "dynamic");
    COPY(row->deal_asked, row->ranks > 1 ? "counter" : "none");
    COPY(row->deal, row->ranks == 4 && row->threads == 1 ? "served" : row->deal_asked);
    COPY(row->distribute, "none");
    COPY(row->sharing, "private");
    COPY(row->granularity, "image");
    COPY(row->transfer, "none");
    COPY(row->start, row->ranks > 1 ? "mpirun" : "direct");
    COPY(row->mode, "batch");
    COPY(row->sink, "hash");
    COPY(row->source, "synthetic");
    COPY(row->cache, "warm");
    COPY(row->verified, "sample");
    COPY(row->stopped_by, "ci");
    COPY(row->label, scenario->label ? scenario->label : "");
    COPY(row->status, scenario->status ? scenario->status : "complete");
    COPY(row->checksum, scenario->checksum ? scenario->checksum : "0123456789abcdef");
    uint64_t key = (uint64_t)row->images;
    for (const char *c = scenario->params; *c != '\0'; ++c) {
        key = key * 31 + (unsigned char)*c;
    }
    snprintf(row->work_key, sizeof row->work_key, "%016llx", (unsigned long long)key);
}

static int8_t is_one_of(const char *model, const char *first, const char *second)
{
    return strcmp(model, first) == 0 || strcmp(model, second) == 0;
}

static struct run_row make_run(const struct scenario *scenario, unsigned number, int run)
{
    struct run_row row;
    record_default(&record_tables[TABLE_RUNS], &row);
    row.ranks = scenario->ranks;
    row.threads = scenario->threads;
    row.nodes = row.warmup = row.in_flight = row.valid = 1;
    row.seed = 1;
    row.width = 4000;
    row.height = 3000;
    row.channels = 3;
    row.iterations = ITERATIONS;
    row.median_s = 1;
    row.timer_cost_s = 45e-9;
    row.model_threads = is_one_of(scenario->model, "omp", "hybrid");
    row.model_apart = is_one_of(scenario->model, "copies", "");
    row.model_processes = is_one_of(scenario->model, "mpi", "hybrid") || row.model_apart;
    const int workers = row.ranks * row.threads;
    const int weak = strcmp(scenario->study, "weak") == 0;
    row.images = weak ? 16 * workers : 16;
    row.pixels = row.images * row.width * row.height;
    row.pixels_per_worker = row.pixels / workers;
    row.oversubscribed = workers > CPUS;
    row.binding_ok = scenario->wrongly_bound ? 0 : 1;
    if (scenario->slices > 0) {
        row.round = run;
        row.slice = run % scenario->slices;
    }
    make_texts(&row, scenario, number);
    return row;
}

static void fill_workers(const struct run_row *row, const struct sample_row *sample, double share,
                         struct worker_row *workers)
{
    for (int i = 0; i < row->ranks * row->threads; ++i) {
        struct worker_row *worker = &workers[i];
        record_default(&record_tables[TABLE_WORKERS], worker);
        worker->iteration = sample->iteration;
        worker->rank = i / row->threads;
        worker->thread = i % row->threads;
        worker->cpu = i % CPUS;
        worker->mask_cpus = worker->numa_local = 1;
        worker->units = 1;
        COPY(worker->run, row->run);
        COPY(worker->node, "node1");
        worker->plan_s = 0.001 * sample->wall_s;
        worker->kernel_s = (0.9 - 0.02 * i) * sample->wall_s;
        worker->hash_s = 0.02 * sample->wall_s;
        worker->read_s = worker->decode_s = worker->encode_s = worker->write_s = 0;
        worker->comm_s = row->ranks > 1 ? 0.03 * sample->wall_s : 0;
        worker->wait_s = 0.015 * i * sample->wall_s;
        worker->cpu_s = worker->kernel_s;
        if (share > 0) {
            worker->compute_cpu_share = i == 0 ? share : 0.995;
            worker->blocked_s = 0;
            worker->probe_stream_s = 0.001 * (1 + 0.001 * (sample->wall_s > 1));
        }
        worker->rss_bytes = 1 << 24;
    }
}

static void end_if(int failed, const char *message)
{
    if (failed) {
        fprintf(stderr, "make_results: %s\n", message);
        exit(1);
    }
}

static void add_iterations(struct record *record, const struct scenario *scenario,
                           const struct run_row *row, double run_factor)
{
    static struct worker_row workers[WORKERS_MAX];
    for (int i = 0; i <= ITERATIONS; ++i) {
        struct sample_row sample;
        record_default(&record_tables[TABLE_SAMPLES], &sample);
        sample.iteration = i;
        sample.warmup = i == 0;
        sample.valid = 1;
        sample.units_done = row->images - scenario->failed;
        sample.units_failed = scenario->failed;
        sample.wall_s = true_time(scenario) * run_factor * exp(0.01 * next_noise());
        if (i == 0 || i <= scenario->invalid_iterations) {
            sample.wall_s *= 10; /* counting one of these cannot go unnoticed */
            sample.valid = (int8_t)(i == 0);
        }
        COPY(sample.run, row->run);
        COPY(sample.checksum, row->checksum);
        fill_workers(row, &sample, scenario->share, workers);
        end_if(record_add_samples(record, &sample, 1), record_message(record));
        end_if(record_add_workers(record, workers, (size_t)(row->ranks * row->threads)),
               record_message(record));
    }
}

static void write_run(const char *directory, const struct scenario *scenario, unsigned number,
                      int run)
{
    char path[4096], message[512];
    const struct run_row row = make_run(scenario, number, run);
    snprintf(path, sizeof path, "%s/%s/%04u.h5", directory, scenario->kernel, number);
    struct record *record =
        record_create(path, "synthetic", row.run, row.created, message, sizeof message);
    end_if(!record, message);
    struct node_row node;
    record_default(&record_tables[TABLE_NODES], &node);
    node.sockets = node.smt = node.numa_nodes = 1;
    node.cores = node.cpus = node.usable_cpus = CPUS;
    node.ranks = row.ranks;
    node.load = 0.1;
    node.memory_bytes = 1LL << 34;
    COPY(node.run, row.run);
    COPY(node.node, "node1");
    COPY(node.cpu_model, "Example CPU 3000 @ 2.40GHz");
    struct fact_row fact = {.value = "make_results"};
    COPY(fact.run, row.run);
    COPY(fact.name, "argv");
    end_if(record_put_run(record, &row), record_message(record));
    end_if(record_put_nodes(record, &node, 1), record_message(record));
    end_if(record_put_facts(record, &fact, 1), record_message(record));
    add_iterations(record, scenario, &row, exp(0.01 * next_noise()));
    end_if(record_close(record, row.status, message, sizeof message), message);
}

int main(int argc, char **argv)
{
    end_if(argc != 2, "usage: make_results DIRECTORY");
    unsigned number = 0;
    for (size_t i = 0; i < sizeof scenarios / sizeof scenarios[0]; ++i) {
        for (int run = 0; run < scenarios[i].runs; ++run)
            write_run(argv[1], &scenarios[i], ++number, run);
    }
    return 0;
}
