/* Runs grouped into cells, curves and studies. */
#include "analysis/data/cells.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/fields.h"
#include "analysis/data/names.h"
#include "analysis/memory.h"

const char *const interval_names[] = {"", "within run", "across runs"};
const char *const baseline_names[] = {"none", "serial", "self", "smallest"};

bool cell_is_clean(const struct cell *cell)
{
    return cell->usable && !cell->oversubscribed && !cell->wrongly_bound && !cell->disturbed &&
           !cell->threaded;
}

bool cell_fell_back(const struct cell *cell)
{
    const struct run_row *row = cell->runs[0]->row; /* all of a cell's ran alike */
    return row->deal[0] != '\0' && row->deal_asked[0] != '\0' &&
           strcmp(row->deal, row->deal_asked) != 0;
}

/* Where two runs part: their study, curve or cell, or FIELD_NONE when one cell holds both. */
static enum field_level part_level(const struct run *a, const struct run *b, int *order)
{
    *order = fields_compare(FIELD_STUDY, &a->key, &b->key);
    *order = *order != 0 ? *order : strcmp(a->machine, b->machine);
    *order = *order != 0 ? *order : build_compare(&a->build, &b->build);
    for (enum field_level level = FIELD_STUDY; level < FIELD_NONE; ++level) {
        if (level != FIELD_STUDY)
            *order = fields_compare(level, &a->key, &b->key);
        if (level == FIELD_CELL) { /* a curve is read from few workers to many */
            const int64_t left = (int64_t)a->row->ranks * a->row->threads;
            const int64_t right = (int64_t)b->row->ranks * b->row->threads;
            *order = left != right ? (left > right) - (left < right) : *order;
        }
        if (*order != 0)
            return level;
    }
    return FIELD_NONE;
}

static bool is_flagged(const struct run *run)
{
    return run->oversubscribed || run->wrongly_bound || run->disturbed || run->threaded;
}

/* Within a cell: first the runs that are usable and well placed, then flagged, then unusable. */
static int run_rank(const struct run *run)
{
    return !run->usable ? 2 : is_flagged(run) ? 1 : 0;
}

static int compare_runs(const void *left, const void *right)
{
    const struct run *a = *(struct run *const *)left, *b = *(struct run *const *)right;
    int order;
    if (part_level(a, b, &order) != FIELD_NONE)
        return order;
    order = run_rank(a) - run_rank(b);
    order = order != 0 ? order : strcmp(a->row->created, b->row->created);
    return order != 0 ? order : strcmp(a->row->run, b->row->run);
}

static void estimate_time(struct cell *cell)
{
    if (cell->used_runs == 1) {
        cell->time = cell->runs[0]->median;
        cell->interval = isnan(cell->time.low) ? INTERVAL_NONE : INTERVAL_WITHIN;
    } else {
        cell->time = estimate_mean(cell->logs, cell->used_count);
        cell->interval = isnan(cell->time.low) ? INTERVAL_NONE : INTERVAL_ACROSS;
    }
    const struct run_row *row = cell->runs[0]->row;
    /* The work divided by the mean time: the harmonic mean of the rates, as it should be. */
    cell->image_rate = estimate_invert(cell->time, (double)row->images);
    cell->pixel_rate = estimate_invert(cell->time, (double)row->pixels);
}

static int compare_hosts(const void *left, const void *right)
{
    return strcmp((*(const struct run *const *)left)->host,
                  (*(const struct run *const *)right)->host);
}

/* Runs of one cell have equal numbers of workers at equal places: what the fixed work took tells
 * how fast the machine was. Hosts are compared by their means. */
static void compare_speeds(struct cell *cell)
{
    double fastest = NAN, slowest = NAN, host_low = NAN, host_high = NAN;
    const struct run **runs = memory_array(cell->used_runs, sizeof *runs);
    for (size_t i = 0; i < cell->used_runs; ++i) {
        runs[i] = cell->runs[i];
        fastest = fmin(fastest, runs[i]->witness);
        slowest = fmax(slowest, runs[i]->witness);
    }
    qsort(runs, cell->used_runs, sizeof *runs, compare_hosts);
    for (size_t begin = 0, end; begin < cell->used_runs; begin = end) {
        double sum = 0;
        size_t count = 0;
        for (end = begin; end < cell->used_runs && compare_hosts(&runs[begin], &runs[end]) == 0;
             ++end)
            if (!isnan(runs[end]->witness))
                sum += (++count, log(runs[end]->witness));
        if (count == 0)
            continue;
        host_low = fmin(host_low, sum / (double)count);
        host_high = fmax(host_high, sum / (double)count);
    }
    free(runs);
    cell->speed = fastest / slowest;
    cell->hosts_differ = host_high - host_low > log(1.05); /* false for NaN */
}

struct interval cells_ratio(const struct cell *a, const struct cell *b)
{
    const struct repeated left = {a->repetitions, a->logs, a->used_count};
    const struct repeated right = {b->repetitions, b->logs, b->used_count};
    return repetitions_ratio(&left, &right);
}

static void estimate_cell(struct cell *cell)
{
    const int best = run_rank(cell->runs[0]);
    cell->usable = best < 2;
    cell->cpu_share = cell->speed = NAN;
    cell->time = cell->image_rate = cell->pixel_rate = (struct interval){NAN, NAN, NAN};
    cell->speedup = cell->efficiency = cell->karp_flatt = cell->ceiling_efficiency = cell->time;
    if (!cell->usable) {
        snprintf(cell->reason, sizeof cell->reason, "%s", cell->runs[0]->reason);
        for (int stage = 0; stage < STAGE_COUNT; ++stage)
            cell->stages[stage] = NAN;
        return;
    }
    while (cell->used_runs < cell->run_count && run_rank(cell->runs[cell->used_runs]) == best) {
        struct run *run = cell->runs[cell->used_runs++];
        run->counted = true;
        cell->oversubscribed = cell->oversubscribed || run->oversubscribed;
        cell->wrongly_bound = cell->wrongly_bound || run->wrongly_bound;
        cell->disturbed = cell->disturbed || run->disturbed;
        cell->threaded = cell->threaded || run->threaded;
        cell->cpu_share = fmin(cell->cpu_share, run->quality.cpu_share);
    }
    cell->used_count = repetitions_make(cell->runs, cell->used_runs, cell->repetitions, cell->logs);
    for (int stage = 0; stage < STAGE_COUNT; ++stage) {
        for (size_t i = 0; i < cell->used_runs; ++i)
            cell->stages[stage] += cell->runs[i]->stages[stage] / (double)cell->used_runs;
    }
    compare_speeds(cell);
    estimate_time(cell);
}

static void add_run(struct cells *cells, size_t index, enum field_level level)
{
    struct run **run = &cells->runs[index];
    if (level == FIELD_STUDY)
        cells->studies[cells->study_count++] =
            (struct study){.run = *run,
                           .weak = field_study_is((*run)->row, "weak"),
                           .first = cells->curve_count,
                           .first_cell = cells->cell_count};
    struct study *study = &cells->studies[cells->study_count - 1];
    if (level <= FIELD_CURVE) {
        ++study->count;
        cells->curves[cells->curve_count++] =
            (struct curve){.study = cells->study_count - 1, .first = cells->cell_count};
    }
    struct curve *curve = &cells->curves[cells->curve_count - 1];
    if (level <= FIELD_CELL) {
        ++curve->count;
        ++study->cell_count;
        cells->cells[cells->cell_count++] =
            (struct cell){.runs = run,
                          .study = cells->study_count - 1,
                          .curve = cells->curve_count - 1,
                          .workers = (*run)->row->ranks * (*run)->row->threads,
                          .repetitions = cells->repetitions + index,
                          .logs = cells->logs + index};
    }
    ++cells->cells[cells->cell_count - 1].run_count;
}

void cells_build(struct cells *cells, const struct runs *runs)
{
    *cells = (struct cells){0};
    cells->runs = memory_array(runs->count, sizeof cells->runs[0]);
    cells->logs = memory_array(runs->count, sizeof cells->logs[0]);
    cells->repetitions = memory_array(runs->count, sizeof cells->repetitions[0]);
    cells->studies = memory_array(runs->count, sizeof cells->studies[0]);
    cells->curves = memory_array(runs->count, sizeof cells->curves[0]);
    cells->cells = memory_array(runs->count, sizeof cells->cells[0]);
    for (size_t i = 0; i < runs->count; ++i)
        cells->runs[i] = &runs->items[i];
    qsort(cells->runs, runs->count, sizeof cells->runs[0], compare_runs);
    for (size_t i = 0; i < runs->count; ++i) {
        int order;
        add_run(cells, i,
                i == 0 ? FIELD_STUDY : part_level(cells->runs[i - 1], cells->runs[i], &order));
    }
    for (size_t i = 0; i < cells->cell_count; ++i)
        estimate_cell(&cells->cells[i]);
    names_give(cells);
}

void cells_free(struct cells *cells)
{
    free(cells->studies);
    free(cells->curves);
    free(cells->cells);
    free(cells->runs);
    free(cells->logs);
    free(cells->repetitions);
    *cells = (struct cells){0};
}
