/* The median and its interval, against direct sums of the binomial law. */
#include "drivers/common/statistics.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MANY = 1000001 };

static double *ranks; /* 1, 2, …: the value of an order statistic is its number */

static int make_ranks(void **state)
{
    (void)state;
    ranks = malloc(MANY * sizeof *ranks);
    for (int i = 0; i < MANY && ranks; ++i)
        ranks[i] = i + 1;
    return ranks ? 0 : -1;
}

static int free_ranks(void **state)
{
    (void)state;
    free(ranks);
    return 0;
}

/* P(Binomial(n, 1/2) < k) by Pascal's triangle: another way than the one tested. */
static double probability_below(int n, int k)
{
    double row[128] = {1};
    for (int i = 1; i <= n; ++i) {
        for (int j = i; j > 0; --j)
            row[j] = (row[j] + row[j - 1]) / 2;
        row[0] /= 2;
    }
    double sum = 0;
    for (int j = 0; j < k; ++j)
        sum += row[j];
    return sum;
}

static void expect_ranks(size_t n, double low, double high)
{
    const struct interval interval = statistics_median_interval(ranks, n, 0.95);
    assert_true(interval.low == low);
    assert_true(interval.high == high);
}

static void interval_is_that_of_published_tables(void **state)
{
    (void)state;
    expect_ranks(6, 1, 6);
    expect_ranks(8, 1, 8);
    expect_ranks(9, 2, 8);
    expect_ranks(10, 2, 9);
    expect_ranks(20, 6, 15);
    expect_ranks(30, 10, 21);
    expect_ranks(40, 14, 27);
    expect_ranks(100, 40, 61);
}

static void interval_is_the_narrowest_that_covers(void **state)
{
    (void)state;
    for (int n = 6; n <= 120; ++n) {
        const struct interval interval = statistics_median_interval(ranks, (size_t)n, 0.95);
        const int k = (int)interval.low;
        assert_true(interval.high == n + 1 - k);
        assert_true(1 - 2 * probability_below(n, k) >= 0.95);
        assert_true(1 - 2 * probability_below(n, k + 1) < 0.95);
    }
}

static void interval_needs_six_values(void **state)
{
    (void)state;
    for (size_t n = 0; n < 6; ++n) {
        const struct interval interval = statistics_median_interval(ranks, n, 0.95);
        assert_true(isnan(interval.low) && isnan(interval.high));
    }
}

static void interval_follows_the_confidence(void **state)
{
    (void)state;
    const struct interval wide = statistics_median_interval(ranks, 30, 0.99);
    const struct interval narrow = statistics_median_interval(ranks, 30, 0.5);
    assert_true(wide.low == 8 && wide.high == 23);
    assert_true(narrow.low == 13 && narrow.high == 18);
    assert_true(isnan(statistics_median_interval(ranks, 6, 0.99).low));
}

static void interval_of_a_million_is_near_the_normal_law(void **state)
{
    (void)state;
    const struct interval interval = statistics_median_interval(ranks, MANY, 0.95);
    const double half = 1.959963984540054 * sqrt((double)MANY) / 2;
    assert_true(interval.value == (MANY + 1) / 2);
    assert_true(fabs(interval.low - ((MANY + 1) / 2 - half)) < 2);
    assert_true(interval.low + interval.high == MANY + 1);
}

static void median_of_even_counts_is_the_middle_of_two(void **state)
{
    (void)state;
    const double values[] = {1, 2, 4, 9};
    assert_true(statistics_median(values, 4) == 3);
    assert_true(statistics_median(values, 3) == 2);
    assert_true(statistics_median(values, 1) == 1);
}

static void median_of_nothing_is_nan(void **state)
{
    (void)state;
    assert_true(isnan(statistics_median(NULL, 0)));
}

static void median_of_the_largest_numbers_does_not_overflow(void **state)
{
    (void)state;
    const double values[] = {1.7e308, 1.7e308};
    assert_true(statistics_median(values, 2) == 1.7e308);
}

static void sort_puts_nan_last(void **state)
{
    (void)state;
    double values[] = {3, NAN, -1, 2, NAN, 0};
    statistics_sort(values, 6);
    assert_true(values[0] == -1 && values[1] == 0 && values[2] == 2 && values[3] == 3);
    assert_true(isnan(values[4]) && isnan(values[5]));
}

/* Also when one array is asked twice: a value is not there twice then. */
static void what_is_unknown_does_not_count(void **state)
{
    (void)state;
    double values[] = {NAN, 1, 0.999, NAN, 0.996, 1, 1, 0.918};
    assert_true(statistics_median_known(values, 8) > 0.999);
    assert_true(statistics_low_known(values, 8) == 0.996);
    assert_true(isnan(values[6]) && isnan(values[7]));
    assert_true(isnan(statistics_low_known(values + 6, 2)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interval_is_that_of_published_tables),
        cmocka_unit_test(interval_is_the_narrowest_that_covers),
        cmocka_unit_test(interval_needs_six_values),
        cmocka_unit_test(interval_follows_the_confidence),
        cmocka_unit_test(interval_of_a_million_is_near_the_normal_law),
        cmocka_unit_test(median_of_even_counts_is_the_middle_of_two),
        cmocka_unit_test(median_of_nothing_is_nan),
        cmocka_unit_test(median_of_the_largest_numbers_does_not_overflow),
        cmocka_unit_test(sort_puts_nan_last),
        cmocka_unit_test(what_is_unknown_does_not_count),
    };
    return cmocka_run_group_tests(tests, make_ranks, free_ranks);
}
