/* The claim of work that waits and computes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/claims_fixture.h"

static double delay;

static void waits(struct run_row *row)
{
    row->delay_s = delay;
    row->images = 64;
}

/* Two cores; an image takes 10 ms to compute. */
static void mixed(double delay_s, double two, double eight)
{
    delay = delay_s;
    claims_measure("omp", 1, 2, two, waits);
    for (int i = 0; i < RUNS_MAX && rows[i].run[0] != '\0'; ++i)
        rows[i].pixels = 64000;
    claims_measure("omp", 1, 8, eight, waits);
    for (int i = 0; i < RUNS_MAX && rows[i].run[0] != '\0'; ++i)
        rows[i].pixels = 64000;
}

/* What the workers of all runs spent: 64 images of 10 ms by two. */
static void compute_images(void)
{
    for (int i = 0; i < RUNS_MAX && rows[i].run[0] != '\0'; ++i)
        for (int k = 0; k < 2; ++k) {
            struct worker_row *worker = add_worker(1, 0, k, 0.32);
            memcpy(worker->run, rows[i].run, sizeof worker->run);
        }
}

static void the_answer_turns(void **state)
{
    (void)state;
    mixed(0.0025, 0.4, 0.4);
    mixed(0.02, 1, 0.5);
    compute_images();
    claims_judge();
    claims_expect(12, FINDING_DEPENDS, "on the delay, from 0.25 to 2 times");
    claims_expect(12, FINDING_DEPENDS, "at last omp with 8");
}

static void cores_are_enough(void **state)
{
    (void)state;
    mixed(0.0025, 0.4, 0.4);
    mixed(0.02, 0.5, 0.5);
    compute_images();
    claims_judge();
    claims_expect(12, FINDING_HOLDS, "0.25 x 1.00");
}

static void cores_are_never_enough(void **state)
{
    (void)state;
    mixed(0.0025, 0.8, 0.4);
    mixed(0.02, 1, 0.5);
    compute_images();
    claims_judge();
    claims_expect(12, FINDING_FAILS, "0.25 x 2.00");
}

static void cores_may_be_enough(void **state)
{
    (void)state;
    mixed(0.0025, 0.42, 0.4);
    mixed(0.02, 0.525, 0.5);
    compute_images();
    claims_judge();
    claims_expect(12, FINDING_OPEN, "repetitions of 0.25 x");
}

/* It was measured: to say otherwise would send somebody to measure it again as it was. */
static void what_computes_was_disturbed(void **state)
{
    (void)state;
    mixed(0.0025, 0.4, 0.4);
    mixed(0.02, 0.5, 0.5);
    compute_images();
    for (int i = 0; i < RUNS_MAX && rows[i].run[0] != '\0'; ++i)
        rows[i].throttled = 1;
    claims_judge();
    claims_expect(12, FINDING_OPEN, "other programs disturbed what computes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIMS_TEST(the_answer_turns),
        CLAIMS_TEST(cores_are_enough),
        CLAIMS_TEST(cores_are_never_enough),
        CLAIMS_TEST(cores_may_be_enough),
        CLAIMS_TEST(what_computes_was_disturbed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
