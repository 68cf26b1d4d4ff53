/* The useful time of a cell's workers, from its rows. */
#include "analysis/data/pop_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/model_kind.h"
#include "analysis/memory.h"

double pop_rows_useful(const struct worker_row *row)
{
    return row->plan_s + row->decode_s + row->kernel_s + row->hash_s + row->encode_s;
}

static int compare_workers(const void *left, const void *right)
{
    const struct worker_row *a = *(const struct worker_row *const *)left;
    const struct worker_row *b = *(const struct worker_row *const *)right;
    int order = (a->iteration > b->iteration) - (a->iteration < b->iteration);
    order = order != 0 ? order : (a->rank > b->rank) - (a->rank < b->rank);
    return order != 0 ? order : (a->thread > b->thread) - (a->thread < b->thread);
}

static int compare_nodes(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* All nodes that the cell's workers ran on, sorted; returns how many. */
static size_t find_nodes(const struct cell *cell, const char ***nodes)
{
    size_t rows = 0, count = 0, kept = 0;
    for (size_t i = 0; i < cell->used_runs; ++i)
        rows += cell->runs[i]->worker_count;
    *nodes = memory_array(rows, sizeof **nodes);
    for (size_t i = 0; i < cell->used_runs; ++i)
        for (size_t k = 0; k < cell->runs[i]->worker_count; ++k) {
            const char *node = cell->runs[i]->workers[k]->node; /* mostly one after the other */
            if (count == 0 || strcmp((*nodes)[count - 1], node) != 0)
                (*nodes)[count++] = node;
        }
    qsort(*nodes, count, sizeof **nodes, compare_nodes);
    for (size_t i = 0; i < count; ++i)
        if (kept == 0 || strcmp((*nodes)[kept - 1], (*nodes)[i]) != 0)
            (*nodes)[kept++] = (*nodes)[i];
    return kept;
}

/* Where the rank, or thread, ran in the first run; "": its row is not there. */
static const char *node_of(const struct run *run, bool ranks, int32_t number)
{
    for (size_t i = 0; i < run->worker_count; ++i)
        if ((ranks ? run->workers[i]->rank : run->workers[i]->thread) == number)
            return run->workers[i]->node;
    return "";
}

static void name_places(struct pop_rows *rows, const struct cell *cell)
{
    const struct run_row *row = cell->runs[0]->row;
    const bool ranks = row->ranks > 1;
    const size_t own = (size_t)(ranks ? row->ranks : row->threads);
    const char **nodes;
    const size_t node_count = find_nodes(cell, &nodes);
    rows->places = memory_array(own + node_count, sizeof rows->places[0]);
    for (size_t i = 0; own > 1 && i < own; ++i)
        rows->places[rows->place_count++] =
            (struct pop_place){.kind = ranks ? POP_RANKS : POP_THREADS,
                               .number = (int)i,
                               .node = node_of(cell->runs[0], ranks, (int32_t)i)};
    rows->numbered = rows->place_count;
    for (size_t i = 0; node_count > 1 && i < node_count; ++i)
        rows->places[rows->place_count++] =
            (struct pop_place){.kind = POP_NODES, .number = -1, .node = nodes[i]};
    free(nodes);
}

static void add_share(struct pop_share *share, const struct worker_row *row)
{
    share->useful_s += pop_rows_useful(row);
    share->units += (double)row->units;
    ++share->workers;
}

static void share_out(const struct pop_rows *rows, struct pop_share *shares,
                      const struct worker_row *row)
{
    const int32_t number =
        rows->numbered > 0 && rows->places[0].kind == POP_RANKS ? row->rank : row->thread;
    if (number >= 0 && (size_t)number < rows->numbered)
        add_share(&shares[number], row);
    for (size_t i = rows->numbered; i < rows->place_count; ++i)
        if (strcmp(rows->places[i].node, row->node) == 0)
            add_share(&shares[i], row);
}

/* Useful time with a CPU: what the thread's CPU time and the share that was watched allow; NaN:
 * neither is known. */
static double cpu_of(const struct worker_row *row)
{
    const double useful = pop_rows_useful(row);
    const double most = fmin(useful * row->compute_cpu_share, row->cpu_s); /* passes over NaN */
    return most > useful ? useful : most;
}

/* All workers of one iteration, sorted. */
static void add_iteration(struct pop_repetition *repetition, const struct run *run,
                          const struct worker_row *const *workers, double wall, double *useful,
                          double *outside)
{
    const size_t ranks = (size_t)run->row->ranks, threads = (size_t)run->row->threads;
    const bool apart = model_kind_of(run->row) == MODEL_THREADS;
    double values[POP_QUANTITIES], sum = 0;
    for (size_t r = 0; r < ranks; ++r) {
        outside[r] = apart ? wall : 0;
        for (size_t t = r * threads; t < (r + 1) * threads; ++t) {
            const struct worker_row *row = workers[t];
            useful[t] = pop_rows_useful(row);
            outside[r] = fmax(outside[r], useful[t] + row->read_s + row->write_s);
            sum += useful[t];
            repetition->had_cpu_s += cpu_of(row);
        }
    }
    pop_compute(useful, ranks * threads, outside, ranks, wall, values);
    if (isnan(values[POP_PE])) {
        ++repetition->idle;
        return;
    }
    for (int i = 0; i < POP_QUANTITIES; ++i)
        repetition->logs[i] += log(values[i]);
    repetition->log_useful += log(sum);
    repetition->log_wall += log(wall);
    repetition->useful_s += sum;
    ++repetition->iterations;
}

/* Samples and, here, workers are sorted by iteration. */
static void add_run(struct pop_rows *rows, struct pop_repetition *repetition,
                    struct pop_share *shares, const struct run *run)
{
    const size_t each = (size_t)run->row->ranks * (size_t)run->row->threads;
    const struct worker_row **workers = memory_array(run->worker_count, sizeof *workers);
    double *useful = memory_array(2 * each, sizeof *useful);
    memcpy(workers, run->workers, run->worker_count * sizeof *workers);
    qsort(workers, run->worker_count, sizeof *workers, compare_workers);
    for (size_t begin = 0, end, sample = 0; begin < run->worker_count; begin = end) {
        const int32_t iteration = workers[begin]->iteration;
        for (end = begin + 1; end < run->worker_count && workers[end]->iteration == iteration;)
            ++end;
        while (sample < run->sample_count && run->samples[sample]->iteration < iteration)
            ++sample;
        if (end - begin != each || sample == run->sample_count ||
            run->samples[sample]->iteration != iteration ||
            !runs_sample_counts(run->samples[sample]))
            continue;
        add_iteration(repetition, run, workers + begin, run->samples[sample]->wall_s, useful,
                      useful + each);
        for (size_t i = begin; i < end; ++i)
            share_out(rows, shares, workers[i]);
    }
    free(workers);
    free(useful);
}

void pop_rows_read(struct pop_rows *rows, const struct cell *cell)
{
    *rows = (struct pop_rows){0};
    name_places(rows, cell);
    rows->repetitions = memory_array(cell->used_count, sizeof rows->repetitions[0]);
    rows->shares = memory_array(cell->used_count * rows->place_count, sizeof rows->shares[0]);
    struct run *const *run = cell->runs; /* in the order of their repetitions */
    for (size_t i = 0; i < cell->used_count; ++i) {
        struct pop_repetition *repetition = &rows->repetitions[i];
        for (size_t k = 0; k < cell->repetitions[i].launches; ++k)
            add_run(rows, repetition, rows->shares + i * rows->place_count, *run++);
        const double iterations = (double)repetition->iterations;
        for (int q = 0; q < POP_QUANTITIES; ++q)
            repetition->logs[q] /= iterations; /* NaN where there is none */
        repetition->log_useful /= iterations;
        repetition->log_wall /= iterations;
    }
}

void pop_rows_free(struct pop_rows *rows)
{
    free(rows->repetitions);
    free(rows->shares);
    *rows = (struct pop_rows){0};
}
