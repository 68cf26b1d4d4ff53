/* The protocol of the global interpreter lock: take, give, and who has to wait for whom. */
#include "drivers/models/gil_lock.h"

#include <errno.h>
#include <math.h>
#include <time.h>

#include "drivers/common/timer.h"

/* Intervals are of the clock that nobody sets. */
static int start_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes))
        return -1;
    int failed = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) ||
                 pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
    return failed ? -1 : 0;
}

int gil_lock_start(struct gil_lock *lock, double interval)
{
    *lock = (struct gil_lock){.holder = -1, .interval = interval};
    if (pthread_mutex_init(&lock->mutex, NULL))
        return -1;
    return start_condition(&lock->freed) || start_condition(&lock->taken) ? -1 : 0;
}

void gil_lock_stop(struct gil_lock *lock)
{
    pthread_cond_destroy(&lock->taken);
    pthread_cond_destroy(&lock->freed);
    pthread_mutex_destroy(&lock->mutex);
}

static struct timespec after(double seconds)
{
    struct timespec then;
    clock_gettime(CLOCK_MONOTONIC, &then);
    then.tv_sec += (time_t)seconds;
    then.tv_nsec += (long)(1e9 * (seconds - floor(seconds)));
    then.tv_sec += then.tv_nsec / 1000000000;
    then.tv_nsec %= 1000000000;
    return then;
}

/* It is this thread's; the mutex is held. */
static void note_taking(struct gil_lock *lock, int who)
{
    lock->held = true;
    lock->counts.switches += who != lock->holder;
    if (lock->handing) {
        ++lock->counts.handed;
        lock->counts.handing_s += timer_now() - lock->given_at;
    }
    lock->handing = false;
    lock->holder = who;
    atomic_store(&lock->asked, false);
}

void gil_lock_take(struct gil_lock *lock, int who)
{
    pthread_mutex_lock(&lock->mutex);
    while (lock->held) {
        int64_t before = lock->counts.switches;
        const struct timespec end = after(lock->interval);
        int result = pthread_cond_timedwait(&lock->freed, &lock->mutex, &end);
        if (result == ETIMEDOUT && lock->held && lock->counts.switches == before)
            atomic_store(&lock->asked, true);
    }
    note_taking(lock, who);
    pthread_cond_broadcast(&lock->taken);
    pthread_mutex_unlock(&lock->mutex);
}

/* Whoever has asked is still in gil_lock_take(): it takes the lock, or another thread does. */
void gil_lock_give(struct gil_lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
    int64_t before = lock->counts.switches;
    lock->held = false;
    lock->handing = atomic_load(&lock->asked);
    if (lock->handing)
        lock->given_at = timer_now();
    pthread_cond_signal(&lock->freed);
    for (bool waits = lock->handing; waits && lock->counts.switches == before;)
        pthread_cond_wait(&lock->taken, &lock->mutex);
    pthread_mutex_unlock(&lock->mutex);
}

struct gil_lock_counts gil_lock_counts(struct gil_lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
    struct gil_lock_counts counts = lock->counts;
    pthread_mutex_unlock(&lock->mutex);
    return counts;
}
