/* The repetitions of a cell: a sweep spreads each over several short launches, its slices. */
#ifndef PARALLAX_DATA_REPETITIONS_H
#define PARALLAX_DATA_REPETITIONS_H

#include "analysis/data/runs.h"
#include "analysis/numbers/estimate.h"

/* Which repetition of which sweep: runs of several cells that have it equal were measured in turn.
 */
struct repetition {
    const char *job; /* of the scheduler, "" if none */
    int round;       /* of its first slice; -1: it belongs to no other cell's */
    int turn;        /* 0, 1, …: of several sweeps, ordered by time */
    size_t launches; /* of which it consists */
};

/* Sorts runs[count] by their repetitions and fills repetitions and logs, both with room for
 * `count`: the logarithm of the geometric mean of the medians of its slices. A run that is of no
 * sweep is one by itself. Returns how many there are. */
size_t repetitions_make(struct run **runs, size_t count, struct repetition *repetitions,
                        double *logs);

/* Whether two cells have the same repetitions, measured in turn. */
bool repetitions_are_same(const struct repetition *a, size_t a_count, const struct repetition *b,
                          size_t b_count);

/* One side of a comparison. */
struct repeated {
    const struct repetition *repetitions;
    const double *logs;
    size_t count;
};

/* exp(mean of a - mean of b). Paired, by Student's t on the differences, where both have the same
 * repetitions, or where b has all of a's and both are of jobs, of which each measures its own
 * baseline; else by Welch's t. */
struct interval repetitions_ratio(const struct repeated *a, const struct repeated *b);

#endif
