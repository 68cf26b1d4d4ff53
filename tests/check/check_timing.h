/* Timing several things against each other in one thread, so that whatever disturbs the machine
 * disturbs all alike. */
#ifndef PARALLAX_CHECK_TIMING_H
#define PARALLAX_CHECK_TIMING_H

#include "drivers/common/statistics.h"

struct timed {
    void (*run)(void *context);
    void *context;
    double *seconds; /* timing_run()'s: one for each round, ascending; timing_free() frees them */
};

struct timing {
    int rounds;   /* at most; timing_run() sets how many it did */
    double limit; /* seconds after which no round is begun; the first is always done */
    double share; /* set by timing_run(): CPU time by elapsed time; below 1 others had the CPU */
};

/* Runs all `count` items once without a clock, then once in each round, every other round
 * backwards. Times are CPU times of the thread. Progress goes to stderr. Ends the program when out
 * of memory. */
void timing_run(struct timing *timing, struct timed *const *items, int count);

/* Seconds: the median and its 95 % confidence interval, NaN below six rounds. */
struct interval timing_interval(const struct timing *timing, const struct timed *item);

void timing_free(struct timed *const *items, int count);

#endif
