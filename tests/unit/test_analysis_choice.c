/* The fastest of several, ties, METG: against cases computed by hand. */
#include "analysis/numbers/choice.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/numbers/metg.h"
#include "tests/fixtures/points_fixture.h"

enum { MODELS = 4, SIZES = 6 };

static double logs[SIZES][3];
static struct choice_model models[MODELS];
static struct choice choice;
static struct metg_size sizes[SIZES];
static struct metg metg;

static void fill(size_t i, double mean, double apart)
{
    for (int run = 0; run < 3; ++run)
        logs[i][run] = mean + (run - 1) * apart;
}

static void choose(const double *means, size_t count, double apart, size_t choices)
{
    for (size_t i = 0; i < count; ++i) {
        fill(i, means[i], apart);
        models[i] = (struct choice_model){logs[i], 3};
    }
    choice_make(&choice, models, count, choices, false);
}

static int end(void **state)
{
    (void)state;
    choice_free(&choice);
    metg_free(&metg);
    return 0;
}

static void the_fastest_is_told_from_slower_ones(void **state)
{
    (void)state;
    const double means[] = {0.5, 0.1, 0.11, 0.9};
    choose(means, 4, 0.02, 1);
    assert_true(choice.best == 1 && choice.ties == 2);
    assert_true(!choice.tied[0] && choice.tied[1] && choice.tied[2] && !choice.tied[3]);
}

/* Two of three runs: Welch's t has 4 degrees of freedom, 2.7764451051977987 at 95 %. */
static void what_could_have_been_seen_is_half_an_interval(void **state)
{
    (void)state;
    const double means[] = {0, 0.01};
    choose(means, 2, 0.03, 1);
    assert_int_equal(choice.ties, 2);
    expect_close(choice.spread, 0.03 * sqrt(2), 1e-9);
    expect_close(choice.seen, expm1(2.7764451051977987 * 0.03 * sqrt(2.0 / 3)), 1e-9);
    /* With the runs that are asked for a difference of that size is just seen. */
    assert_int_equal(choice_runs(&choice, choice.seen * 1.0001), 3);
    assert_int_equal(choice_runs(&choice, choice.seen * 0.9999), 4);
}

/* R = (t s / d)^2: t(58) = 2.0017175, s = 0.1, d = log(1.05). */
static void runs_needed_follow_the_square(void **state)
{
    (void)state;
    const struct choice some = {.spread = 0.1, .level = 0.05}, none = {.level = 0.05};
    const struct choice strict = {.spread = 0.1, .level = 0.01};
    const size_t runs = choice_runs(&some, 0.05);
    const double d = log(1.05);
    assert_true(pow(1.98 * 0.1 / d, 2) < (double)runs && (double)runs < pow(2.2 * 0.1 / d, 2));
    assert_true(choice_runs(&some, 1e-9) == 1000000 && choice_runs(&none, 0.01) == 3);
    assert_true(choice_runs(&strict, 0.05) > runs);
}

/* t = 3.43 with 4 degrees of freedom is p = 0.027: enough for one pair, not for one of six, nor
 * where the report makes a second choice. */
static void several_comparisons_share_one_alpha(void **state)
{
    (void)state;
    const double apart = 0.01, far = 3.43 * apart * sqrt(2.0 / 3);
    const double two[] = {0, far}, four[] = {0, far / 2, far / 2, far};
    choose(two, 2, apart, 1);
    assert_int_equal(choice.ties, 1);
    choice_free(&choice);
    choose(two, 2, apart, 2);
    assert_int_equal(choice.ties, 2);
    choice_free(&choice);
    choose(four, 4, apart, 1);
    assert_int_equal(choice.ties, 4);
}

/* A repetition's level is no difference; what is left is 1 % with a standard deviation of 0.1 %. */
static void pairs_are_compared_by_repetition(void **state)
{
    (void)state;
    const double means[] = {0, 0.01};
    choose(means, 2, 0.3, 1);
    assert_int_equal(choice.ties, 2);
    choice_free(&choice);
    for (int run = 0; run < 3; ++run)
        logs[1][run] += (run - 1) * 0.001;
    choice_make(&choice, models, 2, 1, true);
    assert_true(choice.ties == 1 && choice.best == 0);
    expect_close(choice.spread, 0.001, 1e-9);
}

static void few_runs_are_told_apart_from_none(void **state)
{
    (void)state;
    const double means[] = {0, 1};
    choose(means, 2, 0.001, 1);
    assert_int_equal(choice.ties, 1);
    choice_free(&choice);
    models[1].count = 2;
    choice_make(&choice, models, 2, 1, false);
    assert_true(choice.ties == 2 && isnan(choice.seen));
    choice_free(&choice);
    choice_make(&choice, models, 1, 1, false);
    assert_true(choice.ties == 1 && choice.best == 0 && isnan(choice.seen));
}

/* Sizes 1, 2, 4, …: efficiency e at x by a latency of 3: x / (x + 3). */
static void measure(const double *rates, size_t count, double apart)
{
    for (size_t i = 0; i < count; ++i) {
        fill(i, log(rates[i]), apart);
        sizes[i] = (struct metg_size){pow(2, (double)i), logs[i], 3};
    }
    metg_make(&metg, sizes, count, false);
}

static void metg_is_interpolated_in_logarithms(void **state)
{
    (void)state;
    const double rates[] = {1, 2, 4, 8, 10, 10.1};
    measure(rates, 6, 0.001);
    assert_true(metg.answer == METG_FOUND && metg.peak == 5);
    expect_close(metg.peak_rate, 10.1, 1e-9);
    expect_close(metg.root.value, 4 * pow(2, log(5.05 / 4) / log(2)), 1e-9);
    assert_true(metg.root.low < metg.root.value && metg.root.value < metg.root.high);
    expect_close(metg.efficiency[5].value, 1, 1e-12);
    expect_close(metg.efficiency[5].low, 1, 1e-12);
    expect_close(metg.efficiency[0].high, exp(2.7764451051977987 * 0.001 * sqrt(2.0 / 3)) / 10.1,
                 1e-9);
}

/* The peak is one end of the segment: its runs count with what is left of their weight. At the
 * set's ends (1 - w) (l - peak) = -log 2 +- t (1 - w) sqrt(2 v), whatever w is. */
static void the_peak_can_be_the_next_size(void **state)
{
    (void)state;
    const double rates[] = {1, 1.5, 2, 3, 4, 10}, v = 0.02 * 0.02 / 3;
    measure(rates, 6, 0.02);
    assert_true(metg.answer == METG_FOUND && metg.peak == 5);
    const double w = log(metg.root.low / 16) / log(2);
    const double half = 2.7764451051977987 * (1 - w) * sqrt(2 * v);
    expect_close((1 - w) * log(0.4) + log(2), -half, 1e-6);
}

static void no_root_is_told_below_the_smallest_size(void **state)
{
    (void)state;
    const double high[] = {6, 7, 8, 9, 10}, unclear[] = {4.9, 7, 8, 9, 10};
    measure(high, 5, 0.01);
    assert_true(metg.answer == METG_BELOW && isnan(metg.root.value));
    metg_free(&metg);
    measure(unclear, 5, 0.05);
    assert_true(metg.answer == METG_UNCLEAR && isnan(metg.root.value));
    metg_free(&metg);
    measure(high, 4, 0.01);
    assert_int_equal(metg.answer, METG_FEW_SIZES);
    metg_free(&metg);
    measure(high, 5, 0.01);
    metg_free(&metg);
    sizes[1].count = 2;
    metg_make(&metg, sizes, 5, false);
    assert_int_equal(metg.answer, METG_FEW_RUNS);
}

/* Rounds differ by a factor of e, sizes within one by 0.1 %: by Welch nothing is known, by pairs
 * the root is, within what a size varies by in its round. */
static void metg_of_rounds_takes_out_what_they_share(void **state)
{
    (void)state;
    const double rates[] = {1, 2, 4, 8, 10, 10.1}, own[] = {1, -1, 0};
    measure(rates, 6, 1);
    assert_int_equal(metg.answer, METG_UNCLEAR);
    metg_free(&metg);
    for (int run = 0; run < 3; ++run)
        logs[0][run] += 0.001 * own[run];
    metg_make(&metg, sizes, 6, true);
    assert_int_equal(metg.answer, METG_FOUND);
    expect_close(metg.root.value, 4 * pow(2, log(5.05 / 4) / log(2)), 1e-9);
    expect_close(metg.root.low, metg.root.value, 0.05);
    expect_close(metg.efficiency[0].high, exp(4.302652729911275 * 0.001 / sqrt(3)) / 10.1, 1e-9);
    expect_close(metg.efficiency[1].high, 2 / 10.1, 1e-9); /* it does as the peak does */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_fastest_is_told_from_slower_ones, end),
        cmocka_unit_test_teardown(what_could_have_been_seen_is_half_an_interval, end),
        cmocka_unit_test_teardown(runs_needed_follow_the_square, end),
        cmocka_unit_test_teardown(several_comparisons_share_one_alpha, end),
        cmocka_unit_test_teardown(pairs_are_compared_by_repetition, end),
        cmocka_unit_test_teardown(few_runs_are_told_apart_from_none, end),
        cmocka_unit_test_teardown(metg_is_interpolated_in_logarithms, end),
        cmocka_unit_test_teardown(the_peak_can_be_the_next_size, end),
        cmocka_unit_test_teardown(no_root_is_told_below_the_smallest_size, end),
        cmocka_unit_test_teardown(metg_of_rounds_takes_out_what_they_share, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
