/* How a work should be run, from made-up curves whose efficiency is known. */
#include "analysis/data/advice.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/analysis_fixture.h"

enum { RUNS = 4 };

static const double noise[RUNS] = {0.002, -0.002, 0.001, -0.001};

static void add_cell(const char *model, int ranks, int threads, double seconds)
{
    for (int i = 0; i < RUNS; ++i)
        add_run(model, ranks, threads, seconds * exp(noise[i]));
}

/* T = 2 (f + (1 - f) / p): E = 1 / (1 + f (p - 1)) is 0.8 at p = 1 + 0.25 / f. */
static double amdahl(double f, double p)
{
    return 2 * (f + (1 - f) / p);
}

static void add_curve(const char *model, double f, int largest)
{
    for (int p = 1; p <= largest; p *= 2)
        add_cell(model, strcmp(model, "mpi") == 0 ? p : 1, strcmp(model, "mpi") == 0 ? 1 : p,
                 amdahl(f, p));
}

static struct advice advise(int cores, double target, double images)
{
    struct advice advice;
    compute(true);
    assert_int_equal(cells.study_count, 1);
    advice_make(&advice, &cells, &cells.studies[0], cores, target, images, 1);
    return advice;
}

/* f = 0.05: below 80 % from 6 workers on. Interpolated between 4 and 8, so not quite. */
static void the_fastest_is_named_and_where_it_ends(void **state)
{
    (void)state;
    add_curve("omp", 0.05, 8);
    struct advice advice = advise(0, 0.8, 1000);
    assert_int_equal(advice.cores, 8);
    assert_int_equal(advice.best->workers, 8);
    assert_int_equal(advice.efficient->workers, 4);
    assert_true(fabs(advice.best_s.value - 100 * amdahl(0.05, 8)) < 1e-9); /* ten are measured */
    assert_true(advice.best_s.low < advice.best_s.value);
    assert_int_equal(advice.limit.answer, ADVICE_FALLS);
    assert_true(advice.limit.workers.low < 6 && advice.limit.workers.high > 5.9);
    assert_int_equal(advice.limit.above, 4);
    assert_int_equal(advice.limit.below, 8);
    assert_int_equal(advice.guess_count, 0);
    advice_free(&advice);
}

static void fewer_cores_leave_fewer_cells(void **state)
{
    (void)state;
    add_curve("omp", 0.05, 8);
    struct advice advice = advise(3, 0.8, 0);
    assert_int_equal(advice.best->workers, 2);
    assert_int_equal(advice.guess_count, 1); /* 3 was not measured; Amdahl fits */
    assert_string_equal(advice.guesses[0].law, "Amdahl");
    assert_true(fabs(advice.guesses[0].time.value - amdahl(0.05, 3)) < 1e-6);
    advice_free(&advice);
}

static void of_equals_the_one_of_fewest_processes(void **state)
{
    (void)state;
    add_curve("omp", 0.01, 4);
    add_curve("mpi", 0.01, 4);
    add_cell("serial", 1, 1, 2);
    struct advice advice = advise(0, 0.8, 0);
    assert_string_equal(advice.best->runs[0]->row->model, "omp");
    assert_int_equal(advice.best->workers, 4);
    assert_int_equal(advice.choice.ties, 2);
    advice_free(&advice);
}

/* f = 0.005 is at 96.6 % with 8: the target lies beyond, at 51. Six numbers of workers and several
 * models: their envelope, up to 4 times as many. */
static void beyond_what_was_measured(void **state)
{
    (void)state;
    static const int counts[] = {1, 2, 3, 4, 6, 8};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; ++i)
        add_cell("omp", 1, counts[i], amdahl(0.005, counts[i]));
    struct advice advice = advise(32, 0.8, 0);
    assert_int_equal(advice.limit.answer, ADVICE_BEYOND);
    assert_false(advice.too_far);
    for (size_t i = 0; i < advice.guess_count; ++i)
        assert_null(advice.guesses[i].law);
    advice_free(&advice);
    advice_make(&advice, &cells, &cells.studies[0], 33, 0.8, 0, 1);
    assert_true(advice.too_far);
    assert_int_equal(advice.guess_count, 0);
    advice_free(&advice);
}

static void what_is_below_from_the_start(void **state)
{
    (void)state;
    add_curve("omp", 0.5, 4);
    struct advice advice = advise(0, 0.8, 0);
    assert_int_equal(advice.limit.answer, ADVICE_ALREADY);
    assert_int_equal(advice.limit.below, 2);
    advice_free(&advice);
}

static void nothing_clean_gives_no_advice(void **state)
{
    (void)state;
    for (int i = 0; i < RUNS; ++i)
        add_run("omp", 1, 2, 1)->oversubscribed = 1;
    struct advice advice = advise(0, 0.8, 0);
    assert_int_equal(advice.count, 0);
    assert_null(advice.best);
    advice_free(&advice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_fastest_is_named_and_where_it_ends), TEST(fewer_cores_leave_fewer_cells),
        TEST(of_equals_the_one_of_fewest_processes),  TEST(beyond_what_was_measured),
        TEST(what_is_below_from_the_start),           TEST(nothing_clean_gives_no_advice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
