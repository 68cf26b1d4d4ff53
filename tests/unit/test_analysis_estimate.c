/* Estimates of the analysis against values computed by hand. */
#include "analysis/numbers/estimate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void expect_near(double found, double expected)
{
    assert_true(fabs(found - expected) <= 1e-12 * fabs(expected) + 1e-15);
}

/* Student's t for two degrees of freedom has a closed form: (2P - 1) / sqrt(2P(1 - P)). */
static double student_of_two(void)
{
    return 0.95 / sqrt(2 * 0.975 * 0.025);
}

/* Logs 0, 1, 2: mean 1, standard deviation 1, error 1/sqrt(3). */
static void mean_has_the_t_interval_on_logarithms(void **state)
{
    (void)state;
    const double logs[] = {0, 1, 2};
    const struct interval interval = estimate_mean(logs, 3);
    const double half = student_of_two() / sqrt(3);
    expect_near(interval.value, exp(1));
    expect_near(interval.low, exp(1 - half));
    expect_near(interval.high, exp(1 + half));
}

static void mean_of_two_has_no_interval(void **state)
{
    (void)state;
    const double logs[] = {0, 1};
    const struct interval interval = estimate_mean(logs, 2);
    expect_near(interval.value, exp(0.5));
    assert_true(isnan(interval.low) && isnan(interval.high));
}

/* Equal variances and counts: Welch's degrees of freedom are 2 (n - 1) = 4, t = 2.7764451051977987.
 */
static void ratio_has_welch_s_interval(void **state)
{
    (void)state;
    const double a[] = {3, 4, 5}, b[] = {0, 1, 2};
    const struct interval interval = estimate_ratio(a, 3, b, 3);
    const double half = 2.7764451051977987 * sqrt(2.0 / 3);
    expect_near(interval.value, exp(3));
    expect_near(interval.low, exp(3 - half));
    expect_near(interval.high, exp(3 + half));
}

/* One side without spread: the degrees are the other side's n - 1 = 2. */
static void ratio_takes_unequal_variances(void **state)
{
    (void)state;
    const double a[] = {1, 2, 3}, b[] = {0, 0, 0, 0, 0};
    const struct interval interval = estimate_ratio(a, 3, b, 5);
    expect_near(interval.low, exp(2 - student_of_two() / sqrt(3)));
}

static void ratio_without_any_spread_is_exact(void **state)
{
    (void)state;
    const double a[] = {1, 1, 1}, b[] = {0, 0, 0};
    const struct interval interval = estimate_ratio(a, 3, b, 3);
    expect_near(interval.low, exp(1));
    expect_near(interval.high, exp(1));
}

static void ratio_needs_three_runs_on_both_sides(void **state)
{
    (void)state;
    const double a[] = {1, 2, 3};
    assert_true(isnan(estimate_ratio(a, 3, a, 2).low));
    assert_true(isnan(estimate_ratio(a, 2, a, 3).high));
    assert_true(isnan(estimate_ratio(a, 3, a, 0).value));
}

static void karp_flatt_finds_the_serial_fraction_of_amdahl(void **state)
{
    (void)state;
    for (int p = 2; p <= 64; p *= 2) {
        const double speedup = 1 / (0.05 + 0.95 / p);
        const struct interval found = estimate_karp_flatt((struct interval){speedup, NAN, NAN}, p);
        expect_near(found.value, 0.05);
    }
}

static void karp_flatt_turns_the_interval_round(void **state)
{
    (void)state;
    const struct interval found = estimate_karp_flatt((struct interval){1.5, 1.2, 2}, 2);
    expect_near(found.low, 0);
    expect_near(found.value, (1 / 1.5 - 0.5) / 0.5);
    expect_near(found.high, (1 / 1.2 - 0.5) / 0.5);
}

static void karp_flatt_is_undefined_for_one_worker(void **state)
{
    (void)state;
    assert_true(isnan(estimate_karp_flatt((struct interval){1, 1, 1}, 1).value));
}

static void rates_turn_the_interval_round(void **state)
{
    (void)state;
    const struct interval rate = estimate_invert((struct interval){2, 1, 4}, 8);
    assert_true(rate.value == 4 && rate.low == 2 && rate.high == 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_has_the_t_interval_on_logarithms),
        cmocka_unit_test(mean_of_two_has_no_interval),
        cmocka_unit_test(ratio_has_welch_s_interval),
        cmocka_unit_test(ratio_takes_unequal_variances),
        cmocka_unit_test(ratio_without_any_spread_is_exact),
        cmocka_unit_test(ratio_needs_three_runs_on_both_sides),
        cmocka_unit_test(karp_flatt_finds_the_serial_fraction_of_amdahl),
        cmocka_unit_test(karp_flatt_turns_the_interval_round),
        cmocka_unit_test(karp_flatt_is_undefined_for_one_worker),
        cmocka_unit_test(rates_turn_the_interval_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
