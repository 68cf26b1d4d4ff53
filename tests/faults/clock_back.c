/* Loaded before a program: the clock of the day goes back by an hour whenever somebody looks, as
 * where it is set while a program runs. */
#define _GNU_SOURCE
#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    static atomic_long looks;
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && clock == CLOCK_REALTIME)
        now->tv_sec -= 3600 * atomic_fetch_add(&looks, 1);
    return result;
}
