/* Medians and their confidence intervals. */
#include "drivers/common/statistics.h"

#include <math.h>
#include <stdlib.h>

/* NaN goes last: a total order, without which qsort() promises nothing. */
static int compare_doubles(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;
    if (isnan(a) || isnan(b))
        return (isnan(a) ? 1 : 0) - (isnan(b) ? 1 : 0);
    return (a > b) - (a < b);
}

void statistics_sort(double *values, size_t n)
{
    if (n > 1)
        qsort(values, n, sizeof values[0], compare_doubles);
}

double statistics_median(const double *sorted, size_t n)
{
    if (n == 0)
        return NAN;
    const double upper = sorted[n / 2];
    /* Halves first: the sum of two large values may overflow. */
    return n % 2 == 1 ? upper : sorted[n / 2 - 1] / 2 + upper / 2;
}

/* P(Binomial(n, 1/2) = floor(n/2)) as a product of factors below 1, so that nothing overflows,
 * nothing underflows, and no log-gamma (not reentrant in POSIX) is needed. */
static double central_probability(size_t n)
{
    double probability = 1;
    for (size_t j = 1; j <= n / 2; ++j)
        probability *= ((double)j - 0.5) / (double)j;
    if (n % 2 == 1)
        probability *= (double)n / (double)(n + 1);
    return probability;
}

/* The largest k with 1 - 2 P(X < k) >= confidence for X ~ Binomial(n, 1/2), or 0 if there is none.
 * That coverage equals P(k <= X <= n - k), a sum of positive terms which grows from the centre
 * outwards; so it is exact for every n: nothing is approximated by a normal law. */
static size_t order_statistic(size_t n, double confidence)
{
    size_t k = n / 2; /* its term is the first, and for odd n its mirror image the second */
    double term = central_probability(n);
    double coverage = n % 2 == 1 ? 2 * term : term;
    while (k >= 1 && coverage < confidence) {
        term *= (double)k / (double)(n - k + 1);
        --k;
        coverage += 2 * term;
    }
    return k;
}

struct interval statistics_median_interval(const double *sorted, size_t n, double confidence)
{
    const size_t k = order_statistic(n, confidence);
    struct interval interval = {statistics_median(sorted, n), NAN, NAN};
    if (k >= 1) {
        interval.low = sorted[k - 1];
        interval.high = sorted[n - k];
    }
    return interval;
}

/* Moves what is known to the front and sorts it; returns how much that is. The rest is NaN, so that
 * nothing is there twice when it is asked again. */
static size_t sort_known(double *values, size_t count)
{
    size_t known = 0;
    for (size_t i = 0; i < count; ++i)
        if (!isnan(values[i]))
            values[known++] = values[i];
    for (size_t i = known; i < count; ++i)
        values[i] = NAN;
    statistics_sort(values, known);
    return known;
}

double statistics_median_known(double *values, size_t count)
{
    const size_t known = sort_known(values, count);
    return statistics_median(values, known);
}

double statistics_low_known(double *values, size_t count)
{
    const size_t known = sort_known(values, count);
    return known > 0 ? values[(known - 1) / 4] : NAN;
}
