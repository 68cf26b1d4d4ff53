/* Which runs count, and why others do not. */
#include "analysis/data/cells.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/fixtures/analysis_fixture.h"

static void warm_ups_and_invalid_iterations_do_not_count(void **state)
{
    (void)state;
    add_run("serial", 1, 1, 2);
    last_samples()[2].valid = 0;
    last_samples()[2].wall_s = 50;
    compute(true);
    assert_int_equal(cells.cells[0].runs[0]->time_count, 2);
    assert_true(fabs(cells.cells[0].time.value - 2) < 1e-12);
}

static void failed_images_leave_no_time(void **state)
{
    (void)state;
    add_run("omp", 1, 2, 1);
    last_samples()[1].units_failed = 3;
    compute(true);
    assert_false(cells.cells[0].usable);
    assert_string_equal(cells.cells[0].reason, "failed: 3 images over all iterations");
}

static void stopped_runs_are_left_out_beside_complete_ones(void **state)
{
    (void)state;
    add_run("omp", 1, 2, 1);
    snprintf(add_run("omp", 1, 2, 9)->status, sizeof rows[0].status, "stopped");
    compute(true);
    assert_int_equal(cells.cells[0].used_count, 1);
    assert_int_equal(cells.cells[0].run_count, 2);
    assert_true(fabs(cells.cells[0].time.value - 1) < 1e-12);
}

static void the_driver_s_verdict_on_a_run_is_kept(void **state)
{
    (void)state;
    struct run_row *row = add_run("omp", 1, 2, 1);
    row->valid = 0;
    snprintf(row->invalid_code, sizeof row->invalid_code, "disagreed");
    snprintf(row->invalid_reason, sizeof row->invalid_reason, "verification failed");
    compute(true);
    assert_false(cells.cells[0].usable);
    assert_string_equal(cells.cells[0].reason, "verification failed");
}

/* The sentence is for people: it decides nothing. */
static void a_run_without_cpus_of_its_own_keeps_its_time(void **state)
{
    (void)state;
    static const char *const codes[] = {"oversubscribed", "binding", "threads", "other", "new"};
    for (int i = 0; i < 5; ++i) {
        struct run_row *row = add_run("omp", 1, 2 + i, 1);
        row->valid = 0;
        snprintf(row->invalid_code, sizeof row->invalid_code, "%s", codes[i]);
        snprintf(row->invalid_reason, sizeof row->invalid_reason, "oversubscribed, they say");
    }
    compute(true);
    for (int i = 0; i < 5; ++i)
        assert_int_equal(find("omp", 1, 2 + i)->usable, i < 2);
}

static void clean_runs_push_out_wrongly_bound_ones(void **state)
{
    (void)state;
    add_run("omp", 1, 2, 9)->binding_ok = 0;
    add_run("omp", 1, 2, 1);
    compute(true);
    assert_int_equal(cells.cells[0].used_count, 1);
    assert_true(fabs(cells.cells[0].time.value - 1) < 1e-12);
    assert_true(cell_is_clean(&cells.cells[0]));
}

/* A run of which only a sample was computed twice, or all of it. */
static void add_sum(const char *model, int ranks, int threads, const char *verified,
                    const char *checksum)
{
    struct run_row *row = add_run(model, ranks, threads, 1);
    snprintf(row->verified, sizeof row->verified, "%s", verified);
    set_checksum(row, checksum);
}

static void one_wrong_checksum_condemns_all_until_a_run_decides(void **state)
{
    (void)state;
    add_sum("omp", 1, 2, "sample", "c");
    add_sum("omp", 1, 4, "sample", "c");
    add_sum("mpi", 2, 1, "sample", "wrong");
    compute(true);
    for (size_t i = 0; i < cells.cell_count; ++i) {
        assert_false(cells.cells[i].usable);
        assert_string_equal(cells.cells[i].reason,
                            "runs of the same work disagree on the checksum, and no serial run "
                            "decides, nor one that was verified whole");
    }
}

static void without_a_serial_run_one_that_was_verified_whole_decides(void **state)
{
    (void)state;
    add_sum("omp", 1, 2, "sample", "wrong");
    add_sum("hybrid", 2, 2, "all", "c");
    add_sum("mpi", 4, 1, "all", "wrong");
    add_sum("mpi", 8, 1, "sample", "c");
    compute(true);
    assert_false(find("omp", 1, 2)->usable);
    assert_true(find("hybrid", 2, 2)->usable);
    assert_false(find("mpi", 4, 1)->usable);
    assert_true(find("mpi", 8, 1)->usable);
    assert_string_equal(find("omp", 1, 2)->reason,
                        "its checksum differs from that of hybrid 2x2 for the same work, which "
                        "was verified whole");
}

static void of_serial_runs_those_that_were_verified_whole_decide(void **state)
{
    (void)state;
    add_sum("serial", 1, 1, "sample", "wrong");
    add_sum("serial", 1, 1, "all", "c");
    add_sum("omp", 1, 2, "sample", "c");
    add_sum("omp", 1, 4, "all", "wrong");
    compute(true);
    assert_int_equal(find("serial", 1, 1)->used_count, 1);
    assert_true(find("omp", 1, 2)->usable);
    assert_false(find("omp", 1, 4)->usable);
    assert_string_equal(find("omp", 1, 4)->reason,
                        "its checksum differs from the serial run's of the same work, which was "
                        "verified whole");
}

static void a_serial_run_decides_against_others_that_were_verified_whole(void **state)
{
    (void)state;
    add_sum("serial", 1, 1, "sample", "c");
    add_sum("omp", 1, 2, "all", "wrong");
    compute(true);
    assert_true(find("serial", 1, 1)->usable);
    assert_string_equal(find("omp", 1, 2)->reason,
                        "its checksum differs from the serial run's of the same work");
}

static void runs_of_as_few_processes_that_disagree_decide_nothing(void **state)
{
    (void)state;
    add_sum("omp", 1, 2, "all", "c");
    add_sum("omp", 1, 4, "all", "wrong");
    add_sum("mpi", 2, 1, "all", "c");
    compute(true);
    for (size_t i = 0; i < cells.cell_count; ++i)
        assert_false(cells.cells[i].usable);
}

static void a_serial_run_decides_about_checksums(void **state)
{
    (void)state;
    add_run("serial", 1, 1, 2);
    add_run("omp", 1, 2, 1);
    set_checksum(add_run("mpi", 2, 1, 1), "wrong");
    compute(true);
    assert_true(find("serial", 1, 1)->usable);
    assert_true(find("omp", 1, 2)->usable);
    assert_false(find("mpi", 2, 1)->usable);
}

static void serial_runs_that_disagree_decide_nothing(void **state)
{
    (void)state;
    add_run("serial", 1, 1, 2);
    add_run("omp", 1, 2, 1);
    set_checksum(add_run("serial", 1, 1, 2), "wrong");
    compute(true);
    assert_false(find("omp", 1, 2)->usable);
}

static void other_work_may_have_another_checksum(void **state)
{
    (void)state;
    add_run("omp", 1, 2, 1);
    struct run_row *row = add_run("omp", 1, 2, 1);
    set_checksum(row, "other");
    snprintf(row->work_key, sizeof row->work_key, "v");
    compute(true);
    assert_int_equal(cells.study_count, 2);
    assert_true(cells.cells[0].usable && cells.cells[1].usable);
}

static void iterations_that_disagree_condemn_their_run(void **state)
{
    (void)state;
    add_run("omp", 1, 2, 1);
    snprintf(last_samples()[3].checksum, sizeof samples[0].checksum, "wrong");
    compute(true);
    assert_false(cells.cells[0].usable);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(warm_ups_and_invalid_iterations_do_not_count),
        TEST(failed_images_leave_no_time),
        TEST(stopped_runs_are_left_out_beside_complete_ones),
        TEST(the_driver_s_verdict_on_a_run_is_kept),
        TEST(a_run_without_cpus_of_its_own_keeps_its_time),
        TEST(clean_runs_push_out_wrongly_bound_ones),
        TEST(one_wrong_checksum_condemns_all_until_a_run_decides),
        TEST(without_a_serial_run_one_that_was_verified_whole_decides),
        TEST(of_serial_runs_those_that_were_verified_whole_decide),
        TEST(a_serial_run_decides_against_others_that_were_verified_whole),
        TEST(runs_of_as_few_processes_that_disagree_decide_nothing),
        TEST(a_serial_run_decides_about_checksums),
        TEST(serial_runs_that_disagree_decide_nothing),
        TEST(other_work_may_have_another_checksum),
        TEST(iterations_that_disagree_condemn_their_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
