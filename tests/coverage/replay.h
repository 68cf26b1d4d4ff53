/* Sweeps made up of recorded iterations or of noise, and the verdict on them. */
#ifndef PARALLAX_COVERAGE_REPLAY_H
#define PARALLAX_COVERAGE_REPLAY_H

#include <gsl/gsl_rng.h>

#include "analysis/data/verdict_facts.h"
#include "tests/coverage/trace.h"

enum { REPLAY_CELLS_MAX = 24, REPLAY_REPETITIONS = 5, REPLAY_SLICES = 3, REPLAY_ITERATIONS = 7 };

/* A way of working, and how long it really takes. */
struct replay_cell {
    const char *model;
    int ranks, threads;
    double truth;
};

/* What machine it is: traces with a competitor that is there for `on` seconds, and away for `off`,
 * on average; or, where traces is NULL, lognormal noise of standard deviation `noise`. */
struct replay_machine {
    const struct traces *traces;
    double on, off, noise;
};

struct replay_result {
    size_t disturbed, missed; /* launches that had the competitor beside them for half of their time
                                 or more; those of them that counted, without a flag */
    bool answered, told_apart, slower; /* there is an answer; of ways that are equally fast and the
                                          fastest, some are not tied; what is to be used is slower
                                          than the fastest by more than could have been seen */
};

/* One sweep of `count` cells, its repairs, and what the verdict makes of it. */
struct replay_result replay_sweep(const struct replay_machine *machine,
                                  const struct replay_cell *cells, size_t count, gsl_rng *rng);

#endif
