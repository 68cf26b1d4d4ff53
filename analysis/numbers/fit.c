/* Laws of scaling fitted to the times of one curve, with 95 % confidence intervals. */
#include "analysis/numbers/fit.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/memory.h"
#include "analysis/numbers/fit_solve.h"

const char *const fit_state_names[FIT_STATES] = {"done", "bad", "few_points", "few_runs",
                                                 "no_solution"};

bool fit_is_solved(const struct fit *fit)
{
    return fit->state == FIT_DONE || fit->state == FIT_BAD;
}

static size_t parameters_of(const struct fit *fit)
{
    return 1 + fit->law->parameter_count;
}

static enum fit_state look_at(struct fit *fit, const struct scaling_point *points)
{
    bool few = false;
    for (size_t i = 0; i < fit->count; ++i) {
        bool seen = false;
        for (size_t j = 0; j < i; ++j)
            seen = seen || points[j].workers == points[i].workers;
        fit->distinct += seen ? 0 : 1;
        fit->largest = points[i].workers > fit->largest ? points[i].workers : fit->largest;
        few = few || points[i].count < ESTIMATE_RUNS_MIN;
    }
    if (fit->distinct < fit->law->points_min)
        return FIT_FEW_POINTS;
    return few ? FIT_FEW_RUNS : FIT_DONE;
}

/* What the runs vary by around their points: mean square, and in *degrees its degrees of freedom.
 */
static double run_variance(const struct fit *fit, double *degrees)
{
    double sum = 0;
    *degrees = 0;
    for (size_t i = 0; i < fit->count; ++i) {
        const double point_degrees = fit->points[i].degrees;
        sum += fit->points[i].variance * (point_degrees + 1) * point_degrees;
        *degrees += point_degrees;
    }
    return sum / *degrees;
}

/* With repetitions as blocks: what is left of the runs when their repetition's mean over all
 * points is subtracted, and `expected` of each point. */
static double block_squares(const struct fit *fit, const struct scaling_point *points,
                            const double *expected)
{
    const size_t runs = points[0].count;
    double all = 0, squares = 0;
    for (size_t i = 0; i < fit->count; ++i)
        all += expected[i] / (double)fit->count;
    for (size_t run = 0; run < runs; ++run) {
        double mean = 0;
        for (size_t i = 0; i < fit->count; ++i)
            mean += points[i].logs[run] / (double)fit->count;
        for (size_t i = 0; i < fit->count; ++i)
            squares += pow(points[i].logs[run] - mean - (expected[i] - all), 2);
    }
    return squares;
}

static void settle_blocks(struct fit *fit, const struct scaling_point *points)
{
    const size_t runs = points[0].count;
    double *scratch = memory_array(fit->count + runs, sizeof *scratch);
    double *expected = scratch, *levels = scratch + fit->count;
    for (size_t i = 0; i < fit->count; ++i) {
        expected[i] = fit->means[i] - fit_residual(fit, i);
        for (size_t run = 0; run < runs; ++run)
            levels[run] += points[i].logs[run] / (double)fit->count;
    }
    const double degrees = (double)(fit->count * runs - runs) - (double)fit->law->parameter_count;
    fit->pooled.degrees = degrees;
    fit->pooled.variance = block_squares(fit, points, expected) / degrees / (double)runs;
    fit->level = difference_mean(levels, runs);
    free(scratch);
}

static void judge(struct fit *fit, const struct scaling_point *points)
{
    struct fit_lack *lack = &fit->lack;
    double squares = 0, variance = run_variance(fit, &lack->below);
    for (size_t i = 0; i < fit->count; ++i)
        squares += (double)points[i].count * pow(fit_residual(fit, i), 2);
    lack->above = (double)(fit->count - parameters_of(fit));
    if (fit->blocks) {
        lack->below = (double)(fit->count - 1) * (double)(points[0].count - 1);
        variance = block_squares(fit, points, fit->means) / lack->below;
    }
    const bool exact = squares < 1e-20; /* rounding is all that is left */
    lack->statistic = exact ? 0 : squares / lack->above / variance;
    lack->probability = exact          ? 1
                        : variance > 0 ? gsl_cdf_fdist_Q(lack->statistic, lack->above, lack->below)
                                       : 0;
    fit->state = lack->probability < DIFFERENCE_ALPHA ? FIT_BAD : FIT_DONE;
}

/* The sum of weights[i] times the mean of point i, with its variance; `value` is the sum's. */
static struct difference sum_of(const struct fit *fit, const double *weights, double value)
{
    double all = 0, squares = 0;
    struct difference sum = {0, 0, 1};
    for (size_t i = 0; i < fit->count; ++i)
        all += weights[i];
    const double mean = all / (double)fit->count;
    for (size_t i = 0; i < fit->count; ++i) {
        sum = difference_combine(1, sum, weights[i], fit->points[i]);
        squares += pow(weights[i] - mean, 2);
    }
    if (fit->blocks) {
        const struct difference apart = {0, squares * fit->pooled.variance, fit->pooled.degrees};
        sum = difference_combine(1, apart, all, fit->level);
    }
    sum.value = value;
    return sum;
}

static void settle_intervals(struct fit *fit)
{
    fit->time_1 = difference_ratio(sum_of(fit, fit->influence, fit->solution[0]));
    for (size_t i = 0; i < fit->law->parameter_count; ++i) {
        const double value = fit->solution[1 + i];
        const struct difference found = sum_of(fit, fit->influence + (1 + i) * fit->count, value);
        const double half = difference_half_width(found, DIFFERENCE_ALPHA);
        fit->parameters[i] = (struct interval){value, value - half, value + half};
    }
}

void fit_make(struct fit *fit, const struct law *law, const struct scaling_point *points,
              size_t count, bool blocks)
{
    const struct interval nothing = {NAN, NAN, NAN};
    *fit = (struct fit){.law = law, .blocks = blocks, .count = count, .time_1 = nothing};
    for (size_t i = 0; i < LAW_PARAMETERS_MAX; ++i)
        fit->parameters[i] = nothing;
    fit->state = look_at(fit, points);
    if (fit->state != FIT_DONE)
        return;
    fit->means = memory_array(2 * count, sizeof fit->means[0]);
    fit->influence = memory_array(parameters_of(fit) * count, sizeof fit->influence[0]);
    fit->points = memory_array(count, sizeof fit->points[0]);
    for (size_t i = 0; i < count; ++i) {
        fit->points[i] = difference_mean(points[i].logs, points[i].count);
        fit->means[i] = fit->points[i].value;
        fit->means[count + i] = points[i].workers;
    }
    if (!fit_solve(law, fit->means + count, fit->means, count, fit->solution, fit->influence)) {
        fit->state = FIT_NO_SOLUTION;
        return;
    }
    if (blocks)
        settle_blocks(fit, points);
    judge(fit, points);
    settle_intervals(fit);
}

void fit_free(struct fit *fit)
{
    free(fit->means);
    free(fit->influence);
    free(fit->points);
    *fit = (struct fit){.law = fit->law, .state = FIT_NO_SOLUTION};
}

double fit_residual(const struct fit *fit, size_t i)
{
    double slopes[LAW_PARAMETERS_MAX];
    return fit->means[i] - fit->solution[0] -
           law_log_ratio(fit->law, fit->means[fit->count + i], fit->solution + 1, slopes);
}

struct interval fit_time(const struct fit *fit, double workers)
{
    double slopes[LAW_PARAMETERS_MAX];
    if (!(fit->law->ratio(workers, fit->solution + 1, slopes) > 0))
        return (struct interval){NAN, NAN, NAN};
    const double value =
        fit->solution[0] + law_log_ratio(fit->law, workers, fit->solution + 1, slopes);
    double *weights = memory_array(fit->count, sizeof *weights);
    for (size_t i = 0; i < fit->count; ++i) {
        weights[i] = fit->influence[i];
        for (size_t j = 0; j < fit->law->parameter_count; ++j)
            weights[i] += slopes[j] * fit->influence[(1 + j) * fit->count + i];
    }
    const struct interval time = difference_ratio(sum_of(fit, weights, value));
    free(weights);
    return time;
}
