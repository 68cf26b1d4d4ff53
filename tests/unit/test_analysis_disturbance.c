/* Hosts of one machine that are not equally fast, and workers that wait instead of computing. */
#include "analysis/data/cells.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/fixtures/analysis_fixture.h"

/* A run on a host of two cores, whose workers streamed through memory in `stream_s` and were
 * blocked inside units for `blocked_s` of a second. */
static struct run_row *add_on(const char *host, int threads, double stream_s, double blocked_s)
{
    struct run_row *row = add_run("omp", 1, threads, 1);
    struct node_row *node = last_node();
    snprintf(node->node, sizeof node->node, "%s", host);
    node->cores = node->cpus = node->usable_cpus = 2;
    node->ranks = 1;
    row->nodes = 1;
    for (int i = 0; i < SAMPLES; ++i)
        for (int t = 0; t < threads; ++t) {
            struct worker_row *worker = add_worker(i, 0, t, 0.3);
            worker->probe_stream_s = stream_s;
            worker->blocked_s = blocked_s;
        }
    return row;
}

static void hosts_of_one_machine_are_one_cell(void **state)
{
    (void)state;
    add_on("left", 2, 0.001, 0);
    add_on("right", 2, 0.00104, 0);
    compute(true);
    assert_int_equal(cells.cell_count, 1);
    assert_int_equal(cells.cells[0].used_count, 2);
    assert_false(cells.cells[0].hosts_differ); /* by 4 % */
}

static void hosts_that_are_not_as_fast_are_noted(void **state)
{
    (void)state;
    add_on("left", 2, 0.001, 0);
    add_on("right", 2, 0.00106, 0);
    add_on("left", 2, 0.001, 0);
    compute(true);
    assert_int_equal(cells.cell_count, 1);
    assert_true(cells.cells[0].hosts_differ);
    assert_true(cell_is_clean(&cells.cells[0])); /* a note, no flag */
}

/* One host that changes says nothing of others. */
static void a_host_does_not_differ_from_itself(void **state)
{
    (void)state;
    add_on("left", 2, 0.001, 0);
    add_on("left", 2, 0.002, 0);
    compute(true);
    assert_false(cells.cells[0].hosts_differ);
    assert_true(fabs(cells.cells[0].speed - 0.5) < 1e-12);
}

/* Four threads on two cores: T. */
static void hardware_threads_are_flagged(void **state)
{
    (void)state;
    add_on("left", 4, 0.001, 0.49);
    compute(true);
    assert_true(cells.cells[0].threaded);
    assert_false(cell_is_clean(&cells.cells[0]));
}

/* Who waits inside units for half of T needs no core. */
static void workers_that_wait_are_not_flagged_for_threads(void **state)
{
    (void)state;
    add_on("left", 4, 0.001, 0.5);
    compute(true);
    assert_false(cells.cells[0].threaded);
    assert_true(cell_is_clean(&cells.cells[0]));
}

static void nor_for_oversubscription(void **state)
{
    (void)state;
    add_on("left", 4, 0.001, 0.49)->oversubscribed = 1;
    add_on("left", 8, 0.001, 0.6)->oversubscribed = 1;
    compute(true);
    assert_true(find("omp", 1, 4)->oversubscribed);
    assert_false(find("omp", 1, 8)->oversubscribed);
    assert_true(cell_is_clean(find("omp", 1, 8)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(hosts_of_one_machine_are_one_cell),
        TEST(hosts_that_are_not_as_fast_are_noted),
        TEST(a_host_does_not_differ_from_itself),
        TEST(hardware_threads_are_flagged),
        TEST(workers_that_wait_are_not_flagged_for_threads),
        TEST(nor_for_oversubscription),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
