/* Copies that did not know of each other do not count, unless they were meant. */
#include "analysis/data/cells.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/analysis_fixture.h"

static void F22_copies_by_the_record_do_not_count(void **state)
{
    (void)state;
    add_run("mpi", 1, 1, 1)->ranks_announced = 4;
    compute(true);
    assert_false(find("mpi", 1, 1)->usable);
    assert_string_equal(find("mpi", 1, 1)->reason,
                        "its launcher announced 4 ranks and it found 1: copies that did not know "
                        "of each other");
}

static void F22_copies_by_the_facts_of_an_older_file_do_not_count(void **state)
{
    (void)state;
    static const char *const names[] = {"env.OMPI_COMM_WORLD_SIZE", "env.PMI_SIZE",
                                        "env.SLURM_STEP_NUM_TASKS"};
    for (int i = 0; i < 3; ++i) {
        add_run("mpi", 2, 1 + i, 1);
        add_fact(names[i], "4");
        add_fact("env.SLURM_STEP_ID", "0");
    }
    compute(true);
    for (int i = 0; i < 3; ++i)
        assert_false(find("mpi", 2, 1 + i)->usable);
}

static void F22_copies_that_were_meant_count(void **state)
{
    (void)state;
    struct run_row *row = add_run("serial", 1, 1, 1);
    row->ranks_announced = 4;
    row->independent = 1;
    add_fact("env.OMPI_COMM_WORLD_SIZE", "4");
    compute(true);
    assert_true(find("serial", 1, 1)->usable);
}

static void F22_ranks_that_found_each_other_count(void **state)
{
    (void)state;
    add_run("mpi", 4, 1, 1)->ranks_announced = 4;
    add_run("mpi", 2, 1, 1);
    add_fact("env.OMPI_COMM_WORLD_SIZE", "2"); /* an mpirun in a larger step */
    add_fact("env.SLURM_STEP_NUM_TASKS", "8");
    add_fact("env.SLURM_STEP_ID", "0");
    compute(true);
    assert_true(find("mpi", 4, 1)->usable);
    assert_true(find("mpi", 2, 1)->usable);
}

static void F22_what_announces_nobody_is_no_launcher(void **state)
{
    (void)state;
    add_run("serial", 1, 1, 1); /* in a batch script, before any step */
    add_fact("env.SLURM_STEP_NUM_TASKS", "4");
    snprintf(add_run("mpi", 2, 1, 1)->start, sizeof rows[0].start, "mpirun");
    add_fact("env.SLURM_STEP_NUM_TASKS", "4"); /* of the mpirun's own helpers */
    add_fact("env.SLURM_STEP_ID", "0");
    add_run("omp", 1, 2, 1);
    add_fact("env.PMI_SIZE", "many");
    compute(true);
    assert_true(find("serial", 1, 1)->usable);
    assert_true(find("mpi", 2, 1)->usable);
    assert_true(find("omp", 1, 2)->usable);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(F22_copies_by_the_record_do_not_count),
        TEST(F22_copies_by_the_facts_of_an_older_file_do_not_count),
        TEST(F22_copies_that_were_meant_count),
        TEST(F22_ranks_that_found_each_other_count),
        TEST(F22_what_announces_nobody_is_no_launcher),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
