/* Normal forms found in times of known growth, and refused where there is none. */
#include "analysis/numbers/pmnf.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/fixtures/points_fixture.h"

static struct points points;
static struct pmnf pmnf;

static void make(double (*time)(double), size_t count, double apart, bool falling)
{
    points_make(&points, count, time, apart);
    pmnf_make(&pmnf, points.at, count, falling);
}

static double constant(double workers)
{
    (void)workers;
    return 3;
}

static double logarithmic(double workers)
{
    return 1 + 0.25 * log2(workers);
}

static double root_and_logarithm(double workers)
{
    return 1 + 0.25 * sqrt(workers) * log2(workers);
}

/* Off the curve by some percent, so that no model is much better than its neighbours. */
static void make_rough(void)
{
    static const double off[] = {0.04, -0.03, 0, 0.02, -0.04, 0.03};
    points_make(&points, 6, logarithmic, 0.02);
    for (int i = 0; i < 6; ++i)
        for (int run = 0; run < 3; ++run)
            points.logs[i][run] += off[i];
    pmnf_make(&pmnf, points.at, 6, false);
}

static void known_growth_is_found(void **state)
{
    (void)state;
    make(logarithmic, 6, 0.001, false);
    const struct pmnf_model *best = &pmnf.models[0];
    assert_true(best->numerator == 0 && best->log_exponent == 1);
    expect_close(best->c0, 1, 1e-9);
    expect_close(best->c1, 0.25, 1e-9);
    assert_true(best->error < 1e-9 && best->probability < 1e-9);
    make(root_and_logarithm, 6, 0.001, false);
    assert_true(best->numerator == 1 && best->denominator == 2 && best->log_exponent == 1);
    expect_close(pmnf_time(best, 64), root_and_logarithm(64), 1e-9);
}

static void what_falls_needs_exponents_below_0(void **state)
{
    (void)state;
    make(points_amdahl, 6, 0.001, true);
    assert_true(pmnf.models[0].numerator == -1 && pmnf.models[0].denominator == 1);
    expect_close(pmnf.models[0].c0, 0.1, 1e-9);
    expect_close(pmnf.models[0].c1, 1.9, 1e-9);
    make(points_amdahl, 6, 0.001, false);
    assert_true(pmnf.models[0].numerator >= 0);
}

static void without_evidence_it_is_constant(void **state)
{
    (void)state;
    make(constant, 6, 0.01, false);
    assert_int_equal(pmnf.model_count, 1);
    assert_true(fabs(pmnf.models[0].c1) < 1e-15);
    expect_close(pmnf_time(&pmnf.models[0], 1000), 3, 1e-9);
    /* Growth within the noise is none, whatever would predict best. */
    points_make(&points, 6, constant, 0.05);
    for (int run = 0; run < 3; ++run)
        points.logs[5][run] += 0.02;
    pmnf_make(&pmnf, points.at, 6, false);
    assert_true(fabs(pmnf.models[0].c1) < 1e-15);
}

/* Times 1, 1, 1, 1, 2, each weighed by 1/T^2: without one of the first the constant is 3.5 / 3.25,
 * without the last it is 1. The noise is so large that nothing else is believed. */
static void error_leaves_one_out(void **state)
{
    (void)state;
    points_make(&points, 5, constant, 1);
    for (int i = 0; i < 5; ++i)
        for (int run = 0; run < 3; ++run)
            points.logs[i][run] += log((i == 4 ? 2 : 1) / constant(1));
    pmnf_make(&pmnf, points.at, 5, false);
    const double other = 3.5 / 3.25, miss = 200 * (other - 1) / (other + 1), last = 200.0 / 3;
    const double mean = (4 * miss + last) / 5;
    const double squares = 4 * pow(miss - mean, 2) + pow(last - mean, 2);
    assert_int_equal(pmnf.model_count, 1);
    expect_close(pmnf.models[0].error, mean, 1e-9);
    expect_close(pmnf.models[0].error_spread, sqrt(squares / 4 / 5), 1e-9);
}

static void models_within_one_standard_error_are_named(void **state)
{
    (void)state;
    make_rough();
    assert_true(pmnf.model_count > 1);
    const double limit = pmnf.models[0].error + pmnf.models[0].error_spread;
    for (size_t i = 0; i < pmnf.model_count; ++i) {
        assert_true(pmnf.models[i].error >= pmnf.models[0].error);
        assert_true(pmnf.models[i].error <= limit);
        assert_true(pmnf.models[i].probability < 0.05 / (double)pmnf.hypotheses);
    }
}

static void the_envelope_holds_all_models(void **state)
{
    (void)state;
    make_rough();
    assert_true(pmnf.model_count > 1);
    const struct interval far = pmnf_envelope(&pmnf, 64);
    assert_true(isnan(far.value) && far.low < far.high);
    for (size_t i = 0; i < pmnf.model_count; ++i) {
        const double time = pmnf_time(&pmnf.models[i], 64);
        assert_true(time >= far.low && time <= far.high);
    }
}

static void too_little_is_refused(void **state)
{
    (void)state;
    make(logarithmic, 4, 0.01, false);
    assert_true(pmnf.state == PMNF_FEW_POINTS && pmnf.model_count == 0);
    points_make(&points, 5, logarithmic, 0.01);
    points.at[0].count = 2;
    pmnf_make(&pmnf, points.at, 5, false);
    assert_int_equal(pmnf.state, PMNF_FEW_RUNS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_growth_is_found),
        cmocka_unit_test(what_falls_needs_exponents_below_0),
        cmocka_unit_test(without_evidence_it_is_constant),
        cmocka_unit_test(error_leaves_one_out),
        cmocka_unit_test(models_within_one_standard_error_are_named),
        cmocka_unit_test(the_envelope_holds_all_models),
        cmocka_unit_test(too_little_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
