/* Means of logarithms and their differences, with variance and degrees of freedom. */
#include "analysis/numbers/difference.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

struct difference difference_mean(const double *logs, size_t n)
{
    const double mean = gsl_stats_mean(logs, 1, n);
    const double variance = n < 2 ? NAN : gsl_stats_variance_m(logs, 1, n, mean);
    return (struct difference){mean, variance / (double)n, (double)n - 1};
}

struct difference difference_combine(double a, struct difference left, double b,
                                     struct difference right)
{
    const double first = a * a * left.variance, second = b * b * right.variance;
    const double sum = first + second;
    const double weight = first * first / left.degrees + second * second / right.degrees;
    return (struct difference){a * left.value + b * right.value, sum,
                               weight > 0 ? sum * sum / weight : left.degrees + right.degrees};
}

struct difference difference_paired(const double *left, const double *right, size_t n)
{
    double mean = 0, square = 0;
    for (size_t i = 0; i < n; ++i)
        mean += (left[i] - right[i]) / (double)n;
    for (size_t i = 0; i < n; ++i)
        square += pow(left[i] - right[i] - mean, 2);
    const double degrees = (double)n - 1;
    return (struct difference){mean, n < 2 ? NAN : square / degrees / (double)n, degrees};
}

double difference_half_width(struct difference difference, double alpha)
{
    if (!(difference.variance > 0))
        return isnan(difference.variance) ? NAN : 0;
    return gsl_cdf_tdist_Pinv(1 - alpha / 2, difference.degrees) * sqrt(difference.variance);
}

double difference_probability(struct difference difference)
{
    if (isnan(difference.variance))
        return 1;
    if (!(difference.variance > 0))
        return fabs(difference.value) > 0 ? 0 : 1;
    const double t = fabs(difference.value) / sqrt(difference.variance);
    return 2 * gsl_cdf_tdist_Q(t, difference.degrees);
}

struct interval difference_ratio(struct difference difference)
{
    const double half = difference_half_width(difference, DIFFERENCE_ALPHA);
    return (struct interval){exp(difference.value), exp(difference.value - half),
                             exp(difference.value + half)};
}
