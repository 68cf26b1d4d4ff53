/* Cells of many studies that differ in one thing only: series over image size, images, … */
#include "analysis/data/series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/fields.h"
#include "analysis/data/names.h"
#include "analysis/memory.h"
#include "analysis/text.h"

const char *const series_over_names[SERIES_OVERS] = {"size", "images", "workers", "delay"};
const char *const series_over_units[SERIES_OVERS] = {"pixels an image", "images", "workers",
                                                     "s of delay"};

/* What changes with x, and so does not part two cells; in a weak study the work grows with the
 * workers. */
static const char *const moved[SERIES_OVERS] = {
    " width height pixels pixels_per_worker work_key ",
    " images pixels pixels_per_worker work_key ",
    " ranks threads nodes start deal ranks_announced ",
    " delay_s work_key ",
};
static const char moved_in_weak[] = " height images pixels work_key ";

static bool names(const char *list, const char *name)
{
    char word[64];
    snprintf(word, sizeof word, " %s ", name);
    return strstr(list, word);
}

static bool is_moved(enum series_over over, const struct field *field, const struct run_row *row)
{
    if (over != SERIES_WORKERS)
        return names(moved[over], field->name);
    if (field_is_of(field, FIELD_CURVE, row))
        return false; /* a process's threads, where the processes are what the curve varies */
    return names(moved[over], field->name) ||
           (field_study_is(row, "weak") && names(moved_in_weak, field->name));
}

/* `ways`: by how the work is done; else by what is done. */
static int compare_fields(enum series_over over, bool ways, const struct cell *a,
                          const struct cell *b)
{
    const struct run_row *left = &a->runs[0]->key, *right = &b->runs[0]->key;
    for (const struct field *field = fields; field->name; ++field) {
        const bool is_way = field->strong == FIELD_CURVE || field->strong == FIELD_CELL;
        if (is_way != ways || field->strong == FIELD_NONE || is_moved(over, field, left))
            continue;
        const int order = field_compare(field, left, right);
        if (order != 0)
            return order;
    }
    return 0;
}

static int compare_groups(enum series_over over, const struct cell *a, const struct cell *b)
{
    int order = compare_fields(over, false, a, b);
    order = order != 0 ? order : strcmp(a->runs[0]->machine, b->runs[0]->machine);
    order = order != 0 ? order : build_compare(&a->runs[0]->build, &b->runs[0]->build);
    return order != 0 || over == SERIES_WORKERS ? order : a->workers - b->workers;
}

static int compare_series(enum series_over over, const struct cell *a, const struct cell *b)
{
    const int order = compare_groups(over, a, b);
    return order != 0 ? order : compare_fields(over, true, a, b);
}

static int compare_cells(enum series_over over, const void *left, const void *right)
{
    const struct cell *a = *(const struct cell *const *)left;
    const struct cell *b = *(const struct cell *const *)right;
    const int order = compare_series(over, a, b);
    const double x = series_x(over, a), y = series_x(over, b);
    return order != 0 ? order : (x > y) - (x < y);
}

/* qsort() has no place for what the order depends on. */
#define COMPARE(name, over)                                                                        \
    static int name(const void *left, const void *right)                                           \
    {                                                                                              \
        return compare_cells(over, left, right);                                                   \
    }
COMPARE(compare_by_size, SERIES_SIZE)
COMPARE(compare_by_images, SERIES_IMAGES)
COMPARE(compare_by_workers, SERIES_WORKERS)
COMPARE(compare_by_delay, SERIES_DELAY)

double series_x(enum series_over over, const struct cell *cell)
{
    const struct run_row *row = cell->runs[0]->row;
    switch (over) {
    case SERIES_SIZE:
        return (double)row->pixels / (double)row->images;
    case SERIES_IMAGES:
        return (double)row->images;
    case SERIES_WORKERS:
        return cell->workers;
    default:
        return row->delay_s;
    }
}

/* Where an x is repeated its series closes up. */
static void add_cell(struct series_set *set, const struct cell **cell, bool first)
{
    const struct cell *last = first ? NULL : cell[-1];
    const bool new_group = first || compare_groups(set->over, last, *cell) != 0;
    if (new_group || compare_series(set->over, last, *cell) != 0) {
        const size_t group = first ? 0 : set->series[set->count - 1].group + (new_group ? 1 : 0);
        set->series[set->count++] = (struct series){.cells = cell, .group = group};
    }
    struct series *series = &set->series[set->count - 1];
    if (series->count > 0 &&
        !(series_x(set->over, *cell) > series_x(set->over, series->cells[series->count - 1])))
        ++series->repeated;
    else
        series->cells[series->count++] = *cell;
}

void series_build(struct series_set *set, const struct cells *cells, enum series_over over)
{
    static int (*const orders[SERIES_OVERS])(const void *, const void *) = {
        compare_by_size, compare_by_images, compare_by_workers, compare_by_delay};
    size_t count = 0;
    *set = (struct series_set){.all = cells, .over = over};
    set->cells = memory_array(cells->cell_count, sizeof set->cells[0]);
    set->series = memory_array(cells->cell_count, sizeof set->series[0]);
    for (size_t i = 0; i < cells->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        if (!cell_is_clean(cell) || !(series_x(over, cell) > 0) || !isfinite(series_x(over, cell)))
            continue;
        if (cell->used_count >= ESTIMATE_RUNS_MIN)
            set->cells[count++] = cell;
        else
            ++set->few_runs;
    }
    qsort(set->cells, count, sizeof set->cells[0], orders[over]);
    for (size_t i = 0; i < count; ++i)
        add_cell(set, &set->cells[i], i == 0);
}

void series_free(struct series_set *set)
{
    free(set->cells);
    free(set->series);
    *set = (struct series_set){0};
}

const char *series_name(const struct series_set *set, const struct series *series)
{
    return set->all->curves[series->cells[0]->curve].name;
}

void series_title(const struct series_set *set, const struct series *series, char *buffer,
                  size_t size)
{
    const struct run_row *row = series->cells[0]->runs[0]->row;
    char raw[512];
    snprintf(raw, sizeof raw, "%s%s%s; %s, %s, %s, by %s", row->kernel,
             row->params[0] != '\0' ? " " : "", row->params, row->study, row->mode, row->source,
             series_over_units[set->over]);
    if (set->over != SERIES_WORKERS)
        text_append(raw, sizeof raw, "; %d worker%s", series->cells[0]->workers,
                    series->cells[0]->workers == 1 ? "" : "s");
    text_plain(buffer, size, raw);
    const struct run **runs = memory_array(set->count, sizeof *runs);
    for (size_t i = 0; i < set->count; ++i)
        runs[i] = set->series[i].cells[0]->runs[0];
    names_apart(series->cells[0]->runs[0], runs, set->count, raw, sizeof raw);
    if (raw[0] != '\0')
        text_append(buffer, size, "; %s", raw);
    free(runs);
}

bool series_logs(const struct cell *cell, bool started, double *logs)
{
    struct run *const *run = cell->runs; /* in the order of their repetitions */
    for (size_t i = 0; i < cell->used_count; ++i) {
        const size_t launches = cell->repetitions[i].launches;
        double launch = 0;
        for (size_t k = 0; k < launches; ++k)
            launch += (*run++)->row->launch_s / (double)launches;
        if (started && !(launch >= 0 && isfinite(launch)))
            return false;
        logs[i] = started ? log(exp(cell->logs[i]) + launch) : cell->logs[i];
    }
    return true;
}

bool series_are_paired(const struct cell *left, const struct cell *right)
{
    return repetitions_are_same(left->repetitions, left->used_count, right->repetitions,
                                right->used_count);
}
