/* From which size on one way of working is faster than another. */
#include "analysis/numbers/crossover.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "analysis/memory.h"
#include "analysis/numbers/holm.h"
#include "analysis/numbers/inversion.h"

const char *const crossover_answer_names[CROSSOVER_ANSWERS] = {
    "none", "one", "several", "indistinguishable", "few_sizes", "few_runs"};

static struct difference compare(const struct crossover_size *size)
{
    if (size->paired)
        return difference_paired(size->left, size->right, size->left_count);
    return difference_combine(1, difference_mean(size->left, size->left_count), -1,
                              difference_mean(size->right, size->right_count));
}

static void test_sizes(struct crossover *crossover)
{
    double *probabilities = memory_array(crossover->count, sizeof *probabilities);
    bool *rejected = memory_array(crossover->count, sizeof *rejected);
    for (size_t i = 0; i < crossover->count; ++i)
        probabilities[i] = difference_probability(crossover->points[i].ratio);
    holm_reject(probabilities, crossover->count, DIFFERENCE_ALPHA, rejected);
    for (size_t i = 0; i < crossover->count; ++i)
        crossover->points[i].differs = rejected[i];
    free(probabilities);
    free(rejected);
}

static void add_root(struct crossover *crossover, size_t first, size_t last)
{
    double *sizes = memory_array(crossover->count, sizeof *sizes);
    struct difference *values = memory_array(crossover->count, sizeof *values);
    for (size_t i = 0; i < crossover->count; ++i) {
        sizes[i] = crossover->points[i].x;
        values[i] = crossover->points[i].ratio;
    }
    const struct inversion inversion = {sizes, values, crossover->count, INVERSION_NONE, 0, false,
                                        NULL,  0};
    crossover->roots[crossover->root_count++] = inversion_root(&inversion, first, last);
    free(sizes);
    free(values);
}

static void find_roots(struct crossover *crossover)
{
    size_t last = SIZE_MAX, changes = 0;
    for (size_t i = 0; i < crossover->count; ++i) {
        if (!crossover->points[i].differs)
            continue;
        const int sign = crossover->points[i].ratio.value > 0 ? 1 : -1;
        if (last == SIZE_MAX)
            crossover->before = sign;
        else if (sign != crossover->after) {
            if (++changes <= CROSSOVER_ROOTS_MAX)
                add_root(crossover, last, i);
        }
        crossover->after = sign;
        last = i;
    }
    crossover->answer = last == SIZE_MAX ? CROSSOVER_INDISTINGUISHABLE
                        : changes == 0   ? CROSSOVER_NONE
                        : changes == 1   ? CROSSOVER_ONE
                                         : CROSSOVER_SEVERAL;
}

void crossover_make(struct crossover *crossover, const struct crossover_size *sizes, size_t count)
{
    bool few = false;
    *crossover = (struct crossover){.count = count};
    crossover->points = memory_array(count, sizeof crossover->points[0]);
    for (size_t i = 0; i < count; ++i) {
        crossover->points[i] = (struct crossover_point){sizes[i].x, compare(&sizes[i]), false};
        few = few || sizes[i].left_count < ESTIMATE_RUNS_MIN ||
              sizes[i].right_count < ESTIMATE_RUNS_MIN;
    }
    if (count < CROSSOVER_SIZES_MIN)
        crossover->answer = CROSSOVER_FEW_SIZES;
    else if (few)
        crossover->answer = CROSSOVER_FEW_RUNS;
    else {
        test_sizes(crossover);
        find_roots(crossover);
    }
}

void crossover_free(struct crossover *crossover)
{
    free(crossover->points);
    *crossover = (struct crossover){.answer = CROSSOVER_FEW_SIZES};
}
