/* Repetitions and their slices, pairs of them, and what disturbs a cell or keeps cells apart. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/analysis_fixture.h"

static struct run_row *add_slice(const char *model, int threads, int round, int slice,
                                 double seconds)
{
    struct run_row *row = add_run(model, 1, threads, seconds);
    row->round = round;
    row->slice = slice;
    return row;
}

static void slices_make_a_repetition(void **state)
{
    (void)state;
    for (int round = 0; round < 6; ++round)
        add_slice("serial", 1, round, round % 2, round < 2 ? (round ? 2 : 8) : 4);
    compute(true);
    const struct cell *cell = find("serial", 1, 1);
    assert_int_equal(cell->used_runs, 6);
    assert_int_equal(cell->used_count, 3);
    for (int i = 0; i < 3; ++i) /* the geometric mean of 8 and 2 is 4 */
        assert_true(fabs(cell->logs[i] - log(4)) < 1e-12);
    assert_true(fabs(cell->time.high - 4) < 1e-9);
}

static void launches_of_no_sweep_are_repetitions(void **state)
{
    (void)state;
    for (int i = 0; i < 4; ++i)
        add_run("serial", 1, 1, 4 + i);
    compute(true);
    assert_int_equal(find("serial", 1, 1)->used_count, 4);
}

static void a_second_sweep_of_the_same_rounds_is_more_repetitions(void **state)
{
    (void)state;
    for (int sweep = 0; sweep < 2; ++sweep)
        for (int round = 0; round < 4; ++round) {
            struct run_row *row = add_slice("serial", 1, round, round % 2, 4);
            snprintf(row->created, sizeof row->created, "2026-01-0%d", sweep + 1);
        }
    compute(true);
    assert_int_equal(find("serial", 1, 1)->used_count, 4);
}

/* The machine's speed changes from round to round; the models' ratio does not. */
static void ratios_are_paired_by_repetition(void **state)
{
    (void)state;
    for (int round = 0; round < 5; ++round) {
        add_slice("serial", 1, round, 0, 4 + round);
        add_slice("omp", 2, round, 0, (4 + round) / 2.0);
    }
    compute(true);
    const struct interval speedup = find("omp", 1, 2)->speedup;
    assert_true(fabs(speedup.value - 2) < 1e-9);
    assert_true(speedup.high - speedup.low < 1e-9);
}

static void what_is_not_in_both_is_not_paired(void **state)
{
    (void)state;
    for (int round = 0; round < 5; ++round)
        add_slice("serial", 1, round, 0, 4 + round);
    for (int round = 0; round < 4; ++round)
        add_slice("omp", 2, round, 0, (4 + round) / 2.0);
    compute(true);
    const struct interval speedup = find("omp", 1, 2)->speedup;
    assert_true(speedup.high - speedup.low > 0.1); /* Welch's */
}

static void a_job_is_compared_with_its_own_baseline(void **state)
{
    (void)state;
    for (int i = 0; i < 6; ++i) { /* two jobs a repetition: one has the serial program alone */
        const double speed = i < 3 ? 1 : 4 + i;
        struct run_row *row = add_slice("serial", 1, i % 3, 0, 4 * speed);
        snprintf(row->job, sizeof row->job, "%d", i);
        if (i < 3)
            continue;
        row = add_slice("omp", 2, i % 3, 0, 2 * speed);
        snprintf(row->job, sizeof row->job, "%d", i);
    }
    compute(true);
    const struct cell *cell = find("omp", 1, 2);
    assert_int_equal(cell->used_count, 3);
    assert_true(fabs(cell->speedup.value - 2) < 1e-9);
    assert_true(cell->speedup.high - cell->speedup.low < 1e-9);
}

static void throttled_and_robbed_cells_are_no_baseline(void **state)
{
    (void)state;
    add_run("serial", 1, 1, 4)->throttled = 1;
    add_run("omp", 1, 1, 4);
    add_run("omp", 1, 2, 2)->steal_s = 100;
    add_run("omp", 1, 4, 1);
    compute(true);
    assert_true(find("serial", 1, 1)->disturbed && find("omp", 1, 2)->disturbed);
    assert_false(cell_is_clean(find("serial", 1, 1)));
    assert_ptr_equal(find("omp", 1, 4)->base, find("omp", 1, 1));
}

static void a_quiet_launch_replaces_a_disturbed_one(void **state)
{
    (void)state;
    add_run("serial", 1, 1, 9)->throttled = 3;
    add_run("serial", 1, 1, 4);
    compute(true);
    const struct cell *cell = find("serial", 1, 1);
    assert_int_equal(cell->used_runs, 1);
    assert_false(cell->disturbed);
    assert_true(cell->time.value == 4);
}

static void more_workers_than_cores_are_hardware_threads(void **state)
{
    (void)state;
    add_run("omp", 1, 2, 4);
    add_run("omp", 1, 4, 3);
    for (int i = 0; i < 2; ++i) {
        nodes[i].ranks = 1;
        nodes[i].cores = 2;
        nodes[i].cpus = 4;
    }
    compute(true);
    assert_true(cell_is_clean(find("omp", 1, 2)));
    assert_true(find("omp", 1, 4)->threaded);
    assert_false(cell_is_clean(find("omp", 1, 4)));
}

static void machines_are_told_apart_and_hosts_are_not(void **state)
{
    (void)state;
    for (int i = 0; i < 5; ++i)
        add_run("serial", 1, 1, 4)->others_s = i < 4 ? 0 : NAN;
    nodes[4].cores = 3;
    nodes[4].usable_cpus = 8; /* of an older program: what a worker was bound to, perhaps */
    snprintf(nodes[1].node, sizeof nodes[1].node, "another");
    nodes[2].usable_cpus = 7;
    compute(true);
    assert_int_equal(cells.study_count, 3);
    size_t three = 0;
    for (size_t i = 0; i < cells.cell_count; ++i)
        three += cells.cells[i].used_runs == 3; /* one is on another host */
    assert_int_equal(three, 1);
    int told = 0;
    for (size_t i = 0; i < 3; ++i)
        told += strstr(cells.studies[i].title, "CPUs to use") ? 1 : 0;
    assert_int_equal(told, 2);
}

static void revisions_are_told_apart(void **state)
{
    (void)state;
    add_run("serial", 1, 1, 4);
    add_fact("parallax.revision", "sooner");
    add_run("serial", 1, 1, 4);
    add_fact("parallax.revision", "later");
    compute(true);
    assert_int_equal(cells.study_count, 2);
    for (size_t i = 0; i < 2; ++i)
        assert_non_null(strstr(cells.studies[i].title, "at revision "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(slices_make_a_repetition),
        TEST(launches_of_no_sweep_are_repetitions),
        TEST(a_second_sweep_of_the_same_rounds_is_more_repetitions),
        TEST(ratios_are_paired_by_repetition),
        TEST(what_is_not_in_both_is_not_paired),
        TEST(a_job_is_compared_with_its_own_baseline),
        TEST(throttled_and_robbed_cells_are_no_baseline),
        TEST(a_quiet_launch_replaces_a_disturbed_one),
        TEST(more_workers_than_cores_are_hardware_threads),
        TEST(machines_are_told_apart_and_hosts_are_not),
        TEST(revisions_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
