/* Claims of computing: threads under a lock, without one, processes, and their memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/fixtures/claims_fixture.h"

static void in_bands(struct run_row *row)
{
    snprintf(row->lock, sizeof row->lock, "bands");
}

static void released(struct run_row *row)
{
    snprintf(row->lock, sizeof row->lock, "kernels");
}

static void by_pipe(struct run_row *row)
{
    snprintf(row->transfer, sizeof row->transfer, row->ranks > 1 ? "pipe" : "none");
}

static void nothing_is_decided_by_nothing(void **state)
{
    (void)state;
    claims_measure("serial", 1, 1, 1, NULL);
    claims_leave_out(2, "there is one core here");
    claims_judge();
    for (int number = 1; number <= CLAIMS_MAX; ++number)
        if (number != 2)
            claims_expect(number, FINDING_OPEN, "not measured; parallax claims --run does that");
    claims_expect(2, FINDING_OPEN, "there is one core here");
}

static void threads_under_a_lock(void **state)
{
    (void)state;
    claims_measure("gil", 1, 1, 1, in_bands);
    claims_measure("gil", 1, 2, 1.01, in_bands);
    claims_judge();
    claims_expect(1, FINDING_HOLDS, "speedup by 2 workers: gil 0.9");
    claims_expect(2, FINDING_OPEN, "not measured");
    claims_measure("python-threads", 1, 1, 1, NULL);
    claims_measure("python-threads", 1, 2, 0.6, NULL);
    claims_judge();
    claims_expect(1, FINDING_DEPENDS, "on the way: not so Python");
}

static void threads_under_a_lock_that_gain(void **state)
{
    (void)state;
    claims_measure("gil", 1, 1, 1, in_bands);
    claims_measure("gil", 1, 2, 0.6, in_bands);
    claims_judge();
    claims_expect(1, FINDING_FAILS, "gil 1.6");
}

/* 1.05 itself is neither above nor below. */
static void what_is_near_the_bound_is_open(void **state)
{
    (void)state;
    claims_measure("gil", 1, 1, 1.05, in_bands);
    claims_measure("gil", 1, 2, 1, in_bands);
    claims_measure("omp", 1, 1, 1.05, NULL);
    claims_measure("omp", 1, 2, 1, NULL);
    claims_measure("mpi", 1, 1, 1.05, NULL);
    claims_measure("mpi", 2, 1, 1, NULL);
    claims_judge();
    claims_expect(1, FINDING_OPEN, "too few or too unsteady repetitions of gil");
    claims_expect(2, FINDING_OPEN, "repetitions of omp");
    claims_expect(3, FINDING_OPEN, "repetitions of mpi");
}

static void threads_without_a_lock(void **state)
{
    (void)state;
    claims_measure("serial", 1, 1, 1, NULL);
    claims_measure("copies", 2, 1, 0.5, NULL);
    claims_measure("omp", 1, 1, 1, NULL);
    claims_measure("omp", 1, 2, 0.52, NULL);
    claims_measure("gil", 1, 1, 1, released);
    claims_measure("gil", 1, 2, 0.53, released);
    claims_judge();
    claims_expect(2, FINDING_HOLDS, "gil, released 1.8");
    claims_expect(2, FINDING_HOLDS, "the machine allows 2");
    claims_measure("python-threads-released", 1, 1, 1, NULL);
    claims_measure("python-threads-released", 1, 2, 1.1, NULL);
    claims_judge();
    claims_expect(2, FINDING_DEPENDS, "not so Python, released");
}

static void threads_that_gain_nothing(void **state)
{
    (void)state;
    claims_measure("omp", 1, 1, 1, NULL);
    claims_measure("omp", 1, 2, 1, NULL);
    claims_judge();
    claims_expect(2, FINDING_FAILS, "omp 1.00");
}

static void processes_compute(void **state)
{
    (void)state;
    claims_measure("mpi", 1, 1, 1, NULL);
    claims_measure("mpi", 2, 1, 0.55, NULL);
    claims_measure("fork", 1, 1, 1, by_pipe);
    claims_measure("fork", 2, 1, 0.55, by_pipe);
    claims_judge();
    claims_expect(3, FINDING_HOLDS, "fork, pipe 1.8");
    claims_measure("python-pool-fork", 1, 1, 1, by_pipe);
    claims_measure("python-pool-fork", 2, 1, 1.2, by_pipe);
    claims_judge();
    claims_expect(3, FINDING_DEPENDS, "not so Python's pool, pickled");
}

static void processes_that_gain_nothing(void **state)
{
    (void)state;
    claims_measure("mpi", 1, 1, 1, NULL);
    claims_measure("mpi", 2, 1, 1.3, NULL);
    claims_judge();
    claims_expect(3, FINDING_FAILS, "mpi 0.7");
}

static void what_others_disturbed_decides_nothing(void **state)
{
    (void)state;
    claims_measure("omp", 1, 1, 1, NULL);
    claims_measure("omp", 1, 2, 0.5, NULL);
    claims_disturb();
    claims_judge();
    claims_expect(2, FINDING_OPEN, "other programs disturbed omp");
    claims_measure("gil", 1, 1, 1, released);
    claims_measure("gil", 1, 2, 0.53, released);
    claims_measure("python-threads-released", 1, 1, 1, NULL);
    claims_measure("python-threads-released", 1, 2, 0.55, NULL);
    claims_judge();
    claims_expect(2, FINDING_HOLDS, "left out, since others disturbed it: omp");
}

/* Of the run added last: what its workers have. */
static void weigh(int ranks, int threads, double bytes)
{
    for (int rank = 0; rank < ranks; ++rank)
        for (int thread = 0; thread < threads; ++thread)
            add_worker(1, rank, thread, 0.1)->pss_bytes = (int64_t)(bytes * (1 + 0.001 * rank));
}

static void measure_memory(const char *model, int ranks, int threads, double bytes)
{
    for (int i = 0; i < 3; ++i) {
        measure(model, ranks, threads, 0.5 + 0.001 * i, 1);
        snprintf(rows[0].mode, sizeof rows[0].mode, "batch");
        for (int k = 0; k < RUNS_MAX && rows[k].run[0] != '\0'; ++k) {
            snprintf(rows[k].mode, sizeof rows[k].mode, "batch");
            rows[k].round = -1;
        }
        weigh(ranks, threads, bytes * (1 + 0.01 * i));
    }
}

static void memory_of_workers(void **state)
{
    (void)state;
    measure_memory("omp", 1, 2, 40e6); /* of both threads together */
    measure_memory("mpi", 2, 1, 60e6);
    claims_judge();
    claims_expect(11, FINDING_HOLDS, "over a thread's 20.2 MB: mpi 3.0");
    measure_memory("hybrid", 1, 2, 70e6);
    claims_judge();
    claims_expect(11, FINDING_HOLDS, "hybrid 1.75");
    measure_memory("fork", 2, 1, 15e6);
    claims_judge();
    claims_expect(11, FINDING_DEPENDS, "not so fork");
}

static void memory_that_is_shared(void **state)
{
    (void)state;
    measure_memory("omp", 1, 2, 40e6);
    measure_memory("mpi", 2, 1, 15e6);
    claims_judge();
    claims_expect(11, FINDING_FAILS, "mpi 0.7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIMS_TEST(nothing_is_decided_by_nothing),
        CLAIMS_TEST(threads_under_a_lock),
        CLAIMS_TEST(threads_under_a_lock_that_gain),
        CLAIMS_TEST(what_is_near_the_bound_is_open),
        CLAIMS_TEST(threads_without_a_lock),
        CLAIMS_TEST(threads_that_gain_nothing),
        CLAIMS_TEST(processes_compute),
        CLAIMS_TEST(processes_that_gain_nothing),
        CLAIMS_TEST(what_others_disturbed_decides_nothing),
        CLAIMS_TEST(memory_of_workers),
        CLAIMS_TEST(memory_that_is_shared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
