/* Fitted laws against parameters that are known, and intervals that are computed by hand. */
#include "analysis/numbers/fit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/fixtures/points_fixture.h"

static struct points points;
static struct fit fit;

static const double tolerance = 1e-8;

static void make(const struct law *law, size_t count, double (*time)(double), double apart)
{
    points_make(&points, count, time, apart);
    fit_make(&fit, law, points.at, count, false);
}

static int end(void **state)
{
    (void)state;
    fit_free(&fit);
    return 0;
}

static void laws_give_their_parameters_back(void **state)
{
    (void)state;
    make(&law_amdahl, 4, points_amdahl, 0);
    assert_int_equal(fit.state, FIT_DONE);
    expect_close(fit.parameters[0].value, 0.05, tolerance);
    expect_close(fit.parameters[0].low, fit.parameters[0].high, 1e-12);
    expect_close(fit.time_1.value, 2, tolerance);
    fit_free(&fit);
    make(&law_gustafson, 5, points_gustafson, 0);
    expect_close(fit.parameters[0].value, 0.1, tolerance);
    fit_free(&fit);
    make(&law_usl, 6, points_usl, 0);
    expect_close(fit.parameters[0].value, 0.02, tolerance);
    expect_close(fit.parameters[1].value, 0.001, tolerance);
    expect_close(fit.time_1.value, 2, tolerance);
}

/* What a law forbids is found as well: T that falls faster than 1/p. */
static double faster_than_linear(double workers)
{
    return -0.02 + 1.02 / workers;
}

static void nothing_constrains_a_parameter(void **state)
{
    (void)state;
    make(&law_amdahl, 5, faster_than_linear, 0.001);
    expect_close(fit.parameters[0].value, -0.02, tolerance);
}

/* For one parameter the delta method is a line through (g, log T): L = (g - mean g) / sum of its
 * squares, where g is the slope of the law. All points have the variance apart^2 / 3 of their mean,
 * with 2 degrees of freedom. */
static void interval_is_that_of_the_delta_method(void **state)
{
    (void)state;
    const double apart = 0.02;
    double g[5], mean = 0, squares = 0, fourth = 0;
    make(&law_amdahl, 5, points_amdahl, apart);
    for (int i = 0; i < 5; ++i) {
        const double p = 1 << i;
        g[i] = (1 - 1 / p) / (0.05 + 0.95 / p);
        mean += g[i] / 5;
    }
    for (int i = 0; i < 5; ++i)
        squares += pow(g[i] - mean, 2);
    for (int i = 0; i < 5; ++i)
        fourth += pow((g[i] - mean) / squares, 4);
    const double v = apart * apart / 3, square = v / squares;
    struct difference expected = {0.05, square, square * square / (v * v * fourth / 2)};
    const double half = difference_half_width(expected, 0.05);
    expect_close(fit.parameters[0].low, 0.05 - half, 1e-6);
    expect_close(fit.parameters[0].high, 0.05 + half, 1e-6);
}

/* Five points of three runs: F has 3 and 10 degrees of freedom. */
static void lack_of_fit_compares_residuals_with_runs(void **state)
{
    (void)state;
    double squares = 0;
    points_make(&points, 5, points_amdahl, 0.01);
    for (int run = 0; run < 3; ++run)
        points.logs[2][run] += 0.005;
    fit_make(&fit, &law_amdahl, points.at, 5, false);
    for (size_t i = 0; i < 5; ++i)
        squares += pow(fit_residual(&fit, i), 2);
    expect_close(fit.lack.statistic, 3 * squares / 3 / (0.01 * 0.01), tolerance);
    assert_true(fit.lack.above == 3 && fit.lack.below == 10);
    assert_true(fit.lack.probability > 0.05 && fit.state == FIT_DONE);
}

static void another_law_does_not_fit(void **state)
{
    (void)state;
    make(&law_amdahl, 7, points_usl, 0.01);
    assert_int_equal(fit.state, FIT_BAD);
    assert_true(fit_is_solved(&fit) && !isnan(fit.parameters[0].low));
}

static void too_few_points_and_runs_are_refused(void **state)
{
    (void)state;
    make(&law_amdahl, 3, points_amdahl, 0.01);
    assert_int_equal(fit.state, FIT_FEW_POINTS);
    assert_true(isnan(fit.parameters[0].value) && fit.distinct == 3 && fit.largest == 4);
    fit_free(&fit);
    make(&law_usl, 4, points_usl, 0.01);
    assert_int_equal(fit.state, FIT_FEW_POINTS);
    fit_free(&fit);
    points_make(&points, 5, points_usl, 0.01);
    points.at[3].count = 2;
    fit_make(&fit, &law_usl, points.at, 5, false);
    assert_int_equal(fit.state, FIT_FEW_RUNS);
    fit_free(&fit);
    points_make(&points, 4, points_amdahl, 0.01);
    points.at[3].workers = 4; /* twice the same is one number of workers */
    fit_make(&fit, &law_amdahl, points.at, 4, false);
    assert_int_equal(fit.state, FIT_FEW_POINTS);
}

/* What a repetition has in common moves no parameter, and widens only the interval of T(1). */
static void repetitions_as_blocks_are_subtracted(void **state)
{
    (void)state;
    static const double own[5][3] = {
        {1, -1, 0}, {0, 1, -1}, {-1, 0, 1}, {1, 0, -1}, {-1, 1, 0}}; /* each sums to 0 */
    double squares = 0, mean = 0, g[5], line = 0;
    points_make(&points, 5, points_amdahl, 0);
    for (int i = 0; i < 5; ++i)
        for (int run = 0; run < 3; ++run)
            points.logs[i][run] += 0.01 * own[i][run] + 0.3 * (run - 1);
    fit_make(&fit, &law_amdahl, points.at, 5, true);
    for (int run = 0; run < 3; ++run) {
        double level = 0;
        for (int i = 0; i < 5; ++i)
            level += 0.01 * own[i][run] / 5;
        for (int i = 0; i < 5; ++i)
            squares += pow(0.01 * own[i][run] - level, 2);
    }
    for (int i = 0; i < 5; ++i) {
        g[i] = (1 - 1.0 / (1 << i)) / (0.05 + 0.95 / (1 << i));
        mean += g[i] / 5;
    }
    for (int i = 0; i < 5; ++i)
        line += pow(g[i] - mean, 2);
    /* N - R - k = 15 - 3 - 1 degrees of freedom */
    const struct difference expected = {0.05, squares / 11 / 3 / line, 11};
    expect_close(fit.parameters[0].value, 0.05, tolerance);
    expect_close(fit.parameters[0].high - 0.05, difference_half_width(expected, 0.05), 1e-6);
    assert_true(fit.lack.above == 3 && fit.lack.below == 8 && fit.state == FIT_DONE);
    assert_true(fit.time_1.high > 2 * exp(0.3));
}

static void a_peak_is_told_only_where_kappa_is(void **state)
{
    (void)state;
    make(&law_usl, 6, points_usl, 0.001); /* sqrt(0.98 / 0.001) = 31.3 */
    struct fit_peak peak = fit_peak_of(&fit);
    assert_true(peak.resolved && peak.workers == 31);
    expect_close(peak.low, sqrt(0.98 / fit.parameters[1].high), 1e-6);
    expect_close(peak.high, sqrt(0.98 / fit.parameters[1].low), 1e-6);
    fit_free(&fit);
    make(&law_usl, 6, points_amdahl, 0.01);
    peak = fit_peak_of(&fit);
    assert_true(!peak.resolved && isnan(peak.low) && peak.workers == 0);
}

static void times_are_predicted_with_their_interval(void **state)
{
    (void)state;
    make(&law_amdahl, 5, points_amdahl, 0.01);
    const struct interval one = fit_time(&fit, 1), far = fit_time(&fit, 64);
    expect_close(one.low, fit.time_1.low, tolerance);
    expect_close(far.value, points_amdahl(64), tolerance);
    assert_true(log(far.high / far.low) > log(one.high / one.low));
    fit_free(&fit);
    make(&law_amdahl, 5, faster_than_linear, 0.001); /* below 0 from 51 workers on */
    assert_true(fit_time(&fit, 40).value > 0 && isnan(fit_time(&fit, 60).value));
}

/* e is 0.05 everywhere under Amdahl's law, and rises under the USL. */
static void growth_of_the_fraction_has_an_interval(void **state)
{
    (void)state;
    points_make(&points, 5, points_amdahl, 0.001);
    struct interval growth = fit_fraction_growth(points.at, 5, false);
    assert_true(fabs(growth.value) < 1e-12 && growth.low < 0 && growth.high > 0);
    /* The slopes of e(16) - e(2) by log T of 16, 2 and 1 workers. */
    const double a = (0.05 + 0.95 / 16) / (1 - 1.0 / 16), b = (0.05 + 0.95 / 2) * 2;
    const double v = 1e-6 / 3, d = b - a, sum = v * (a * a + b * b + d * d);
    const struct difference expected = {
        0, sum, sum * sum / (v * v * (a * a * a * a + b * b * b * b + d * d * d * d) / 2)};
    expect_close(growth.high, difference_half_width(expected, 0.05), 1e-9);
    points_make(&points, 6, points_usl, 0.001);
    growth = fit_fraction_growth(points.at, 6, false);
    assert_true(growth.low > 0);
    assert_true(isnan(fit_fraction_growth(points.at, 2, false).value));
    /* What all points of a repetition share moves e nowhere. */
    points_make(&points, 6, points_usl, 0.3);
    growth = fit_fraction_growth(points.at, 6, true);
    assert_true(growth.high - growth.low < 1e-9 && growth.value > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(laws_give_their_parameters_back, end),
        cmocka_unit_test_teardown(nothing_constrains_a_parameter, end),
        cmocka_unit_test_teardown(interval_is_that_of_the_delta_method, end),
        cmocka_unit_test_teardown(lack_of_fit_compares_residuals_with_runs, end),
        cmocka_unit_test_teardown(another_law_does_not_fit, end),
        cmocka_unit_test_teardown(too_few_points_and_runs_are_refused, end),
        cmocka_unit_test_teardown(repetitions_as_blocks_are_subtracted, end),
        cmocka_unit_test_teardown(a_peak_is_told_only_where_kappa_is, end),
        cmocka_unit_test_teardown(times_are_predicted_with_their_interval, end),
        cmocka_unit_test(growth_of_the_fraction_has_an_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
