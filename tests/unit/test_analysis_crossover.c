/* Crossovers whose place and set are known, and answers where there is none. */
#include "analysis/numbers/crossover.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/numbers/holm.h"
#include "tests/fixtures/points_fixture.h"

enum { SIZES = 7 };

static double left[SIZES][3], right[SIZES][3];
static struct crossover_size sizes[SIZES];
static struct crossover crossover;

/* Sizes 1, 2, 4, …; the means of the log ratios are given; each side's runs are `apart`. */
static void make(const double *ratios, size_t count, double apart)
{
    for (size_t i = 0; i < count; ++i) {
        for (int run = 0; run < 3; ++run) {
            left[i][run] = ratios[i] + (run - 1) * apart;
            right[i][run] = (run - 1) * apart;
        }
        sizes[i] = (struct crossover_size){pow(2, (double)i), left[i], right[i], 3, 3, false};
    }
    crossover_make(&crossover, sizes, count);
}

static int end(void **state)
{
    (void)state;
    crossover_free(&crossover);
    return 0;
}

static void one_crossover_lies_where_the_line_is_0(void **state)
{
    (void)state;
    const double ratios[] = {0.5, 0.4, 0.3, 0.1, -0.3, -0.4, -0.5};
    make(ratios, 7, 0.001);
    assert_true(crossover.answer == CROSSOVER_ONE && crossover.root_count == 1);
    assert_true(crossover.before > 0 && crossover.after < 0);
    expect_close(crossover.roots[0].value, exp(log(8) + 0.25 * log(2)), 1e-9);
}

/* How far the ratio at w between points 3 and 4 is from what its interval would allow, where the
 * curve goes through `count` points from `first` on with these weights. Each point has the variance
 * 2 apart^2 / 3 with 4 degrees of freedom. */
static double gap(const double *ratios, size_t first, const double *weights, size_t count,
                  double apart)
{
    double value = 0, squares = 0, fourth = 0;
    for (size_t i = 0; i < count; ++i) {
        value += weights[i] * ratios[first + i];
        squares += pow(weights[i], 2);
        fourth += pow(weights[i], 4);
    }
    const struct difference there = {value, squares * 2 * apart * apart / 3,
                                     4 * squares * squares / fourth};
    return fabs(value) - difference_half_width(there, 0.05);
}

/* The ends of the set are where the last of the line and the cubic leaves 0. */
static void the_set_is_where_the_interval_holds_0(void **state)
{
    (void)state;
    const double ratios[] = {0.5, 0.4, 0.3, 0.1, -0.3, -0.4, -0.5}, apart = 0.01;
    make(ratios, 7, apart);
    assert_int_equal(crossover.answer, CROSSOVER_ONE);
    const double ends[] = {crossover.roots[0].low, crossover.roots[0].high};
    for (int i = 0; i < 2; ++i) {
        const double w = log(ends[i] / 8) / log(2);
        const double line[] = {1 - w, w};
        const double cubic[] = {-w * (w - 1) * (w - 2) / 6, (w + 1) * (w - 1) * (w - 2) / 2,
                                -(w + 1) * w * (w - 2) / 2, (w + 1) * w * (w - 1) / 6};
        assert_true(w > 0 && w < 1);
        const double nearest =
            fmin(gap(ratios, 3, line, 2, apart), gap(ratios, 2, cubic, 4, apart));
        assert_true(fabs(nearest) < 1e-9);
    }
    assert_true(ends[0] < crossover.roots[0].value && crossover.roots[0].value < ends[1]);
}

/* What is not surely on either side belongs to the set. */
static void sizes_that_do_not_differ_lie_within_the_set(void **state)
{
    (void)state;
    const double ratios[] = {0.5, 0.4, 0.001, -0.001, 0.001, -0.4, -0.5};
    make(ratios, 7, 0.01);
    assert_true(crossover.answer == CROSSOVER_ONE && crossover.root_count == 1);
    assert_true(crossover.roots[0].low < 4 && crossover.roots[0].high > 16);
    assert_true(crossover.roots[0].value > 4 && crossover.roots[0].value < 16);
    assert_true(crossover.points[1].differs && !crossover.points[3].differs);
}

static void other_answers_are_told_apart(void **state)
{
    (void)state;
    const double same[] = {0.5, 0.4, 0.3, 0.2, 0.1}, none[] = {0.001, -0.001, 0.002, -0.002, 0};
    const double several[] = {0.5, -0.5, 0.5, -0.5, -0.5};
    make(same, 5, 0.01);
    assert_true(crossover.answer == CROSSOVER_NONE && crossover.before > 0 && crossover.after > 0);
    crossover_free(&crossover);
    make(none, 5, 0.01);
    assert_int_equal(crossover.answer, CROSSOVER_INDISTINGUISHABLE);
    crossover_free(&crossover);
    make(several, 5, 0.01);
    assert_true(crossover.answer == CROSSOVER_SEVERAL && crossover.root_count == 3);
    for (size_t i = 0; i < 3; ++i)
        expect_close(crossover.roots[i].value, pow(2, (double)i + 0.5), 1e-9);
}

/* A root alone is no crossover: the last size does not differ from 0 by itself. */
static void a_root_beside_an_uncertain_size_is_none(void **state)
{
    (void)state;
    const double ratios[] = {0.5, 0.4, 0.3, 0.2, -0.02};
    make(ratios, 5, 0.02);
    assert_int_equal(crossover.answer, CROSSOVER_NONE);
}

static void pairs_take_out_what_they_share(void **state)
{
    (void)state;
    const double ratios[] = {0.05, 0.04, 0.03, -0.01, -0.03};
    make(ratios, 5, 0.5);
    assert_int_equal(crossover.answer, CROSSOVER_INDISTINGUISHABLE);
    crossover_free(&crossover);
    for (size_t i = 0; i < 5; ++i) {
        sizes[i].paired = true;
        for (int run = 0; run < 3; ++run)
            left[i][run] += (run - 1) * 0.001;
    }
    crossover_make(&crossover, sizes, 5);
    assert_int_equal(crossover.answer, CROSSOVER_ONE);
    expect_close(crossover.points[0].ratio.variance, 1e-6 / 3, 1e-6);
    assert_true(crossover.points[0].ratio.degrees == 2);
}

static void too_little_is_refused(void **state)
{
    (void)state;
    const double ratios[] = {0.5, 0.4, 0.3, -0.2, -0.3};
    make(ratios, 4, 0.01);
    assert_int_equal(crossover.answer, CROSSOVER_FEW_SIZES);
    crossover_free(&crossover);
    make(ratios, 5, 0.01);
    crossover_free(&crossover);
    sizes[2].right_count = 2;
    crossover_make(&crossover, sizes, 5);
    assert_int_equal(crossover.answer, CROSSOVER_FEW_RUNS);
}

/* Holm: 0.01 <= 0.05/4, 0.015 <= 0.05/3, but 0.03 > 0.05/2, and so 0.04 stays as well. */
static void holm_stops_at_the_first_that_stays(void **state)
{
    (void)state;
    const double probabilities[] = {0.04, 0.01, 0.03, 0.015};
    bool rejected[4];
    holm_reject(probabilities, 4, 0.05, rejected);
    assert_true(!rejected[0] && rejected[1] && !rejected[2] && rejected[3]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(one_crossover_lies_where_the_line_is_0, end),
        cmocka_unit_test_teardown(the_set_is_where_the_interval_holds_0, end),
        cmocka_unit_test_teardown(sizes_that_do_not_differ_lie_within_the_set, end),
        cmocka_unit_test_teardown(other_answers_are_told_apart, end),
        cmocka_unit_test_teardown(a_root_beside_an_uncertain_size_is_none, end),
        cmocka_unit_test_teardown(pairs_take_out_what_they_share, end),
        cmocka_unit_test_teardown(too_little_is_refused, end),
        cmocka_unit_test(holm_stops_at_the_first_that_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
