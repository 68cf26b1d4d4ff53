/* Medians and their confidence intervals: used by the stop rule of a measurement and by the
 * analysis. */
#ifndef PARALLAX_COMMON_STATISTICS_H
#define PARALLAX_COMMON_STATISTICS_H

#include <stddef.h>

struct interval {
    double value, low, high; /* low, high: NaN when there is none */
};

/* Sorts values[n] in place, ascending. */
void statistics_sort(double *values, size_t n);

/* The median of values sorted ascending; NaN for n = 0. */
double statistics_median(const double *sorted, size_t n);

/* The median of sorted values with its interval by exact binomial order statistics: the narrowest
 * symmetric pair of order statistics (k-th smallest, k-th largest) whose coverage 1 - 2
 * P(Binomial(n, 1/2) < k) is at least `confidence` (0..1). None exists for n < 6 at 95 %: then low
 * and high are NaN. Any n; reentrant. Source: Hoefler & Belli, SC15. */
struct interval statistics_median_interval(const double *sorted, size_t n, double confidence);

/* The median of those of values[count] that are known, which are moved to the front and sorted, the
 * rest becomes NaN; NaN where none is. */
double statistics_median_known(double *values, size_t count);

/* The same, but the value that a quarter of them, or the least, do not exceed. */
double statistics_low_known(double *values, size_t count);

#endif
