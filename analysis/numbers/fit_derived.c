/* What follows from fitted parameters, or from the same points: peaks, and how e changes. */
#include <math.h>
#include <stdlib.h>

#include "analysis/memory.h"
#include "analysis/numbers/fit.h"

static double optimum(double sigma, double kappa)
{
    return sigma < 1 ? fmax(1, sqrt((1 - sigma) / kappa)) : 1;
}

struct fit_peak fit_peak_of(const struct fit *fit)
{
    const struct interval kappa = fit->parameters[1];
    if (!(kappa.low > 0))
        return (struct fit_peak){false, 0, NAN, NAN};
    const double sigma = fit->parameters[0].value;
    double slopes[LAW_PARAMETERS_MAX];
    const double real = optimum(sigma, kappa.value), below = floor(real), above = ceil(real);
    const double slower = fit->law->ratio(below, fit->solution + 1, slopes) -
                          fit->law->ratio(above, fit->solution + 1, slopes);
    return (struct fit_peak){true, (int)fmin(slower > 0 ? above : below, 1e9),
                             optimum(sigma, kappa.high), optimum(sigma, kappa.low)};
}

/* The sum of weights[i] times the mean of point i; with blocks repetition by repetition. */
static struct difference sum_of(const struct scaling_point *const *points, const double *weights,
                                bool blocks)
{
    struct difference sum = {0, 0, 1};
    const size_t runs = points[0]->count;
    for (size_t i = 0; i < 3; ++i)
        sum = difference_combine(1, sum, weights[i],
                                 difference_mean(points[i]->logs, points[i]->count));
    if (!blocks)
        return sum;
    double *sums = memory_array(runs, sizeof *sums);
    for (size_t i = 0; i < 3; ++i)
        for (size_t run = 0; run < runs; ++run)
            sums[run] += weights[i] * points[i]->logs[run];
    sum = difference_mean(sums, runs);
    free(sums);
    return sum;
}

struct interval fit_fraction_growth(const struct scaling_point *points, size_t count, bool blocks)
{
    const struct scaling_point *used[] = {&points[0], &points[1], &points[count - 1]};
    double ratios[3] = {1, 1, 1};
    if (count < 3)
        return (struct interval){NAN, NAN, NAN};
    for (size_t i = 0; i < 3; ++i) {
        if (used[i]->count < ESTIMATE_RUNS_MIN)
            return (struct interval){NAN, NAN, NAN};
        ratios[i] = exp(difference_mean(used[i]->logs, used[i]->count).value -
                        difference_mean(points[0].logs, points[0].count).value);
    }
    /* e(p) = (T(p)/T(1) - 1/p) / (1 - 1/p); these are its slopes by log T(p). */
    const double before = ratios[1] / (1 - 1.0 / used[1]->workers);
    const double after = ratios[2] / (1 - 1.0 / used[2]->workers);
    const double growth =
        after - 1 / (used[2]->workers - 1.0) - before + 1 / (used[1]->workers - 1.0);
    const double weights[] = {before - after, -before, after};
    const double half = difference_half_width(sum_of(used, weights, blocks), DIFFERENCE_ALPHA);
    return (struct interval){growth, growth - half, growth + half};
}
