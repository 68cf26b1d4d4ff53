/* Speedup, efficiency and the Karp-Flatt fraction of one point against a baseline. */
#ifndef PARALLAX_NUMBERS_SCALING_H
#define PARALLAX_NUMBERS_SCALING_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/numbers/estimate.h"

/* What was measured at one number of workers. */
struct scaling_point {
    const double *logs; /* logarithms of the times of `count` >= 1 repetitions */
    size_t count;
    int workers;
};

struct scaling {
    struct interval speedup, efficiency;
    struct interval karp_flatt; /* NaN: undefined */
};

/* The same work at both points: S = T(base) / T(point), E = S p0 / p, and e where the base is one
 * worker and the point is not. The base against itself has S = E = 1 without an interval. */
struct scaling scaling_strong(const struct scaling_point *base, const struct scaling_point *point);

/* Both, from the ratio of times T(base) / T(point) and the numbers of workers. */
struct scaling scaling_of(struct interval ratio, int base_workers, int workers, bool weak);

/* Work that grows with the workers: E = T(base) / T(point), S = E p / p0, no e. */
struct scaling scaling_weak(const struct scaling_point *base, const struct scaling_point *point);

#endif
