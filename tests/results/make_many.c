/* Writes many runs of 13 series, for the limits of table and report:
 * make_many DIRECTORY FILES RUNS-OF-A-FILE. Runs come in rounds, each of which has every cell once.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/record/rows.h"
#include "tests/results/noise.h"

enum { ITERATIONS = 7, WORKERS_MAX = 16, POINTS = 5, FACTS = 5 };

#define COPY(field, text) snprintf(field, sizeof field, "%s", text)

/* One way to do the work; its times are law(p) = 0.1 s (f + (1 - f) / p). */
static const struct series {
    const char *model, *schedule;
    int processes, threads; /* 0: one */
    double fraction;
} series[] = {
    {"serial", "dynamic", 0, 0, 0},    {"omp", "block", 0, 1, 0.06},
    {"omp", "cyclic", 0, 1, 0.045},    {"omp", "dynamic", 0, 1, 0.02},
    {"omp", "guided", 0, 1, 0.03},     {"mpi", "block", 1, 0, 0.09},
    {"mpi", "cyclic", 1, 0, 0.07},     {"mpi", "dynamic", 1, 0, 0.05},
    {"mpi", "guided", 1, 0, 0.055},    {"hybrid", "block", 1, 2, 0.1},
    {"hybrid", "dynamic", 1, 2, 0.06}, {"hybrid", "dynamic", 1, 4, 0.04},
    {"copies", "cyclic", 2, 0, 0.01},
};

enum { SERIES = sizeof series / sizeof series[0], CELLS = SERIES * POINTS };

static void end_if(int failed, const char *message)
{
    if (failed) {
        fprintf(stderr, "make_many: %s\n", message);
        exit(1);
    }
}

/* The run of number `number`; false: the series has no such point. */
static int make_row(struct run_row *row, long number)
{
    const struct series *way = &series[number % CELLS / POINTS];
    const int workers = 1 << number % POINTS, threads = way->threads > 1 ? way->threads : 1;
    record_default(&record_tables[TABLE_RUNS], row);
    if ((way->processes == 0 && way->threads == 0 && workers > 1) || workers < threads)
        return 0;
    const unsigned second = (unsigned)number;
    snprintf(row->run, sizeof row->run, "%08x-0000-4000-8000-000000000000", second);
    snprintf(row->created, sizeof row->created, "2026-01-%02uT%02u:%02u:%02uZ",
             1 + second / 86400 % 28, second / 3600 % 24, second / 60 % 60, second % 60);
    row->threads = way->threads == 1 ? workers : threads;
    row->ranks = workers / row->threads;
    row->round = (int32_t)(number / CELLS);
    row->slice = row->round % 3;
    row->nodes = row->warmup = row->valid = row->binding_ok = 1;
    row->images = 16;
    row->width = 1920;
    row->height = 1280;
    row->channels = 3;
    row->pixels = row->images * row->width * row->height;
    row->pixels_per_worker = row->pixels / workers;
    row->iterations = ITERATIONS - 1;
    row->model_processes = way->processes > 0;
    row->model_threads = way->threads > 0;
    row->model_apart = way->processes == 2;
    COPY(row->kernel, "resize");
    COPY(row->params, "size=852x567 filter=lanczos3");
    COPY(row->study, "strong");
    COPY(row->mode, "batch");
    COPY(row->model, way->model);
    COPY(row->schedule, way->schedule);
    COPY(row->source, "synthetic");
    COPY(row->sink, "hash");
    COPY(row->status, "complete");
    COPY(row->checksum, "0123456789abcdef");
    COPY(row->work_key, "fedcba9876543210");
    COPY(row->verified, "sample");
    return 1;
}

static void add_workers(struct record *record, const struct run_row *row,
                        const struct sample_row *sample)
{
    static struct worker_row workers[WORKERS_MAX];
    const int count = row->ranks * row->threads;
    for (int i = 0; i < count; ++i) {
        struct worker_row *worker = &workers[i];
        record_default(&record_tables[TABLE_WORKERS], worker);
        COPY(worker->run, row->run);
        COPY(worker->node, "node1");
        worker->iteration = sample->iteration;
        worker->rank = i / row->threads;
        worker->thread = i % row->threads;
        worker->units = 1;
        worker->kernel_s = (0.94 - 0.006 * (i * 7 % count)) * sample->wall_s;
        worker->comm_s = row->ranks > 1 ? 0.02 * sample->wall_s : 0;
        worker->wait_s = 0.03 * sample->wall_s;
        worker->first_unit_s = 0.01 * sample->wall_s;
        worker->probe_stream_s = 0.001 * (1 + 0.01 * fabs(next_noise()));
        worker->plan_s = worker->read_s = worker->decode_s = worker->hash_s = worker->encode_s =
            worker->write_s = worker->blocked_s = 0;
    }
    end_if(record_add_workers(record, workers, (size_t)count), record_message(record));
}

static void add_iterations(struct record *record, const struct run_row *row, long number)
{
    const double f = series[number % CELLS / POINTS].fraction, p = row->ranks * row->threads;
    const double level = exp(0.015 * next_noise());
    for (int i = 0; i < ITERATIONS; ++i) {
        struct sample_row sample;
        record_default(&record_tables[TABLE_SAMPLES], &sample);
        COPY(sample.run, row->run);
        COPY(sample.checksum, row->checksum);
        sample.iteration = i;
        sample.warmup = i == 0;
        sample.valid = 1;
        sample.units_done = row->images;
        sample.wall_s = 0.1 * (f + (1 - f) / p) * level * exp(0.01 * next_noise());
        end_if(record_add_samples(record, &sample, 1), record_message(record));
        add_workers(record, row, &sample);
    }
}

/* Facts and nodes of a run, as a program writes them. */
static void fill_facts(struct fact_row *facts, struct node_row *node, const struct run_row *row)
{
    static const char *const texts[][2] = {{"argv", "make_many"},
                                           {"compiler", "GCC 12.2.0"},
                                           {"compiler.flags", "-O3"},
                                           {"parallax.revision", "0123456"},
                                           {"runtime", "Open MPI v4.1.4"}};
    for (size_t i = 0; i < FACTS; ++i) {
        facts[i] = (struct fact_row){.value = texts[i][1]};
        COPY(facts[i].run, row->run);
        COPY(facts[i].name, texts[i][0]);
    }
    record_default(&record_tables[TABLE_NODES], node);
    node->cores = node->cpus = node->usable_cpus = WORKERS_MAX;
    node->sockets = node->smt = node->numa_nodes = 1;
    node->ranks = row->ranks;
    COPY(node->run, row->run);
    COPY(node->node, "node1");
    COPY(node->cpu_model, "Example CPU 3000 @ 2.40GHz");
}

static void write_runs(const char *path, const struct run_row *rows, size_t count)
{
    char message[512];
    struct fact_row *facts = calloc(count * FACTS, sizeof *facts);
    struct node_row *nodes = calloc(count, sizeof *nodes);
    end_if(!facts || !nodes, "out of memory");
    struct record *record =
        record_create(path, "synthetic", rows[0].run, rows[0].created, message, sizeof message);
    end_if(!record, message);
    end_if(record_put_runs(record, rows, count), record_message(record));
    for (size_t i = 0; i < count; ++i) {
        fill_facts(&facts[FACTS * i], &nodes[i], &rows[i]);
        add_iterations(record, &rows[i], strtol(rows[i].run, NULL, 16));
    }
    end_if(record_put_nodes(record, nodes, count), record_message(record));
    end_if(record_put_facts(record, facts, FACTS * count), record_message(record));
    end_if(record_close(record, "complete", message, sizeof message), message);
    free(facts);
    free(nodes);
}

int main(int argc, char **argv)
{
    end_if(argc != 4, "usage: make_many DIRECTORY FILES RUNS-OF-A-FILE");
    const long files = strtol(argv[2], NULL, 10), runs = strtol(argv[3], NULL, 10);
    end_if(files < 1 || runs < 1, "there must be files, and runs in each");
    struct run_row *rows = calloc((size_t)runs, sizeof *rows);
    end_if(!rows, "out of memory");
    long number = 0;
    for (long file = 0; file < files; ++file) {
        char path[4096];
        long made = 0;
        while (made < runs)
            made += make_row(&rows[made], number++);
        snprintf(path, sizeof path, "%s/%05ld.h5", argv[1], file);
        write_runs(path, rows, (size_t)made);
    }
    free(rows);
    return 0;
}
