/* Speedup, efficiency and serial fraction against values computed by hand. */
#include "analysis/numbers/scaling.h"

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

/* Logs of 3 runs around log(8) and log(2), each with the standard deviation 0.1: the interval of
 * their difference is t(4) * 0.1 * sqrt(2/3) wide, t(4) = 2.7764451051977987. */
static const double slow[] = {2.0794415416798357 - 0.1, 2.0794415416798357,
                              2.0794415416798357 + 0.1};
static const double fast[] = {0.6931471805599453 - 0.1, 0.6931471805599453,
                              0.6931471805599453 + 0.1};
static const double half_width = 2.7764451051977987 * 0.1 * 0.81649658092772603;

static void strong_compares_the_same_work(void **state)
{
    (void)state;
    const struct scaling_point base = {slow, 3, 1}, point = {fast, 3, 8};
    const struct scaling found = scaling_strong(&base, &point);
    expect_near(found.speedup.value, 4);
    expect_near(found.speedup.low, 4 * exp(-half_width));
    expect_near(found.speedup.high, 4 * exp(half_width));
    expect_near(found.efficiency.value, 0.5);
    expect_near(found.efficiency.low, 0.5 * exp(-half_width));
    expect_near(found.karp_flatt.value, (1.0 / 4 - 1.0 / 8) / (1 - 1.0 / 8));
    expect_near(found.karp_flatt.low, (exp(-half_width) / 4 - 1.0 / 8) / (1 - 1.0 / 8));
}

static void weak_compares_growing_work(void **state)
{
    (void)state;
    const struct scaling_point base = {fast, 3, 1}, point = {slow, 3, 8};
    const struct scaling found = scaling_weak(&base, &point);
    expect_near(found.efficiency.value, 0.25);
    expect_near(found.efficiency.high, 0.25 * exp(half_width));
    expect_near(found.speedup.value, 2);
    expect_near(found.speedup.low, 2 * exp(-half_width));
    assert_true(isnan(found.karp_flatt.value));
}

static void from_several_workers_efficiency_is_relative(void **state)
{
    (void)state;
    const struct scaling_point base = {slow, 3, 2}, point = {fast, 3, 16};
    const struct scaling found = scaling_strong(&base, &point);
    expect_near(found.speedup.value, 4);
    expect_near(found.efficiency.value, 0.5);
    assert_true(isnan(found.karp_flatt.value));
    expect_near(scaling_weak(&base, &point).speedup.value, 32);
}

static void the_base_against_itself_is_one(void **state)
{
    (void)state;
    const struct scaling_point base = {slow, 3, 4};
    const struct scaling strong = scaling_strong(&base, &base), weak = scaling_weak(&base, &base);
    assert_true(strong.speedup.value == 1 && strong.efficiency.value == 1);
    assert_true(weak.speedup.value == 1 && weak.efficiency.value == 1);
    assert_true(isnan(strong.speedup.low) && isnan(weak.efficiency.high));
    assert_true(isnan(strong.karp_flatt.value));
}

static void amdahl_s_law_gives_its_serial_fraction_back(void **state)
{
    (void)state;
    const double one = 0;
    for (int p = 2; p <= 1024; p *= 2) {
        const double time = log(0.03 + 0.97 / p);
        const struct scaling_point base = {&one, 1, 1}, point = {&time, 1, p};
        const struct scaling found = scaling_strong(&base, &point);
        assert_true(fabs(found.karp_flatt.value - 0.03) < 1e-12);
        assert_true(isnan(found.karp_flatt.low));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strong_compares_the_same_work),
        cmocka_unit_test(weak_compares_growing_work),
        cmocka_unit_test(from_several_workers_efficiency_is_relative),
        cmocka_unit_test(the_base_against_itself_is_one),
        cmocka_unit_test(amdahl_s_law_gives_its_serial_fraction_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
