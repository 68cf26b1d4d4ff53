/* The one clock of all measurements: CLOCK_MONOTONIC. Readings of different hosts do not compare.
 */
#ifndef PARALLAX_COMMON_TIMER_H
#define PARALLAX_COMMON_TIMER_H

#include <time.h>

/* Seconds since some moment in the past. */
static inline double timer_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* CPU time of the calling thread in seconds. */
static inline double timer_thread_cpu(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

#endif
