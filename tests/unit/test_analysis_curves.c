/* Which runs are points of one curve, which are curves to be compared, and which are neither. */
#include "analysis/data/cells.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/analysis_fixture.h"

#define SET(row, member, text) snprintf((row)->member, sizeof rows[0].member, "%s", text)

static void add_dealt(int ranks, const char *asked, const char *ran)
{
    struct run_row *row = add_run("mpi", ranks, 1, 4.0 / ranks);
    SET(row, deal_asked, asked);
    SET(row, deal, ran);
}

static void one_rank_is_a_point_of_the_only_curve_there_is(void **state)
{
    (void)state;
    add_dealt(1, "none", "none");
    add_dealt(2, "counter", "counter");
    add_dealt(4, "counter", "counter");
    compute(true);
    assert_int_equal(cells.curve_count, 1);
    assert_int_equal(find("mpi", 4, 1)->base->workers, 1);
}

static void one_rank_stays_alone_between_two_curves(void **state)
{
    (void)state;
    add_dealt(1, "none", "none");
    add_dealt(2, "counter", "counter");
    add_dealt(2, "master", "master");
    compute(true);
    assert_int_equal(cells.curve_count, 3);
}

static void who_was_asked_to_deal_makes_a_curve(void **state)
{
    (void)state;
    add_dealt(2, "counter", "counter");
    add_dealt(4, "master", "master");
    compute(true);
    assert_int_equal(cells.curve_count, 2);
}

/* As between nodes, where one-sided communication fails. */
static void what_fell_back_is_on_the_curve_of_what_was_asked(void **state)
{
    (void)state;
    add_dealt(1, "none", "none");
    add_dealt(2, "counter", "counter");
    add_dealt(4, "counter", "served");
    compute(true);
    assert_int_equal(cells.curve_count, 1);
    assert_int_equal(cells.cell_count, 3);
    assert_int_equal(find("mpi", 4, 1)->baseline, BASELINE_SELF);
    assert_false(cell_fell_back(find("mpi", 1, 1)));
    assert_false(cell_fell_back(find("mpi", 2, 1)));
    assert_true(cell_fell_back(find("mpi", 4, 1)));
}

static void what_fell_back_is_no_repetition_of_what_did_not(void **state)
{
    (void)state;
    add_dealt(4, "counter", "counter");
    add_dealt(4, "counter", "served");
    compute(true);
    assert_int_equal(cells.curve_count, 1);
    assert_int_equal(cells.cell_count, 2);
}

static void pools_are_curves_with_one_serial_baseline(void **state)
{
    (void)state;
    SET(add_run("serial", 1, 1, 2), pool, "own");
    SET(add_run("omp", 1, 2, 1), pool, "own");
    SET(add_run("omp", 1, 4, 1), pool, "shared");
    SET(add_run("omp", 1, 8, 1), pool, ""); /* of an older program */
    compute(true);
    assert_int_equal(cells.study_count, 1);
    assert_int_equal(cells.curve_count, 4);
    assert_string_equal(cells.curves[1].name, "omp pool=unknown");
    assert_string_equal(cells.curves[2].name, "omp pool=own");
    assert_string_equal(cells.curves[3].name, "omp pool=shared");
    for (int threads = 2; threads <= 8; threads *= 2)
        assert_ptr_equal(find("omp", 1, threads)->base, find("serial", 1, 1));
}

static void reading_ahead_is_a_curve(void **state)
{
    (void)state;
    add_run("serial", 1, 1, 2);
    add_run("omp", 1, 2, 1)->read_ahead = 4;
    add_run("omp", 1, 4, 1);
    compute(true);
    assert_int_equal(cells.curve_count, 3);
    assert_string_equal(cells.curves[2].name, "omp read_ahead=4");
    assert_ptr_equal(find("omp", 1, 2)->base, find("serial", 1, 1));
}

static void a_slower_source_is_another_study(void **state)
{
    (void)state;
    add_run("omp", 1, 2, 1);
    add_run("omp", 1, 2, 1)->delay_s = 0.005;
    add_run("omp", 1, 2, 1)->delay_s = 0.005;
    compute(true);
    assert_int_equal(cells.study_count, 2);
    assert_null(strstr(cells.studies[0].title, "delay"));
    assert_non_null(strstr(cells.studies[1].title, "with a delay of 0.005 s"));
}

static void ways_to_make_processes_are_curves_from_one_rank_on(void **state)
{
    (void)state;
    add_run("mpi", 1, 1, 4); /* it made none */
    SET(add_run("mpi", 2, 1, 2), process_start, "fork");
    compute(true);
    assert_int_equal(cells.curve_count, 1);
    SET(add_run("mpi", 4, 1, 1), process_start, "spawn");
    fixture_end(state);
    compute(true);
    assert_int_equal(cells.curve_count, 3);
}

static void ways_of_transfer_are_curves_that_are_told(void **state)
{
    (void)state;
    add_run("fork", 1, 1, 4); /* it sent nothing */
    SET(add_run("fork", 2, 1, 2), transfer, "pipe");
    compute(true);
    assert_int_equal(cells.curve_count, 1);
    SET(add_run("fork", 2, 1, 1), transfer, "shared");
    fixture_end(state);
    compute(true);
    assert_int_equal(cells.curve_count, 3);
    assert_string_equal(cells.curves[1].name, "fork pipe");
    assert_string_equal(cells.curves[2].name, "fork shared");
}

static void what_follows_from_distribute_is_told_once(void **state)
{
    (void)state;
    struct run_row *row = add_run("mpi", 2, 1, 2);
    SET(row, distribute, "own");
    SET(row, transfer, "source");
    row = add_run("mpi", 2, 1, 1);
    SET(row, distribute, "scatter");
    SET(row, transfer, "message");
    compute(true);
    assert_int_equal(cells.curve_count, 2);
    assert_string_equal(cells.curves[0].name, "mpi own");
    assert_string_equal(cells.curves[1].name, "mpi scatter");
}

static void copies_are_compared_but_are_no_baseline(void **state)
{
    (void)state;
    for (int copies = 2; copies <= 4; copies += 2)
        for (int run = 0; run < 3; ++run) {
            struct run_row *row = add_run("serial", 1, 1, copies);
            row->independent = 1;
            row->ranks_announced = copies;
        }
    add_run("serial", 1, 1, 1);
    add_run("omp", 1, 2, 1);
    compute(true);
    assert_int_equal(cells.study_count, 1);
    assert_int_equal(cells.curve_count, 3);
    assert_int_equal(cells.cell_count, 4);
    const struct cell *base = find("omp", 1, 2)->base;
    assert_non_null(base);
    assert_int_equal(base->runs[0]->row->independent, 0);
}

/* A launcher of one rank is told by `start`; how many others it announced, by their validity. */
static void announced_ranks_part_no_other_cells(void **state)
{
    (void)state;
    add_run("mpi", 2, 1, 1)->ranks_announced = 2;
    add_run("mpi", 2, 1, 1); /* of an older program */
    compute(true);
    assert_int_equal(cells.cell_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_rank_is_a_point_of_the_only_curve_there_is),
        TEST(one_rank_stays_alone_between_two_curves),
        TEST(who_was_asked_to_deal_makes_a_curve),
        TEST(what_fell_back_is_on_the_curve_of_what_was_asked),
        TEST(what_fell_back_is_no_repetition_of_what_did_not),
        TEST(pools_are_curves_with_one_serial_baseline),
        TEST(reading_ahead_is_a_curve),
        TEST(a_slower_source_is_another_study),
        TEST(ways_to_make_processes_are_curves_from_one_rank_on),
        TEST(ways_of_transfer_are_curves_that_are_told),
        TEST(what_follows_from_distribute_is_told_once),
        TEST(copies_are_compared_but_are_no_baseline),
        TEST(announced_ranks_part_no_other_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
