/* Two ways to do the same work, at all sizes that both were measured at. */
#include "analysis/data/comparison.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/memory.h"

struct pair {
    const struct cell *left, *right;
};

/* The cells of both at every x that both have, ascending; returns how many. */
static size_t match(enum series_over over, const struct series *left, const struct series *right,
                    struct pair *pairs)
{
    size_t count = 0;
    for (size_t i = 0, j = 0; i < left->count && j < right->count;) {
        const double x = series_x(over, left->cells[i]), y = series_x(over, right->cells[j]);
        if (x < y)
            ++i;
        else if (x > y)
            ++j;
        else
            pairs[count++] = (struct pair){left->cells[i++], right->cells[j++]};
    }
    return count;
}

static bool compare(struct crossover *crossover, enum series_over over, const struct pair *pairs,
                    size_t count, bool started)
{
    size_t runs = 0, next = 0;
    bool known = true;
    for (size_t i = 0; i < count; ++i)
        runs += pairs[i].left->used_count + pairs[i].right->used_count;
    double *logs = memory_array(runs, sizeof *logs);
    struct crossover_size *sizes = memory_array(count, sizeof *sizes);
    for (size_t i = 0; i < count; ++i) {
        const struct cell *left = pairs[i].left, *right = pairs[i].right;
        double *first = logs + next, *second = first + left->used_count;
        known = series_logs(left, started, first) && series_logs(right, started, second) && known;
        next += left->used_count + right->used_count;
        sizes[i] = (struct crossover_size){
            series_x(over, left),          first, second, left->used_count, right->used_count,
            series_are_paired(left, right)};
    }
    if (known)
        crossover_make(crossover, sizes, count);
    free(sizes);
    free(logs);
    return known;
}

void comparison_make(struct comparison *comparison, const struct series_set *set,
                     const struct series *left, const struct series *right)
{
    struct pair *pairs = memory_array(left->count, sizeof *pairs);
    const size_t count = match(set->over, left, right, pairs);
    *comparison =
        (struct comparison){.left = series_name(set, left),
                            .right = series_name(set, right),
                            .unit = series_over_units[set->over],
                            .workers = set->over == SERIES_WORKERS ? -1 : left->cells[0]->workers,
                            .start_asked = true,
                            .one_sided = left->count + right->count - 2 * count};
    series_title(set, left, comparison->title, sizeof comparison->title);
    compare(&comparison->working, set->over, pairs, count, false);
    comparison->start_known = compare(&comparison->starting, set->over, pairs, count, true);
    free(pairs);
}

void comparison_free(struct comparison *comparison)
{
    crossover_free(&comparison->working);
    if (comparison->start_known)
        crossover_free(&comparison->starting);
    *comparison = (struct comparison){0};
}

bool comparison_metg(struct metg *metg, enum series_over over, const struct series *series,
                     bool started)
{
    size_t runs = 0, next = 0;
    bool known = true, paired = true;
    for (size_t i = 0; i < series->count; ++i) {
        runs += series->cells[i]->used_count;
        paired = paired && series_are_paired(series->cells[0], series->cells[i]);
    }
    double *rates = memory_array(runs, sizeof *rates);
    struct metg_size *sizes = memory_array(series->count, sizeof *sizes);
    for (size_t i = 0; i < series->count; ++i) {
        const struct cell *cell = series->cells[i];
        const double work = log((double)cell->runs[0]->row->pixels);
        known = series_logs(cell, started, rates + next) && known;
        for (size_t j = next; j < next + cell->used_count; ++j)
            rates[j] = work - rates[j];
        sizes[i] = (struct metg_size){series_x(over, cell), rates + next, cell->used_count};
        next += cell->used_count;
    }
    if (known)
        metg_make(metg, sizes, series->count, paired);
    free(sizes);
    free(rates);
    return known;
}
