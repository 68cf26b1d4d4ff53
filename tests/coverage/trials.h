/* One trial of each promise: made-up runs go in, and what comes out holds the truth or not. */
#ifndef PARALLAX_COVERAGE_TRIALS_H
#define PARALLAX_COVERAGE_TRIALS_H

#include "tests/coverage/noise.h"

/* What is promised of one quantity, in percent of the trials that had an answer. */
struct promise {
    const char *name;
    double low, high;
};

enum { PROMISES_MAX = 4 };

/* Of `asked` trials `had` gave an answer; `met` of these held the truth (or made the mistake). */
struct tally {
    size_t asked, had, met;
};

struct trial {
    const char *name;
    struct promise promises[PROMISES_MAX + 1]; /* ends with a NULL name */
    void (*run)(const struct noise *noise, gsl_rng *rng, size_t runs, struct tally *tallies);
};

/* All kinds of trial; ends with a NULL name. */
extern const struct trial trials[];

/* All intervals get so many times as wide before they are looked at: 1, but where a test shows
 * that a wrong one is found. */
extern double trials_widening;

#endif
