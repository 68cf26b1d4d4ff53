/* Laws of scaling fitted to the times of one curve, with 95 % confidence intervals. */
#ifndef PARALLAX_NUMBERS_FIT_H
#define PARALLAX_NUMBERS_FIT_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/numbers/difference.h"
#include "analysis/numbers/laws.h"
#include "analysis/numbers/scaling.h"

enum fit_state {
    FIT_DONE,
    FIT_BAD,         /* done, but the law does not fit: the parameters are not to be used alone */
    FIT_FEW_POINTS,  /* fewer numbers of workers than law->points_min: nothing was fitted */
    FIT_FEW_RUNS,    /* a point of fewer than ESTIMATE_RUNS_MIN runs: nothing was fitted */
    FIT_NO_SOLUTION, /* the least squares have none */
    FIT_STATES
};
extern const char *const fit_state_names[FIT_STATES]; /* for programs: "done", "bad", … */

/* Do the residuals exceed what the runs vary by? F with above, below degrees of freedom. */
struct fit_lack {
    double statistic, above, below, probability;
};

struct fit {
    const struct law *law;
    enum fit_state state;
    size_t distinct; /* numbers of workers */
    int largest;     /* of them */
    bool blocks;
    struct interval time_1, parameters[LAW_PARAMETERS_MAX]; /* T(1) in seconds */
    struct fit_lack lack;
    /* For fit_time() and fit_residual(): */
    size_t count;
    double solution[1 + LAW_PARAMETERS_MAX]; /* log T(1), then the parameters */
    double *means;                           /* of the logs, of each point */
    double *influence; /* [1 + parameters][count]: what a mean moves each of the solution by */
    struct difference *points; /* of each point's runs: variance and degrees */
    struct difference pooled, level;
};

/* Least squares of the means of the logarithms, T(1) a parameter. Intervals by the delta method
 * with each point's own variance of runs and Welch and Satterthwaite's degrees of freedom.
 * `blocks`: logs[i] of all points are of one repetition i; what a repetition has in common is
 * subtracted first. Points may come in any order, and stay the caller's. To be freed in any case.
 */
void fit_make(struct fit *fit, const struct law *law, const struct scaling_point *points,
              size_t count, bool blocks);
void fit_free(struct fit *fit);

/* Was there a solution? The functions below need one. */
bool fit_is_solved(const struct fit *fit);

/* T of `workers` by the law, in seconds, with its interval; NaN where the law is not defined. */
struct interval fit_time(const struct fit *fit, double workers);

/* The mean logarithm of point i less the law's. */
double fit_residual(const struct fit *fit, size_t i);

/* The number of workers beyond which more of them make it slower, from a fit of law_usl. */
struct fit_peak {
    bool resolved; /* else nothing below is known: the interval of kappa holds 0 */
    int workers;
    double low, high; /* of the real-valued optimum */
};
struct fit_peak fit_peak_of(const struct fit *fit);

/* e of the most workers less e of the fewest above 1: points[0] is the baseline of one worker, the
 * others are sorted by workers; `blocks` as above. NaN where a count is below ESTIMATE_RUNS_MIN or
 * there is but one. */
struct interval fit_fraction_growth(const struct scaling_point *points, size_t count, bool blocks);

#endif
