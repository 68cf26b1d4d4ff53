/* Whether the machine kept its speed: witnesses that scatter say no, repetitions that differ do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/fixtures/verdict_fixture.h"

enum { REPETITIONS = 5, SLICES = 3 };

/* Four ways in rounds, whose times agree; witnesses scatter by a third, and one is twice as long.
 * In one repetition the machine was slower by so much; in no round, if it is no sweep. */
static void measure_rounds(double slower, bool swept)
{
    static const double chance[] = {1, 1.3, 0.95, 1.05, 1.25, 0.98, 1.02};
    static const char *const models[] = {"serial", "omp", "omp", "mpi"};
    for (int round = 0; round < REPETITIONS * SLICES; ++round)
        for (int way = 0; way < 4; ++way) {
            const int workers = way < 2 ? 1 : 2, at = 4 * round + way;
            struct run_row *row = add_run(models[way], way == 3 ? 2 : 1, way == 2 ? 2 : 1,
                                          (2.0 + 0.002 * (round % 3)) / workers);
            row->round = swept ? round : -1;
            row->slice = swept ? round % SLICES : -1;
            nodes_last()->cores = nodes_last()->cpus = 2;
            struct worker_row *worker = add_worker(1, 0, 0, 1);
            worker->compute_cpu_share = 1;
            worker->probe_stream_s =
                4e-4 * chance[at % 7] * (at == 21 ? 2 : 1) * (round / SLICES == 3 ? slower : 1);
        }
}

static void witnesses_that_scatter_say_nothing(void **state)
{
    (void)state;
    measure_rounds(1, true);
    ask();
    assert_true(answer.speed == 1);
    says("TRUST    High: 5 repetitions, quiet machine.");
}

static void a_slow_repetition_is_said(void **state)
{
    (void)state;
    measure_rounds(1.5, true);
    ask();
    assert_int_equal(answer.trust, TRUST_LOW);
    assert_true(answer.speed > 0.6 && answer.speed < 0.72);
    says("TRUST    Low: 5 repetitions, the machine's speed changed by 3");
}

/* Nobody knows what else was measured beside them. */
static void runs_of_no_round_are_compared_one_by_one(void **state)
{
    (void)state;
    measure_rounds(1, false);
    ask();
    assert_true(answer.speed < 0.6);
}

static void without_witnesses_nothing_is_known(void **state)
{
    (void)state;
    measure("serial", 1, 1, 2, 5);
    measure("omp", 1, 2, 1, 5);
    ask();
    assert_false(answer.speed < 1);
    says_not("speed changed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VERDICT_TEST(witnesses_that_scatter_say_nothing),
        VERDICT_TEST(a_slow_repetition_is_said),
        VERDICT_TEST(runs_of_no_round_are_compared_one_by_one),
        VERDICT_TEST(without_witnesses_nothing_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
