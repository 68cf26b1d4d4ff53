/* From which size on one way of working is faster than another. */
#ifndef PARALLAX_NUMBERS_CROSSOVER_H
#define PARALLAX_NUMBERS_CROSSOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/numbers/difference.h"

enum { CROSSOVER_SIZES_MIN = 5, CROSSOVER_ROOTS_MAX = 8 };

enum crossover_answer {
    CROSSOVER_NONE, /* one is faster wherever they differ */
    CROSSOVER_ONE,
    CROSSOVER_SEVERAL,
    CROSSOVER_INDISTINGUISHABLE, /* they differ nowhere */
    CROSSOVER_FEW_SIZES,         /* refused: fewer than CROSSOVER_SIZES_MIN */
    CROSSOVER_FEW_RUNS,          /* refused: a size of fewer than ESTIMATE_RUNS_MIN runs */
    CROSSOVER_ANSWERS
};
extern const char *const crossover_answer_names[CROSSOVER_ANSWERS]; /* for programs */

/* One size: the logarithms of the times of both. */
struct crossover_size {
    double x; /* > 0 */
    const double *left, *right;
    size_t left_count, right_count;
    bool paired; /* left[i] and right[i] are of one repetition */
};

/* What was found at one size. */
struct crossover_point {
    double x;
    struct difference ratio; /* ln T(left) / T(right) */
    bool differs;            /* from 0, by Holm over all sizes */
};

struct crossover {
    enum crossover_answer answer;
    struct crossover_point *points; /* of `count` sizes */
    size_t count;
    struct interval roots[CROSSOVER_ROOTS_MAX]; /* x with its set; further ones are not told */
    size_t root_count;
    int before, after; /* < 0: left is faster at the smallest, largest size where they differ */
};

/* Compares at all sizes, which are ascending and different. A crossover is claimed between two
 * sizes only where the ratio differs from 1 at both of them, in different directions. To be freed
 * in any case. Any thread. */
void crossover_make(struct crossover *crossover, const struct crossover_size *sizes, size_t count);
void crossover_free(struct crossover *crossover);

#endif
