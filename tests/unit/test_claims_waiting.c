/* Claims of work that waits, of small tasks, and of work of both kinds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/claims_fixture.h"

static double delay = 0.02;
static int images;
static const char *lock = "";

static void waits(struct run_row *row)
{
    row->delay_s = delay;
    row->images = 64;
    snprintf(row->lock, sizeof row->lock, "%s", lock);
}

static void downloads(struct run_row *row)
{
    row->images = 200;
    snprintf(row->source, sizeof row->source, "http");
    row->in_flight = row->threads == 1 ? 32 : 0;
}

/* 64 images of 20 ms on 32 workers: 40 ms at best. */
static void threads_wait(void **state)
{
    (void)state;
    claims_measure("omp", 1, 32, 0.042, waits);
    lock = "bands";
    claims_measure("gil", 1, 32, 0.043, waits);
    lock = "";
    claims_judge();
    claims_expect(5, FINDING_HOLDS, "share of the ideal 0.04 s by 32 threads: omp 0.95");
    claims_measure("python-threads", 1, 32, 0.1, waits);
    claims_judge();
    claims_expect(5, FINDING_DEPENDS, "not so Python");
}

static void threads_that_wait_badly(void **state)
{
    (void)state;
    claims_measure("omp", 1, 32, 0.08, waits);
    claims_judge();
    claims_expect(5, FINDING_FAILS, "omp 0.5");
}

static void threads_that_may_wait_well(void **state)
{
    (void)state;
    claims_measure("omp", 1, 32, 0.04 / 0.9, waits);
    claims_judge();
    claims_expect(5, FINDING_OPEN, "repetitions of omp");
}

static void others_wait_as_well(void **state)
{
    (void)state;
    claims_measure("omp", 1, 32, 0.042, waits);
    claims_measure("fork", 32, 1, 0.0425, waits);
    claims_measure("omp", 1, 16, 0.5, downloads);
    claims_measure("serial", 1, 1, 0.49, downloads);
    claims_judge();
    claims_expect(6, FINDING_HOLDS, "an event loop, downloads 0.9");
    claims_measure("mpi", 32, 1, 0.03, waits);
    claims_judge();
    claims_expect(6, FINDING_DEPENDS, "not so mpi");
}

static void processes_that_wait_better(void **state)
{
    (void)state;
    claims_measure("omp", 1, 32, 0.042, waits);
    claims_measure("fork", 32, 1, 0.03, waits);
    claims_judge();
    claims_expect(6, FINDING_FAILS, "fork 0.7");
}

static void processes_that_may_wait_better(void **state)
{
    (void)state;
    claims_measure("omp", 1, 32, 0.042, waits);
    claims_measure("fork", 32, 1, 0.04, waits);
    claims_judge();
    claims_expect(6, FINDING_OPEN, "repetitions of fork");
}

static void small(struct run_row *row)
{
    row->images = images;
    row->pixels = 1000 * images;
    row->launch_s = row->ranks * row->threads > 1 ? 0.02 : 0.001;
}

/* 1 ms an image, half of that by two workers, who need 20 ms to start. */
static void small_tasks(double share)
{
    for (images = 1; images <= 256; images *= 4) {
        claims_measure("serial", 1, 1, 0.001 * images, small);
        claims_measure("fork", 2, 1, 0.001 * images * share, small);
    }
}

static void processes_start(void **state)
{
    (void)state;
    small_tasks(0.5);
    claims_judge();
    claims_expect(4, FINDING_HOLDS, "time of 1 image over one process's: fork 10.");
    claims_expect(4, FINDING_HOLDS, "fork gains from 4");
}

static void processes_that_gain_nothing(void **state)
{
    (void)state;
    small_tasks(1);
    claims_judge();
    claims_expect(4, FINDING_HOLDS, "fork gains nothing up to 256 images");
}

static void at_once(struct run_row *row)
{
    small(row);
    row->launch_s = 0.001;
}

static void processes_that_start_at_once(void **state)
{
    (void)state;
    for (images = 1; images <= 16; images *= 4) {
        claims_measure("serial", 1, 1, 0.02 * images, at_once);
        claims_measure("fork", 2, 1, 0.01 * images, at_once);
    }
    claims_judge();
    claims_expect(4, FINDING_FAILS, "fork 0.5");
    for (images = 1; images <= 16; images *= 4)
        claims_measure("mpi", 2, 1, 0.04 * images, at_once);
    claims_judge();
    claims_expect(4, FINDING_DEPENDS, "fork");
}

static void processes_that_start_as_one(void **state)
{
    (void)state;
    for (images = 1; images <= 4; images *= 4) {
        claims_measure("serial", 1, 1, 0.02 * images, at_once);
        claims_measure("fork", 2, 1, 0.02105 * images, at_once);
    }
    claims_judge();
    claims_expect(4, FINDING_OPEN, "repetitions of fork");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIMS_TEST(threads_wait),
        CLAIMS_TEST(threads_that_wait_badly),
        CLAIMS_TEST(threads_that_may_wait_well),
        CLAIMS_TEST(others_wait_as_well),
        CLAIMS_TEST(processes_that_wait_better),
        CLAIMS_TEST(processes_that_may_wait_better),
        CLAIMS_TEST(processes_start),
        CLAIMS_TEST(processes_that_gain_nothing),
        CLAIMS_TEST(processes_that_start_at_once),
        CLAIMS_TEST(processes_that_start_as_one),
        CLAIMS_TEST(the_answer_turns),
        CLAIMS_TEST(cores_are_enough),
        CLAIMS_TEST(cores_are_never_enough),
        CLAIMS_TEST(cores_may_be_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
