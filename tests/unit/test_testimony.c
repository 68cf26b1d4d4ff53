/* Tests of what a worker says of itself: how long others had its CPU. */
#include "drivers/run/testimony.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "drivers/common/timer.h"

static struct testimony make(int64_t switches, double ready_s)
{
    return (struct testimony){.before = {1, 5, 2}, .after = {1, 5 + switches, 2 + ready_s}};
}

static void waking_up_is_no_loss(void **state)
{
    (void)state;
    struct testimony wakes = make(0, 8e-4), loses = make(1, 8e-4), queues = make(0, 4e-3);
    assert_float_equal(testimony_taken(&wakes), 0, 0);
    assert_float_equal(testimony_taken(&loses), 8e-4, 1e-12);
    assert_float_equal(testimony_taken(&queues), 4e-3, 1e-12); /* others were there first */
}

static void what_is_unknown_is_no_number(void **state)
{
    (void)state;
    struct testimony testimony = make(3, NAN);
    assert_true(isnan(testimony_taken(&testimony)));
}

static void a_thread_that_computes_is_not_ready_but_runs(void **state)
{
    (void)state;
    double began = timer_now(); /* before and after all that is counted: whatever comes between */
    struct usage before = usage_of_thread();
    while (timer_now() < began + 0.05)
        ;
    struct usage after = usage_of_thread();
    double wall = timer_now() - began;
    if (isnan(after.ready_s))
        skip(); /* a kernel that does not count it */
    assert_true(after.ready_s >= before.ready_s);
    assert_true(after.ready_s - before.ready_s + after.cpu_s - before.cpu_s < 1.2 * wall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waking_up_is_no_loss),
        cmocka_unit_test(what_is_unknown_is_no_number),
        cmocka_unit_test(a_thread_that_computes_is_not_ready_but_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
