/* Claims of work that waits, and of small tasks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/claims_fixture.h"

static int images;
static const char *lock = "";

static void waits(struct run_row *row)
{
    row->delay_s = 0.02;
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
    claims_measure("fork", 32, 1, 0.0378, waits);
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

/* Then the next size does not stand for it. */
static void the_smallest_task_is_disturbed(void **state)
{
    (void)state;
    images = 1;
    claims_measure("serial", 1, 1, 0.001, small);
    claims_measure("fork", 2, 1, 0.0005, small);
    claims_disturb();
    for (images = 4; images <= 256; images *= 4) {
        claims_measure("serial", 1, 1, 0.001 * images, small);
        claims_measure("fork", 2, 1, 0.0005 * images, small);
    }
    claims_judge();
    claims_expect(4, FINDING_OPEN, "disturbed fork");
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
        CLAIMS_TEST(the_smallest_task_is_disturbed),
        CLAIMS_TEST(processes_that_gain_nothing),
        CLAIMS_TEST(processes_that_start_at_once),
        CLAIMS_TEST(processes_that_start_as_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
