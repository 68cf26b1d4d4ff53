/* The first build against itself: whether the machine was quiet enough to compare. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/history.h"
#include "analysis/memory.h"

static int compare_created(const void *left, const void *right)
{
    const struct run *a = *(struct run *const *)left, *b = *(struct run *const *)right;
    return strcmp(a->row->created, b->row->created);
}

/* Launches 1 and 2, 3 and 4, … are pairs, whose first is the one half's in turn. */
static struct difference halve(const struct cell *cell, size_t pairs)
{
    struct run **runs = memory_array(cell->used_runs, sizeof *runs);
    double *left = memory_array(2 * pairs, sizeof *left), *right = left + pairs;
    memcpy(runs, cell->runs, cell->used_runs * sizeof *runs);
    qsort(runs, cell->used_runs, sizeof *runs, compare_created);
    for (size_t i = 0; i < pairs; ++i) {
        left[i] = log(runs[2 * i + i % 2]->median.value);
        right[i] = log(runs[2 * i + 1 - i % 2]->median.value);
    }
    const struct difference difference = difference_paired(left, right, pairs);
    free(runs);
    free(left);
    return difference;
}

size_t history_self_test(const struct history *history, size_t *answers)
{
    const struct cells *cells = &history->builds[0];
    struct difference *ratios = memory_array(cells->cell_count, sizeof *ratios);
    enum equivalence *found = memory_array(cells->cell_count, sizeof *found);
    size_t count = 0;
    memset(answers, 0, EQUIVALENCES * sizeof *answers);
    for (size_t i = 0; i < cells->cell_count; ++i) {
        const size_t pairs = cells->cells[i].used_runs / 2;
        if (cell_is_clean(&cells->cells[i]) && pairs >= ESTIMATE_RUNS_MIN)
            ratios[count++] = halve(&cells->cells[i], pairs);
    }
    equivalence_judge(ratios, count, HISTORY_MARGIN, found);
    for (size_t i = 0; i < count; ++i)
        ++answers[found[i]];
    free(ratios);
    free(found);
    return count;
}
