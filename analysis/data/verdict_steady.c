/* Whether the machine kept its speed while a study was measured, by the witnesses of its runs.
 *
 * One witness is half a millisecond of work on memory, which others of a shared host may delay by a
 * half, though a kernel's iterations next to it take what they always do. So not the extremes of
 * single runs count: each is divided by the median of its cell, whose runs have equal workers at
 * equal places; of all cells of a repetition, which were measured in turn, the median is taken; and
 * the slowest repetition differs from the fastest where chance makes no such difference. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/verdict_facts.h"
#include "analysis/memory.h"
#include "drivers/common/statistics.h"

/* A median of n normal values has so many times the standard error of their mean; a standard
 * deviation is so many median deviations. Of 5 to 10 repetitions that are alike the extremes differ
 * by so many standard errors in one of 20 studies. */
static const double of_median = 1.2533, of_deviation = 1.4826, by_chance = 3;

struct told_speed {
    const struct repetition *repetition;
    double log; /* seconds of the witness, over those that its cell has */
};

static int compare_told(const void *left, const void *right)
{
    const struct repetition *a = ((const struct told_speed *)left)->repetition;
    const struct repetition *b = ((const struct told_speed *)right)->repetition;
    int order = strcmp(a->job, b->job);
    order = order != 0 ? order : (a->turn > b->turn) - (a->turn < b->turn);
    return order != 0 ? order : (a->round > b->round) - (a->round < b->round);
}

/* Appends the cell's; `values` has room for its runs. Returns how many there are then. */
static size_t hear_cell(const struct cell *cell, struct told_speed *told, size_t count,
                        double *values)
{
    for (size_t i = 0; i < cell->used_runs; ++i)
        values[i] = log(cell->runs[i]->witness);
    const double usual = statistics_median_known(values, cell->used_runs);
    size_t run = 0;
    for (size_t i = 0; i < cell->used_count; ++i)
        for (const size_t end = run + cell->repetitions[i].launches; run < end; ++run)
            if (!isnan(cell->runs[run]->witness))
                told[count++] = (struct told_speed){&cell->repetitions[i],
                                                    log(cell->runs[run]->witness) - usual};
    return count;
}

/* Of told[count], in their order, and how much they differ from the median of their repetition. */
static double compare_repetitions(const struct told_speed *told, size_t count, double *values,
                                  double *away)
{
    double low = INFINITY, high = -INFINITY, low_count = 1, high_count = 1;
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && compare_told(&told[begin], &told[end]) == 0; ++end)
            values[end - begin] = told[end].log;
        const double middle = statistics_median_known(values, end - begin);
        for (size_t i = begin; i < end; ++i)
            away[i] = fabs(told[i].log - middle);
        if (middle < low)
            low = middle, low_count = (double)(end - begin);
        if (middle > high)
            high = middle, high_count = (double)(end - begin);
    }
    const double deviation = of_deviation * statistics_median_known(away, count);
    const double error = of_median * deviation * sqrt(1 / low_count + 1 / high_count);
    return high - low > by_chance * error ? exp(low - high) : 1;
}

double verdict_find_speed(const struct cells *cells, const struct study *study)
{
    double speed = NAN;
    size_t room = 0, count = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        room += cells->cells[i].used_runs;
    struct told_speed *told = memory_array(room, sizeof *told);
    double *values = memory_array(room, sizeof *values), *away = memory_array(room, sizeof *away);
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        if (!cell_is_clean(cell))
            continue;
        if (cell->repetitions[0].round >= 0)
            count = hear_cell(cell, told, count, values);
        else
            speed = fmin(speed, cell->speed); /* measured whenever: nothing to compare it with */
    }
    qsort(told, count, sizeof *told, compare_told);
    if (count > 0)
        speed = fmin(speed, compare_repetitions(told, count, values, away));
    free(told);
    free(values);
    free(away);
    return speed;
}
