/* Estimates with 95 % confidence intervals, from run medians and between two sets of them. */
#include "analysis/numbers/estimate.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

static double student_quantile(double degrees)
{
    return gsl_cdf_tdist_Pinv((1 + ESTIMATE_CONFIDENCE) / 2, degrees);
}

static struct interval interval_of_log(double centre, double half_width)
{
    return (struct interval){exp(centre), exp(centre - half_width), exp(centre + half_width)};
}

struct interval estimate_mean(const double *logs, size_t n)
{
    const double mean = gsl_stats_mean(logs, 1, n);
    if (n < ESTIMATE_RUNS_MIN)
        return interval_of_log(mean, NAN);
    const double error = gsl_stats_sd_m(logs, 1, n, mean) / sqrt((double)n);
    return interval_of_log(mean, student_quantile((double)n - 1) * error);
}

struct interval estimate_ratio(const double *a, size_t a_count, const double *b, size_t b_count)
{
    if (a_count == 0 || b_count == 0)
        return (struct interval){NAN, NAN, NAN};
    const double difference = gsl_stats_mean(a, 1, a_count) - gsl_stats_mean(b, 1, b_count);
    if (a_count < ESTIMATE_RUNS_MIN || b_count < ESTIMATE_RUNS_MIN)
        return interval_of_log(difference, NAN);
    const double a_square = gsl_stats_variance(a, 1, a_count) / (double)a_count;
    const double b_square = gsl_stats_variance(b, 1, b_count) / (double)b_count;
    const double square = a_square + b_square;
    if (!(square > 0)) { /* no spread at all: Welch-Satterthwaite would divide 0 by 0 */
        return interval_of_log(difference, 0);
    }
    const double degrees =
        square * square /
        (a_square * a_square / ((double)a_count - 1) + b_square * b_square / ((double)b_count - 1));
    return interval_of_log(difference, student_quantile(degrees) * sqrt(square));
}

struct interval estimate_paired(const double *a, const double *b, size_t n)
{
    const double mean = gsl_stats_mean(a, 1, n) - gsl_stats_mean(b, 1, n);
    double square = 0;
    if (n < ESTIMATE_RUNS_MIN)
        return interval_of_log(mean, NAN);
    for (size_t i = 0; i < n; ++i)
        square += (a[i] - b[i] - mean) * (a[i] - b[i] - mean);
    return interval_of_log(mean, student_quantile((double)n - 1) *
                                     sqrt(square / ((double)n - 1) / (double)n));
}

struct interval estimate_scale(struct interval interval, double factor)
{
    return (struct interval){interval.value * factor, interval.low * factor,
                             interval.high * factor};
}

struct interval estimate_invert(struct interval interval, double factor)
{
    return (struct interval){factor / interval.value, factor / interval.high,
                             factor / interval.low};
}

static double karp_flatt(double speedup, double workers)
{
    return (1 / speedup - 1 / workers) / (1 - 1 / workers);
}

struct interval estimate_karp_flatt(struct interval speedup, int workers)
{
    if (workers <= 1)
        return (struct interval){NAN, NAN, NAN};
    const double p = workers;
    return (struct interval){karp_flatt(speedup.value, p), karp_flatt(speedup.high, p),
                             karp_flatt(speedup.low, p)};
}
