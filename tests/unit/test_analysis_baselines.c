/* What cells are compared with, and what comes of it. */
#include "analysis/data/cells.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/data/baselines.h"
#include "tests/fixtures/analysis_fixture.h"

static void weak_studies_hold_growing_work(void **state)
{
    (void)state;
    for (int p = 1; p <= 4; p *= 2) {
        struct run_row *row = add_run("mpi", p, 1, 1 + 0.25 * (p - 1));
        snprintf(row->study, sizeof row->study, "weak");
        snprintf(row->work_key, sizeof row->work_key, "w%d", p);
        row->images = 10 * p;
        row->pixels = 1000 * p;
        row->pixels_per_worker = 1000;
    }
    compute(true);
    assert_int_equal(cells.study_count, 1);
    const struct cell *cell = find("mpi", 4, 1);
    assert_true(fabs(cell->efficiency.value - 1 / 1.75) < 1e-12);
    assert_true(fabs(cell->speedup.value - 4 / 1.75) < 1e-12);
    assert_true(isnan(cell->karp_flatt.value));
}

static void oversubscribed_cells_are_kept_but_not_clean(void **state)
{
    (void)state;
    add_run("omp", 1, 1, 4);
    struct run_row *row = add_run("omp", 1, 4, 1.5);
    row->oversubscribed = 1;
    row->valid = 0;
    snprintf(row->invalid_code, sizeof row->invalid_code, "oversubscribed");
    snprintf(row->invalid_reason, sizeof row->invalid_reason, "oversubscribed: 4 on 2 CPUs");
    compute(true);
    const struct cell *cell = find("omp", 1, 4);
    assert_true(cell->usable);
    assert_true(cell->oversubscribed);
    assert_false(cell_is_clean(cell));
    assert_true(fabs(cell->speedup.value - 4 / 1.5) < 1e-12);
    assert_true(isnan(cell->karp_flatt.value));
}

static void the_serial_run_is_the_baseline(void **state)
{
    (void)state;
    add_run("serial", 1, 1, 3);
    add_run("omp", 1, 1, 4);
    add_run("omp", 1, 2, 2);
    compute(true);
    const struct cell *cell = find("omp", 1, 2);
    assert_int_equal(cell->baseline, BASELINE_SERIAL);
    assert_true(fabs(cell->speedup.value - 1.5) < 1e-12);
    baselines_compare(&cells, false);
    assert_int_equal(cell->baseline, BASELINE_SELF);
    assert_true(fabs(cell->speedup.value - 2) < 1e-12);
    assert_true(fabs(cell->efficiency.value - 1) < 1e-12);
}

/* One thread under the lock of all has its boundaries already: what serial is ahead by is no
 * scaling. */
static void under_a_lock_of_all_threads_the_curve_is_its_own_baseline(void **state)
{
    (void)state;
    add_run("serial", 1, 1, 3);
    for (int threads = 1; threads <= 2; ++threads) {
        struct run_row *row = add_run("gil", 1, threads, 4);
        row->model_processes = 0;
        row->model_threads = 1;
        snprintf(row->lock, sizeof row->lock, "bands");
        row->switch_interval_s = 0.005;
    }
    compute(true);
    const struct cell *cell = find("gil", 1, 2);
    assert_int_equal(cell->baseline, BASELINE_SELF);
    assert_true(fabs(cell->speedup.value - 1) < 1e-12);
}

static void ways_to_use_the_lock_are_curves_of_their_own(void **state)
{
    (void)state;
    static const char *const uses[] = {"bands", "calls", "kernels", "bands"};
    for (int i = 0; i < 4; ++i) {
        struct run_row *row = add_run("gil", 1, 2, 4);
        row->model_processes = 0;
        row->model_threads = 1;
        snprintf(row->lock, sizeof row->lock, "%s", uses[i]);
        row->switch_interval_s = i < 3 ? 0.005 : 0.001;
    }
    compute(true);
    assert_int_equal(cells.study_count, 1);
    assert_int_equal(cells.curve_count, 4);
}

static void without_t1_efficiency_is_relative_to_p0(void **state)
{
    (void)state;
    add_run("mpi", 2, 1, 2);
    add_run("mpi", 4, 1, 1.25);
    compute(true);
    const struct cell *cell = find("mpi", 4, 1);
    assert_int_equal(cell->baseline, BASELINE_SMALLEST);
    assert_int_equal(cell->base->workers, 2);
    assert_true(fabs(cell->efficiency.value - 2 * 2 / (4 * 1.25)) < 1e-12);
    assert_true(isnan(cell->karp_flatt.value));
    assert_string_equal(cell->no_fraction, "there is no T(1)");
}

static void a_single_point_claims_no_efficiency(void **state)
{
    (void)state;
    add_run("mpi", 4, 1, 1);
    compute(true);
    assert_true(isnan(cells.cells[0].efficiency.value));
    assert_non_null(strstr(cells.cells[0].reason, "one point only"));
}

static void an_oversubscribed_cell_is_no_baseline(void **state)
{
    (void)state;
    add_run("omp", 1, 1, 4)->oversubscribed = 1;
    add_run("omp", 1, 2, 2);
    add_run("omp", 1, 4, 1);
    compute(true);
    assert_int_equal(find("omp", 1, 4)->base->workers, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(weak_studies_hold_growing_work),
        TEST(oversubscribed_cells_are_kept_but_not_clean),
        TEST(the_serial_run_is_the_baseline),
        TEST(under_a_lock_of_all_threads_the_curve_is_its_own_baseline),
        TEST(ways_to_use_the_lock_are_curves_of_their_own),
        TEST(without_t1_efficiency_is_relative_to_p0),
        TEST(a_single_point_claims_no_efficiency),
        TEST(an_oversubscribed_cell_is_no_baseline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
