/* Roots of a measured curve, by inversion of the test that it is 0. */
#ifndef PARALLAX_NUMBERS_INVERSION_H
#define PARALLAX_NUMBERS_INVERSION_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/numbers/difference.h"

#define INVERSION_NONE ((size_t)-1)

/* Values at sizes x > 0, ascending, independent of each other, or, with `logs`, the means of what
 * was measured in the same repetitions: logs[point][repetition], >= 2 of them. Between two sizes
 * the curve is a line over ln x, or, if `curved`, a cubic through two neighbours on either side (as
 * far as there are any). What is asked for are the roots of value + offset - value of `reference`,
 * which is one of the points or INVERSION_NONE. */
struct inversion {
    const double *sizes;
    const struct difference *values;
    size_t count;
    size_t reference;
    double offset;
    bool curved;
    const double *const *logs; /* NULL: independent */
    size_t repetitions;
};

/* At exp((1 - w) ln x[i] + w ln x[i + 1]), 0 <= w <= 1; i = count - 1: w = 0. */
struct difference inversion_at(const struct inversion *inversion, size_t i, double w);

/* x and the ends of the set of all x between points first < last whose interval holds 0, whichever
 * way the curve goes between the sizes: nobody measured that, and where it bends a line alone is
 * off by more than the noise. The curve must differ from 0 at both points, with different signs. x
 * is the line's; of several roots the geometric mean of the outermost. */
struct interval inversion_root(const struct inversion *inversion, size_t first, size_t last);

#endif
