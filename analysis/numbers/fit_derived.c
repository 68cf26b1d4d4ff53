/* What follows from fitted parameters, or from the same points: peaks, and how e changes. */
#include <math.h>

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

struct interval fit_fraction_growth(const struct scaling_point *points, size_t count)
{
    const struct scaling_point *first = &points[1], *last = &points[count - 1];
    if (count < 3 || points[0].count < ESTIMATE_RUNS_MIN || first->count < ESTIMATE_RUNS_MIN ||
        last->count < ESTIMATE_RUNS_MIN)
        return (struct interval){NAN, NAN, NAN};
    const struct difference base = difference_mean(points[0].logs, points[0].count);
    const struct difference low = difference_mean(first->logs, first->count);
    const struct difference high = difference_mean(last->logs, last->count);
    /* e(p) = (T(p)/T(1) - 1/p) / (1 - 1/p); these are its slopes by log T(p). */
    const double before = exp(low.value - base.value) / (1 - 1.0 / first->workers);
    const double after = exp(high.value - base.value) / (1 - 1.0 / last->workers);
    const struct difference change =
        difference_combine(1, difference_combine(after, high, -before, low), before - after, base);
    const double growth = after - 1 / (last->workers - 1.0) - before + 1 / (first->workers - 1.0);
    const double half = difference_half_width(change, DIFFERENCE_ALPHA);
    return (struct interval){growth, growth - half, growth + half};
}
