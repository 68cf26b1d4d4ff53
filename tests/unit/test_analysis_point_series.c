/* What probes measured, as series over x. */
#include "analysis/data/point_series.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/record/rows.h"
#include "tests/fixtures/points_fixture.h"

enum { RUNS_MAX = 8, POINTS_MAX = 128 };

static struct run_row runs[RUNS_MAX];
static struct point_row measured[POINTS_MAX];
static struct results results;
static struct point_set set;

static int begin(void **state)
{
    (void)state;
    results = (struct results){.runs = runs, .points = measured};
    return 0;
}

static int end(void **state)
{
    (void)state;
    point_series_free(&set);
    return 0;
}

static struct run_row *add_probe(int ranks)
{
    struct run_row *row = &runs[results.run_count];
    record_default(&record_tables[TABLE_RUNS], row);
    snprintf(row->run, sizeof row->run, "%08zu", results.run_count++);
    snprintf(row->kernel, sizeof row->kernel, "messages");
    snprintf(row->model, sizeof row->model, "mpi");
    snprintf(row->mode, sizeof row->mode, "probe");
    snprintf(row->status, sizeof row->status, "complete");
    row->ranks = ranks;
    row->threads = row->valid = row->binding_ok = 1;
    return row;
}

/* Of the probe added last. */
static void add_point(const char *variant, double x, double seconds)
{
    struct point_row *point = &measured[results.point_count++];
    record_default(&record_tables[TABLE_POINTS], point);
    snprintf(point->run, sizeof point->run, "%s", runs[results.run_count - 1].run);
    snprintf(point->variant, sizeof point->variant, "%s", variant);
    snprintf(point->unit, sizeof point->unit, "byte");
    point->x = x;
    point->seconds = seconds;
}

/* A process takes 2 us and 1 ns a byte, a thread 0.5 us and 2.5 ns: 3 us each at 1000 bytes. */
static void add_messages(double factor)
{
    for (double bytes = 16384; bytes >= 64; bytes /= 2) {
        add_point("thread", bytes, factor * (0.5e-6 + 2.5e-9 * bytes));
        add_point("process", bytes, factor * (2e-6 + 1e-9 * bytes));
    }
}

static void variants_are_series_over_x(void **state)
{
    (void)state;
    for (int i = 0; i < 3; ++i) {
        add_probe(2);
        add_messages(1 + 0.001 * i);
    }
    point_series_build(&set, &results);
    assert_int_equal(set.count, 2);
    assert_string_equal(set.series[0].variant, "process");
    assert_int_equal(set.series[0].group, set.series[1].group);
    assert_int_equal(set.series[0].size_count, 9);
    for (size_t i = 1; i < 9; ++i)
        assert_true(set.series[0].sizes[i].x > set.series[0].sizes[i - 1].x);
    assert_int_equal(set.series[0].sizes[0].count, 3); /* each run is a repetition */
    expect_close(exp(set.series[0].sizes[0].logs[0]), 2.064e-6, 1e-9);
}

static void two_variants_have_a_crossover(void **state)
{
    (void)state;
    struct comparison comparison;
    for (int i = 0; i < 3; ++i) {
        add_probe(2);
        add_messages(1 + 0.001 * i);
    }
    point_series_build(&set, &results);
    point_series_compare(&comparison, &set.series[0], &set.series[1]);
    assert_int_equal(comparison.working.answer, CROSSOVER_ONE);
    assert_true(comparison.working.roots[0].low < 1000 && comparison.working.roots[0].high > 1000);
    assert_false(comparison.start_asked);
    assert_non_null(strstr(comparison.title, "messages"));
    assert_non_null(strstr(comparison.title, "2 ranks"));
    comparison_free(&comparison);
}

/* Neither what did not come to its end, nor what shared its CPUs. */
static void only_sound_runs_count(void **state)
{
    (void)state;
    add_probe(2);
    add_point("thread", 64, 1);
    snprintf(add_probe(2)->status, sizeof runs[0].status, "stopped");
    add_point("thread", 64, 2);
    add_probe(2)->oversubscribed = 1;
    add_point("thread", 64, 3);
    add_probe(2)->binding_ok = 0;
    add_point("thread", 64, 4);
    point_series_build(&set, &results);
    assert_int_equal(set.count, 1);
    assert_int_equal(set.series[0].sizes[0].count, 1);
    expect_close(set.series[0].sizes[0].logs[0], 0, 1e-12);
}

static void several_in_one_run_are_one(void **state)
{
    (void)state;
    add_probe(2);
    add_point("thread", 64, 1);
    add_point("thread", 64, 4);
    add_point("thread", 64, NAN);
    point_series_build(&set, &results);
    assert_int_equal(set.series[0].sizes[0].count, 1);
    expect_close(exp(set.series[0].sizes[0].logs[0]), 2, 1e-12);
}

static void other_ranks_are_another_group(void **state)
{
    (void)state;
    add_probe(2);
    add_point("thread", 64, 1);
    add_probe(4);
    add_point("thread", 64, 1);
    point_series_build(&set, &results);
    assert_int_equal(set.count, 2);
    assert_int_not_equal(set.series[0].group, set.series[1].group);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(variants_are_series_over_x, begin, end),
        cmocka_unit_test_setup_teardown(two_variants_have_a_crossover, begin, end),
        cmocka_unit_test_setup_teardown(only_sound_runs_count, begin, end),
        cmocka_unit_test_setup_teardown(several_in_one_run_are_one, begin, end),
        cmocka_unit_test_setup_teardown(other_ranks_are_another_group, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
