/* Writes results files whose curves follow known laws, for the tests of fits and crossovers:
 * make_series DIRECTORY [FACTOR [REVISION]]. A run has three iterations of one time: the law's,
 * times seeded noise, and times FACTOR. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/record/rows.h"
#include "tests/results/noise.h"

enum { CPUS = 8, SAMPLES = 4, RUNS = 5 };

struct point {
    const char *kernel, *study, *model;
    int ranks, threads, width, round; /* round: -1 none */
    double seconds, launch_s;
    int images; /* 0: 16 */
    double delay_s;
};

static const char *directory;
static unsigned run_number;
static double factor = 1;
static const char *revision; /* NULL: not said */

static void end_if(int failed, const char *message)
{
    if (failed) {
        fprintf(stderr, "make_series: %s\n", message);
        exit(1);
    }
}

#define COPY(field, text) snprintf(field, sizeof field, "%s", text)

static struct run_row make_row(const struct point *point)
{
    const int workers = point->ranks * point->threads;
    struct run_row row;
    record_default(&record_tables[TABLE_RUNS], &row);
    snprintf(row.run, sizeof row.run, "%08u-%04u-4000-8000-000000000000", ++run_number,
             (unsigned)lround(1000 * factor) % 10000);
    snprintf(row.created, sizeof row.created, "2026-01-01T%02u:%02u:%02uZ", run_number / 3600 % 24,
             run_number / 60 % 60, run_number % 60);
    COPY(row.kernel, point->kernel);
    COPY(row.params, "");
    COPY(row.study, point->study);
    COPY(row.model, point->model);
    COPY(row.mode, "batch");
    COPY(row.source, "synthetic");
    COPY(row.status, "complete");
    COPY(row.checksum, "0123456789abcdef");
    COPY(row.verified, "all");
    row.ranks = point->ranks;
    row.threads = point->threads;
    row.nodes = row.warmup = row.valid = row.binding_ok = 1;
    row.round = point->round;
    row.slice = 0;
    row.width = point->width;
    row.height = 64;
    row.channels = 3;
    row.iterations = SAMPLES - 1;
    row.images = point->images > 0 ? point->images : 16;
    row.images *= strcmp(point->study, "weak") == 0 ? workers : 1;
    row.delay_s = point->delay_s;
    row.pixels = row.images * row.width * row.height;
    row.pixels_per_worker = row.pixels / workers;
    row.launch_s = point->launch_s;
    row.oversubscribed = workers > CPUS;
    row.model_threads = strcmp(point->model, "omp") == 0;
    row.model_processes = strcmp(point->model, "mpi") == 0;
    snprintf(row.work_key, sizeof row.work_key, "%016llx", (unsigned long long)row.pixels);
    return row;
}

static void write_run(const struct point *point, double seconds)
{
    char path[4096], message[512];
    const struct run_row row = make_row(point);
    snprintf(path, sizeof path, "%s/%s/%04u.h5", directory, point->kernel, run_number);
    struct record *record =
        record_create(path, "synthetic", row.run, row.created, message, sizeof message);
    end_if(!record, message);
    struct node_row node;
    record_default(&record_tables[TABLE_NODES], &node);
    node.cores = node.cpus = node.usable_cpus = CPUS;
    COPY(node.run, row.run);
    COPY(node.node, "node1");
    COPY(node.cpu_model, "Example CPU 3000 @ 2.40GHz");
    end_if(record_put_run(record, &row), record_message(record));
    end_if(record_put_nodes(record, &node, 1), record_message(record));
    struct fact_row fact = {.value = revision};
    COPY(fact.run, row.run);
    COPY(fact.name, "parallax.revision");
    end_if(revision && record_put_facts(record, &fact, 1), record_message(record));
    for (int i = 0; i < SAMPLES; ++i) {
        struct sample_row sample;
        record_default(&record_tables[TABLE_SAMPLES], &sample);
        sample.iteration = i;
        sample.warmup = i == 0;
        sample.valid = 1;
        sample.units_done = row.images;
        sample.wall_s = i == 0 ? 10 * seconds : seconds;
        COPY(sample.run, row.run);
        COPY(sample.checksum, row.checksum);
        end_if(record_add_samples(record, &sample, 1), record_message(record));
    }
    end_if(record_close(record, row.status, message, sizeof message), message);
}

/* `runs` runs, one of each in a round if `level` > 0, which is what a round varies by. */
static void write_cell(struct point point, int runs, double noise, double level)
{
    for (int run = 0; run < runs; ++run) {
        static const double levels[RUNS] = {1, -1, 0.5, -1.5, 1};
        point.round = level > 0 ? run : -1;
        write_run(&point, factor * point.seconds * exp(noise * next_noise() + level * levels[run]));
    }
}

static double amdahl(double p)
{
    return 2 * (0.05 + 0.95 / p);
}

static double usl(double p) /* fastest at sqrt(0.95 / 0.02) = 6.9 */
{
    return 2 * (1 + 0.05 * (p - 1) + 0.02 * p * (p - 1)) / p;
}

static double kink(double p) /* no gain beyond four */
{
    return 2 / fmin(p, 4);
}

static double gustafson(double p)
{
    return 2 * p / (p - 0.1 * (p - 1));
}

static void write_curve(const char *kernel, const char *study, const char *model,
                        double (*law)(double), const int *workers, double level)
{
    for (; *workers > 0; ++workers) {
        const int is_mpi = strcmp(model, "mpi") == 0;
        write_cell((struct point){kernel, study, model, is_mpi ? *workers : 1,
                                  is_mpi ? 1 : *workers, 64, -1, law(*workers), 0.01, 0, 0},
                   RUNS, 0.01, level);
    }
}

/* Threads need less to begin with, processes less for each pixel: the same at 256 pixels of width;
 * an mpirun takes a second, so that with start-up threads always win. */
static void write_sizes(void)
{
    for (int width = 32; width <= 2048; width *= 2) {
        const double x = width / 256.0;
        write_cell((struct point){"histogram", "strong", "omp", 1, 2, width, -1, 0.01 + 0.1 * x,
                                  0.01, 0, 0},
                   RUNS, 0.01, 0);
        write_cell(
            (struct point){"histogram", "strong", "mpi", 2, 1, width, -1, 0.06 + 0.05 * x, 1, 0, 0},
            RUNS, 0.01, 0);
    }
}

/* Processes gain from 10 images on, and lose from a delay of 50 ms on. */
static void write_counts_and_delays(void)
{
    for (int n = 1; n <= 128; n *= 2) {
        const double delay = 0.002 * n;
        for (int mpi = 0; mpi <= 1; ++mpi) {
            struct point point = {"sobel",
                                  "strong",
                                  mpi ? "mpi" : "omp",
                                  1 + mpi,
                                  2 - mpi,
                                  64,
                                  -1,
                                  mpi ? 0.02 + 0.008 * n : 0.01 * n,
                                  0.01,
                                  n,
                                  0};
            write_cell(point, RUNS, 0.01, 0);
            point.kernel = "transpose";
            point.images = 16;
            point.delay_s = delay;
            point.seconds = mpi ? 0.1 + 2 * delay : 0.15 + delay;
            write_cell(point, RUNS, 0.01, 0);
        }
    }
}

/* A probe that is made up: what it takes to hand over messages of 64 bytes to 16 KiB to a process,
 * and to a thread. Both take 3 us at 1000 bytes. */
static void write_messages(void)
{
    for (int run = 0; run < RUNS; ++run) {
        char path[4096], message[512];
        struct run_row row =
            make_row(&(struct point){"messages", "single", "mpi", 2, 1, 64, -1, 1, NAN, 0, 0});
        struct point_row points[18];
        size_t count = 0;
        COPY(row.mode, "probe");
        snprintf(path, sizeof path, "%s/probes/%04u.h5", directory, run_number);
        struct record *record =
            record_create(path, "synthetic", row.run, row.created, message, sizeof message);
        end_if(!record, message);
        for (double bytes = 64; bytes <= 16384; bytes *= 2)
            for (int thread = 0; thread <= 1; ++thread) {
                struct point_row *point = &points[count++];
                record_default(&record_tables[TABLE_POINTS], point);
                COPY(point->run, row.run);
                COPY(point->variant, thread ? "thread" : "process");
                COPY(point->unit, "byte");
                point->x = bytes;
                point->seconds = (thread ? 0.5e-6 + 2.5e-9 * bytes : 2e-6 + 1e-9 * bytes) *
                                 exp(0.01 * next_noise());
            }
        end_if(record_put_run(record, &row), record_message(record));
        end_if(record_add_points(record, points, count), record_message(record));
        end_if(record_close(record, row.status, message, sizeof message), message);
    }
}

int main(int argc, char **argv)
{
    end_if(argc < 2 || argc > 4, "usage: make_series DIRECTORY [FACTOR [REVISION]]");
    directory = argv[1];
    factor = argc > 2 ? strtod(argv[2], NULL) : 1;
    revision = argc > 3 ? argv[3] : NULL;
    write_curve("resize", "strong", "omp", amdahl, (const int[]){1, 2, 3, 4, 6, 8, 16, 0}, 0);
    write_curve("resize", "strong", "mpi", amdahl, (const int[]){1, 2, 4, 0}, 0);
    write_cell((struct point){"resize", "strong", "mpi", 6, 1, 64, -1, amdahl(6), 0.01, 0, 0}, 2,
               0.01, 0);
    write_curve("blur", "strong", "omp", usl, (const int[]){1, 2, 3, 4, 5, 6, 7, 8, 0}, 0.05);
    write_curve("blur", "strong", "mpi", kink, (const int[]){1, 2, 3, 4, 6, 8, 0}, 0);
    write_curve("median", "weak", "omp", gustafson, (const int[]){1, 2, 4, 6, 8, 0}, 0);
    write_sizes();
    write_messages();
    write_counts_and_delays();
    return 0;
}
