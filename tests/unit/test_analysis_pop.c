/* POP efficiencies and stragglers, against numbers worked out by hand. */
#include "analysis/data/pop.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/analysis_fixture.h"

static struct pop_set set;

static void near(double found, double expected)
{
    if (!(fabs(found - expected) <= 1e-9 * fabs(expected)))
        fail_msg("%.17g, not %.17g", found, expected);
}

static const struct pop_cell *pop_of(const char *model, int ranks, int threads)
{
    pop_build(&set, &cells);
    const struct pop_cell *pop = pop_find(&set, find(model, ranks, threads));
    assert_non_null(pop);
    return pop;
}

/* Two ranks of two threads, T = 10 s. In s:
 *
 *   rank.thread  kernel  decode  read  write  wait     u   outside of comm and wait
 *   0.0             6       2     0     0.5   1.5     8    8.5   the rank: 8.5
 *   0.1             6       0     0     0     4       6    6
 *   1.0             9       0     0.5   0     0.5     9    9.5   the rank: 9.5
 *   1.1             5       0     0     0     5       5    5
 *
 * avg u = 28/4 = 7, max u = 9, avg outside = 9, max outside = 9.5, so that PE = 0.7, LB = 7/9,
 * CommE = 0.9, MPI_LB = 9/9.5 = 18/19, MPI_CE = 0.95, OMP_LB = (7/9)/(18/19) = 133/162 and OMP_CE =
 * 0.9/0.95 = 18/19. */
static void add_two_by_two(double cpu_s)
{
    add_run("hybrid", 2, 2, 10);
    for (int i = 0; i < SAMPLES; ++i) {
        struct worker_row *first = add_worker(i, 0, 0, 6), *second = add_worker(i, 1, 1, 5);
        first->decode_s = 2;
        first->write_s = 0.5;
        first->wait_s = 1.5;
        second->wait_s = 5;
        add_worker(i, 0, 1, 6)->wait_s = 4; /* in no order */
        struct worker_row *third = add_worker(i, 1, 0, 9);
        third->read_s = third->wait_s = 0.5;
        third->cpu_s = cpu_s;
        first->cpu_s = 8;
    }
}

static void two_ranks_of_two_threads(void **state)
{
    (void)state;
    static const double expected[POP_QUANTITIES] = {0.7,  7.0 / 9,     0.9,      18.0 / 19,
                                                    0.95, 133.0 / 162, 18.0 / 19};
    add_two_by_two(9);
    compute(true);
    const struct pop_cell *pop = pop_of("hybrid", 2, 2);
    assert_null(pop->missing);
    for (int q = 0; q < POP_QUANTITIES; ++q) {
        near(pop->values[q].value, expected[q]);
        assert_true(isnan(pop->values[q].low)); /* of one run */
    }
    near(pop->cpu_share, 1);
    assert_true(isnan(pop->global.value)); /* there is no base */
    pop_free(&set);
}

/* One worker computes for 25 of 26 s: PE(1) = 25/26. CompScal = 25/28, GE = 0.7 * 25/28 = 0.625;
 * GE / PE(1) = 0.65 is the efficiency, 26 s over 4 times 10 s. */
static void computation_that_scales(void **state)
{
    (void)state;
    add_run("serial", 1, 1, 26);
    for (int i = 0; i < SAMPLES; ++i)
        add_worker(i, 0, 0, 25);
    add_two_by_two(9);
    compute(true);
    const struct pop_cell *pop = pop_of("hybrid", 2, 2);
    near(pop->base_efficiency, 25.0 / 26);
    near(pop->scaling.value, 25.0 / 28);
    near(pop->global.value, 0.625);
    near(pop->global.value / pop->base_efficiency, pop->cell->efficiency.value);
    pop_free(&set);
}

/* Of 9 s in a kernel the thread had a CPU for 2: 21 of all 28 s. */
static void time_without_a_cpu_is_told(void **state)
{
    (void)state;
    add_two_by_two(2);
    compute(true);
    near(pop_of("hybrid", 2, 2)->cpu_share, 0.75);
    pop_free(&set);
}

/* Two threads take turns to work 9 and 3 s: load balance is 6/9 in each iteration, though both do
 * as much over all of them. */
static void load_balance_is_of_each_iteration(void **state)
{
    (void)state;
    add_run("omp", 1, 2, 10);
    for (int i = 0; i < SAMPLES; ++i) {
        add_worker(i, 0, 0, i % 2 ? 9 : 3);
        add_worker(i, 0, 1, i % 2 ? 3 : 9);
    }
    compute(true);
    const struct pop_cell *pop = pop_of("omp", 1, 2);
    near(pop->values[POP_LB].value, 2.0 / 3);
    near(pop->values[POP_PE].value, 0.6);
    assert_true(isnan(pop->values[POP_MPI_LB].value)); /* not ranks of threads */
    pop_free(&set);
}

/* Three runs of PE 0.8, 0.9 and 0.95: the logits 1.386294, 2.197225, 2.944439 have the mean
 * 2.175986 and the standard error 0.449923; t(0.975, 2) = 4.302653. */
static void intervals_are_of_logits(void **state)
{
    (void)state;
    static const double shares[] = {0.8, 0.9, 0.95};
    for (int run = 0; run < 3; ++run) {
        add_run("omp", 1, 2, 1);
        for (int i = 0; i < SAMPLES; ++i)
            for (int t = 0; t < 2; ++t)
                add_worker(i, 0, t, shares[run]);
    }
    compute(true);
    const struct interval pe = pop_of("omp", 1, 2)->values[POP_PE];
    assert_true(fabs(pe.value - 0.8980722) < 1e-6);
    assert_true(fabs(pe.low - 0.5597442) < 1e-5);
    assert_true(fabs(pe.high - 0.9838864) < 1e-5);
    pop_free(&set);
}

static void nothing_useful_has_no_efficiency(void **state)
{
    (void)state;
    add_run("mpi", 2, 1, 1);
    for (int i = 0; i < SAMPLES; ++i)
        for (int r = 0; r < 2; ++r)
            add_worker(i, r, 0, 0)->read_s = 0.9;
    compute(true);
    const struct pop_cell *pop = pop_of("mpi", 2, 1);
    assert_non_null(strstr(pop->missing, "nothing useful"));
    assert_true(isnan(pop->values[POP_PE].value));
    pop_free(&set);
}

/* Runs of four ranks on two nodes. Rank `slow` takes 12 % longer for the same units, rank `busy`
 * has 12 % more of them. */
static void add_four(int slow, int busy)
{
    for (int run = 0; run < 4; ++run) {
        add_run("mpi", 4, 1, 2);
        for (int i = 0; i < SAMPLES; ++i)
            for (int r = 0; r < 4; ++r) {
                const double noise = 1 + 0.002 * ((run + r * r) % 3 - 1);
                const double share = r == slow || r == busy ? 1.12 : 1;
                struct worker_row *worker = add_worker(i, r, 0, share * noise);
                worker->units = r == busy ? 112 : 100;
                snprintf(worker->node, sizeof worker->node, r < 2 ? "left" : "right");
            }
    }
    compute(true);
}

static void a_slow_rank_is_named(void **state)
{
    (void)state;
    add_four(2, -1);
    const struct pop_cell *pop = pop_of("mpi", 4, 1);
    assert_int_equal(pop->place_count, 6);
    for (int r = 0; r < 4; ++r) {
        assert_int_equal(pop->places[r].kind, POP_RANKS);
        assert_int_equal(pop->places[r].slower, r == 2);
        assert_int_equal(pop->places[r].longer, r == 2);
    }
    assert_true(fabs(pop->places[2].pace.value - 1.12) < 0.003);
    assert_true(pop->places[2].pace.low < 1.12 && pop->places[2].pace.high > 1.12);
    assert_string_equal(pop->places[2].node, "right");
    assert_int_equal(pop->places[5].kind, POP_NODES);
    assert_string_equal(pop->places[5].node, "right");
    assert_true(pop->places[5].slower); /* by 6 % */
    assert_false(pop->places[4].slower);
    pop_free(&set);
}

static void a_rank_with_more_work_is_not_slower(void **state)
{
    (void)state;
    add_four(-1, 1);
    const struct pop_cell *pop = pop_of("mpi", 4, 1);
    assert_true(pop->places[1].longer);
    assert_false(pop->places[1].slower);
    pop_free(&set);
}

static void equal_ranks_are_all_alike(void **state)
{
    (void)state;
    add_four(-1, -1);
    const struct pop_cell *pop = pop_of("mpi", 4, 1);
    for (size_t i = 0; i < pop->place_count; ++i)
        assert_false(pop->places[i].slower || pop->places[i].longer);
    pop_free(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_ranks_of_two_threads),   TEST(computation_that_scales),
        TEST(time_without_a_cpu_is_told), TEST(load_balance_is_of_each_iteration),
        TEST(intervals_are_of_logits),    TEST(nothing_useful_has_no_efficiency),
        TEST(a_slow_rank_is_named),       TEST(a_rank_with_more_work_is_not_slower),
        TEST(equal_ranks_are_all_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
