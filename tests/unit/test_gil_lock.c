/* The protocol of the global lock: who waits gets it after an interval and one band. */
#include "drivers/models/gil_lock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

#include "drivers/common/timer.h"

enum { THREADS = 4, BANDS = 40 };

static struct gil_lock lock;

static void pause_for(double seconds)
{
    struct timespec pause = {(time_t)seconds, (long)(1e9 * (seconds - (double)(time_t)seconds))};
    nanosleep(&pause, NULL);
}

static bool is_asked(void)
{
    return atomic_load(&lock.asked);
}

/* --- One who waits */

static double waited;
static atomic_bool waits;

static void *wait_once(void *nothing)
{
    double began = timer_now();
    atomic_store(&waits, true);
    gil_lock_take(&lock, 1);
    waited = timer_now() - began;
    gil_lock_give(&lock);
    return nothing;
}

static pthread_t start_waiting(void)
{
    pthread_t waiter;
    atomic_store(&waits, false);
    assert_int_equal(pthread_create(&waiter, NULL, wait_once, NULL), 0);
    while (!atomic_load(&waits))
        pause_for(1e-4);
    return waiter;
}

/* The holder computes bands: the first boundary after the lock was asked for hands it over, and it
 * is not asked for before the interval is over. */
static void a_waiter_gets_it_after_an_interval_and_one_band(void **state)
{
    (void)state;
    const double interval = 0.05;
    assert_int_equal(gil_lock_start(&lock, interval), 0);
    gil_lock_take(&lock, 0);
    pthread_t waiter = start_waiting();
    int bands = 0;
    for (; gil_lock_counts(&lock).switches == 1; ++bands) {
        pause_for(0.01);
        bool asked = is_asked();
        gil_lock_pass(&lock, 0);
        assert_true(!asked || gil_lock_counts(&lock).switches == 3);
    }
    assert_true(gil_lock_counts(&lock).switches == 3); /* to the waiter and back */
    assert_true(gil_lock_counts(&lock).handed == 1);
    assert_true(gil_lock_counts(&lock).handing_s > 0);
    gil_lock_give(&lock);
    pthread_join(waiter, NULL);
    assert_true(waited >= interval);
    assert_true(bands >= 1);
    gil_lock_stop(&lock);
}

static void who_is_not_asked_keeps_it(void **state)
{
    (void)state;
    assert_int_equal(gil_lock_start(&lock, 100), 0);
    gil_lock_take(&lock, 0);
    pthread_t waiter = start_waiting();
    for (int band = 0; band < 20; ++band) {
        pause_for(0.001);
        gil_lock_pass(&lock, 0);
    }
    assert_true(gil_lock_counts(&lock).switches == 1);
    gil_lock_give(&lock); /* and who gives it up on its own accord is not waited for */
    pthread_join(waiter, NULL);
    assert_true(gil_lock_counts(&lock).switches == 2);
    assert_true(gil_lock_counts(&lock).handed == 0);
    gil_lock_stop(&lock);
}

/* While the lock goes about among others, nobody has waited for an interval without a change. */
static void any_switch_starts_the_interval_anew(void **state)
{
    (void)state;
    assert_int_equal(gil_lock_start(&lock, 0.5), 0);
    gil_lock_take(&lock, 0);
    pthread_t waiter = start_waiting();
    double began = timer_now();
    for (int i = 0; i < 75; ++i) {
        pause_for(0.02);
        const bool asked = is_asked();
        assert_true(!asked || timer_now() - began >= 0.5); /* who gets no core is late himself */
        if (asked)
            break;
        began = timer_now();
        pthread_mutex_lock(&lock.mutex);
        ++lock.counts.switches;
        pthread_mutex_unlock(&lock.mutex);
    }
    while (!is_asked())
        pause_for(1e-3);
    assert_true(timer_now() - began >= 0.5);
    gil_lock_pass(&lock, 0);
    gil_lock_give(&lock);
    pthread_join(waiter, NULL);
    gil_lock_stop(&lock);
}

/* Without the wait for another taker, who runs already would take it again. */
static void who_was_asked_waits_until_another_has_it(void **state)
{
    (void)state;
    assert_int_equal(gil_lock_start(&lock, 1e-3), 0);
    for (int turn = 0; turn < BANDS; ++turn) {
        gil_lock_take(&lock, 0);
        pthread_t waiter = start_waiting();
        while (!is_asked())
            pause_for(1e-4);
        gil_lock_give(&lock);
        assert_true(lock.holder == 1);
        pthread_join(waiter, NULL);
    }
    assert_true(gil_lock_counts(&lock).handed == BANDS);
    gil_lock_stop(&lock);
}

/* --- Several that compute */

static int inside, counted, most, done[THREADS];
static pthread_barrier_t all_there;

static bool was_handed(void)
{
    return gil_lock_counts(&lock).handed > 0;
}

/* Nobody leaves before one of the others, who are all there, has asked for the lock. */
static void *compute(void *number)
{
    int who = (int)(intptr_t)number;
    pthread_barrier_wait(&all_there);
    gil_lock_take(&lock, who);
    for (int band = 0; band < BANDS || !was_handed(); ++band) {
        double began = timer_now();
        most = ++inside > most ? inside : most;
        while (timer_now() < began + 1e-3)
            ;
        --inside;
        ++counted;
        ++done[who];
        if (band % 8 == 7) { /* reads something */
            gil_lock_give(&lock);
            gil_lock_take(&lock, who);
        } else {
            gil_lock_pass(&lock, who);
        }
    }
    gil_lock_give(&lock);
    return NULL;
}

static void only_one_is_inside_and_all_come_in(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    assert_int_equal(gil_lock_start(&lock, 2e-3), 0);
    assert_int_equal(pthread_barrier_init(&all_there, NULL, THREADS), 0);
    for (intptr_t i = 0; i < THREADS; ++i)
        assert_int_equal(pthread_create(&threads[i], NULL, compute, (void *)i), 0);
    for (int i = 0; i < THREADS; ++i)
        pthread_join(threads[i], NULL);
    struct gil_lock_counts counts = gil_lock_counts(&lock);
    assert_int_equal(most, 1);
    int sum = 0;
    for (int i = 0; i < THREADS; sum += done[i++])
        assert_true(done[i] >= BANDS);
    assert_int_equal(counted, sum);
    assert_true(counts.handed > 0 && counts.handed <= counts.switches);
    assert_true(counts.switches <= counted);
    assert_true(counts.handing_s > 0);
    pthread_barrier_destroy(&all_there);
    gil_lock_stop(&lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_waiter_gets_it_after_an_interval_and_one_band),
        cmocka_unit_test(who_is_not_asked_keeps_it),
        cmocka_unit_test(any_switch_starts_the_interval_anew),
        cmocka_unit_test(who_was_asked_waits_until_another_has_it),
        cmocka_unit_test(only_one_is_inside_and_all_come_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
