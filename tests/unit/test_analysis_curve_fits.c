/* What is fitted to a curve of cells: which of them are points, and which laws. */
#include "analysis/data/curve_fits.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/fixtures/analysis_fixture.h"

enum { RUNS = 3 };

/* Three runs of threads 0.1 % apart, of three rounds or of none. */
static void add_cell(int threads, double seconds, bool rounds)
{
    for (int i = 0; i < RUNS; ++i) {
        struct run_row *row = add_run("omp", 1, threads, seconds * (1 + 0.001 * (i - 1)));
        row->round = rounds ? i : -1;
        row->slice = rounds ? 0 : -1;
    }
}

static double amdahl(double p)
{
    return 2 * (0.05 + 0.95 / p);
}

static void a_curve_is_fitted_to_what_is_clean(void **state)
{
    (void)state;
    struct curve_fits fits;
    for (int p = 1; p <= 16; p *= 2)
        add_cell(p, amdahl(p), true);
    for (size_t i = 4 * RUNS; i < 5 * RUNS; ++i)
        rows[i].oversubscribed = 1;
    add_run("omp", 1, 6, 1);
    compute(true);
    curve_fits_make(&fits, &cells, &cells.curves[0]);
    assert_int_equal(fits.count, 4);
    assert_int_equal(fits.largest, 8);
    assert_int_equal(fits.left_out, 1);
    assert_int_equal(fits.few_runs, 1);
    assert_true(fits.blocks);
    assert_int_equal(fits.law_count, 2);
    assert_int_equal(fits.laws[0].state, FIT_DONE);
    assert_true(fabs(fits.laws[0].parameters[0].value - 0.05) < 1e-6);
    assert_int_equal(fits.laws[1].state, FIT_FEW_POINTS); /* USL needs five */
    assert_true(isfinite(fits.growth.value));
    curve_fits_free(&fits);
}

static void a_weak_curve_has_its_own_law(void **state)
{
    (void)state;
    struct curve_fits fits;
    for (int p = 1; p <= 8; p *= 2)
        add_cell(p, 2 * p / (p - 0.1 * (p - 1)), false);
    for (size_t i = 0; i < 4 * RUNS; ++i) {
        snprintf(rows[i].study, sizeof rows[i].study, "weak");
        rows[i].pixels_per_worker = 100;
    }
    compute(true);
    curve_fits_make(&fits, &cells, &cells.curves[0]);
    assert_false(fits.blocks);
    assert_int_equal(fits.law_count, 1);
    assert_ptr_equal(fits.laws[0].law, &law_gustafson);
    assert_true(fabs(fits.laws[0].parameters[0].value - 0.1) < 1e-6);
    assert_true(isnan(fits.growth.value));
    curve_fits_free(&fits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_curve_is_fitted_to_what_is_clean),
        TEST(a_weak_curve_has_its_own_law),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
