/* Tests of the share of a CPU that a worker had, and of the time that it was blocked. */
#include "drivers/job/cpu_watch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "drivers/job/worker.h"

extern const struct kernel kernel_histogram;

static struct team team;
static struct worker *worker;

static int begin(void **state)
{
    static const struct model plain = {.name = "plain"};
    (void)state;
    team = (struct team){.model = &plain, .ranks = 1, .threads = 1};
    worker = worker_create(0, &kernel_histogram);
    worker_reset(worker);
    return 0;
}

static int end(void **state)
{
    (void)state;
    worker_destroy(worker);
    return 0;
}

static void sleep_for(long milliseconds)
{
    nanosleep(&(struct timespec){0, 1000000 * milliseconds}, NULL);
}

/* Of CPU time: how long it takes is for others to decide. */
static void compute_for(double seconds)
{
    double until = timer_thread_cpu() + seconds;
    while (timer_thread_cpu() < until)
        ;
}

static void who_sleeps_while_he_computes_had_no_cpu(void **state)
{
    (void)state;
    worker_unit_begin(worker, 0);
    worker_enter(&team, worker, STAGE_KERNEL);
    compute_for(0.01);
    sleep_for(30);
    worker_unit_end(&team, worker);
    double share = cpu_watch_share(&worker->watch);
    assert_true(share > 0.001 && share < 0.4);
    assert_true(cpu_watch_blocked(&worker->watch) == 0); /* it waited for nothing */
}

/* Whether nearly all of the CPU time of a unit, as the clock of its stage has it, is in the share:
 * what is left was taken by others between two readings. */
static bool read_compute_write(void)
{
    worker_reset(worker);
    worker_unit_begin(worker, 0);
    worker_enter(&team, worker, STAGE_READ);
    sleep_for(30);
    worker_enter(&team, worker, STAGE_KERNEL);
    compute_for(0.01);
    worker_enter(&team, worker, STAGE_WRITE);
    sleep_for(30);
    worker_unit_end(&team, worker);
    double wall = worker->seconds[STAGE_KERNEL];
    double share = cpu_watch_share(&worker->watch);
    double blocked = cpu_watch_blocked(&worker->watch);
    assert_true(share > 0 && share < 1.01);
    assert_true(blocked > 0.028 && blocked <= worker->seconds[STAGE_READ]);
    return share > 0.9 * 0.01 / wall;
}

static void reading_and_writing_are_no_computing(void **state)
{
    (void)state;
    int trials = 0;
    while (!read_compute_write())
        assert_true(++trials < 100);
}

static void waiting_outside_units_is_not_blocked(void **state)
{
    (void)state;
    worker_enter(&team, worker, STAGE_WAIT);
    sleep_for(20);
    worker_unit_begin(worker, 0);
    worker_unit_end(&team, worker);
    sleep_for(20);
    worker_enter(&team, worker, STAGE_COMM);
    sleep_for(20);
    worker_enter(&team, worker, STAGE_NONE);
    assert_true(cpu_watch_blocked(&worker->watch) == 0);
    assert_true(isnan(cpu_watch_share(&worker->watch)));
    assert_true(worker->seconds[STAGE_WAIT] > 0.038);
}

static enum stage lock_before_kernel(struct team *asked, int number, enum stage stage)
{
    (void)asked;
    (void)number;
    if (stage == STAGE_KERNEL)
        sleep_for(20);
    return STAGE_WAIT;
}

static void a_hook_that_waits_inside_a_unit_blocks(void **state)
{
    (void)state;
    const struct model locking = {.name = "locking", .stage = lock_before_kernel};
    team.model = &locking;
    worker_unit_begin(worker, 0);
    worker_enter(&team, worker, STAGE_PLAN);
    worker_enter(&team, worker, STAGE_KERNEL);
    compute_for(0.005);
    worker_unit_end(&team, worker);
    assert_true(cpu_watch_blocked(&worker->watch) > 0.018);
    assert_true(worker->seconds[STAGE_WAIT] > 0.018);
}

static void the_first_unit_begins_when_it_begins(void **state)
{
    (void)state;
    worker->began = worker->since = timer_now();
    assert_true(isnan(worker->first_unit_s));
    sleep_for(10);
    worker_unit_begin(worker, 0);
    double first = worker->first_unit_s;
    assert_true(first >= 0.01);
    worker_unit_end(&team, worker);
    worker_unit_begin(worker, 0);
    worker_unit_end(&team, worker);
    assert_true(worker->first_unit_s == first);
    worker_reset(worker);
    assert_true(isnan(worker->first_unit_s));
}

/* Units of `seconds` each, with one computing stage; returns how many of them were watched. */
static int watch_units(struct cpu_watch *watch, double seconds, int count)
{
    double now = 1;
    int watched = 0;
    for (int i = 0; i < count; ++i) {
        cpu_watch_unit_begin(watch, now);
        watched += watch->on;
        now += seconds;
        cpu_watch_stage(watch, STAGE_KERNEL, seconds);
        cpu_watch_unit_end(watch, now);
    }
    return watched;
}

static void readings_cost_less_than_half_a_percent(void **state)
{
    (void)state;
    static const double lengths[] = {1e-6, 1e-5, 1e-4, 3e-4};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; ++i) {
        struct cpu_watch watch = {.reading_s = 1e-6};
        int watched = watch_units(&watch, lengths[i], 100000);
        assert_true(watched > 0 && watch.readings == 2 * watched);
        assert_true(watch.readings * watch.reading_s < 0.005 * 100000 * lengths[i]);
        assert_true(watch.readings * watch.reading_s > 0.002 * 100000 * lengths[i] - 2e-6);
    }
    struct cpu_watch watch = {.reading_s = 1e-6};
    assert_int_equal(watch_units(&watch, 0.001, 100), 100); /* long ones are all watched */
}

static void units_that_are_not_watched_wait_as_those_that_are(void **state)
{
    (void)state;
    struct cpu_watch watch = {.reading_s = 1};
    for (int i = 0; i < 5; ++i) { /* the first one is watched */
        cpu_watch_unit_begin(&watch, i);
        if (i == 0)
            sleep_for(20);
        cpu_watch_stage(&watch, STAGE_READ, 0.02);
        cpu_watch_unit_end(&watch, i + 0.02);
    }
    double blocked = cpu_watch_blocked(&watch);
    assert_true(blocked > 0.09 && blocked <= 0.1);
}

/* Seconds of an iteration: computing, in units and between them, and waiting for a file. */
static void who_is_alone_waits_for_nobody(void **state)
{
    (void)state;
    const struct cpu_watch watch = {.waiting_s = 0.1};
    const double seconds[STAGES] = {
        [STAGE_KERNEL] = 0.4, [STAGE_READ] = 0.1, [STAGE_WAIT] = 0.5, [STAGE_WRITE] = 0.3};
    assert_true(isnan(cpu_watch_share_at_most(&watch, seconds, 0.45, false)));
    assert_float_equal(cpu_watch_share_at_most(&watch, seconds, 0.45, true), 0.5, 1e-9);
    assert_float_equal(cpu_watch_share_at_most(&watch, seconds, 0.2, false), 0.5, 1e-9);
    assert_true(isnan(cpu_watch_share_at_most(&watch, seconds, 0.91, true)));
    const struct cpu_watch blocked = {.waiting_s = 0.6}; /* all of it in units: a delay, a lock */
    assert_true(isnan(cpu_watch_share_at_most(&blocked, seconds, 0.45, true)));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_sleeps_while_he_computes_had_no_cpu),
        TEST(reading_and_writing_are_no_computing),
        TEST(waiting_outside_units_is_not_blocked),
        TEST(a_hook_that_waits_inside_a_unit_blocks),
        TEST(the_first_unit_begins_when_it_begins),
        TEST(readings_cost_less_than_half_a_percent),
        TEST(units_that_are_not_watched_wait_as_those_that_are),
        TEST(who_is_alone_waits_for_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
