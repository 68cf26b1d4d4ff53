/* Which of several ways of doing the same work is the fastest, as far as that was measured. */
#ifndef PARALLAX_NUMBERS_CHOICE_H
#define PARALLAX_NUMBERS_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/numbers/difference.h"

/* One candidate: the logarithms of its times. */
struct choice_model {
    const double *logs;
    size_t count; /* >= 1 */
};

struct choice {
    size_t best;   /* of the lowest mean */
    bool *tied;    /* per candidate: not told apart from the best; the best itself is */
    size_t ties;   /* how many, with the best */
    double seen;   /* the smallest relative difference from the best that could have been told: 0.03
                      is 3 %; NaN: fewer than ESTIMATE_RUNS_MIN runs, so none */
    double level;  /* alpha at which Holm tested the pairs that were not told apart */
    double spread; /* the standard deviation of one run's ratio, of logarithms: for choice_runs() */
};

/* Compares all candidates pairwise, by Welch or, if `paired`, by repetition: logs[i] of all are of
 * repetition i, and as many. Corrected by Holm over all pairs, so that the
 * probability of telling any equal ones apart is below DIFFERENCE_ALPHA / `choices`, where a report
 * makes so many choices. Candidates of fewer than ESTIMATE_RUNS_MIN runs are told apart from none.
 * `seen` is of the candidate that is tied with the best and varies most, or else of the next best,
 * at the level at which it was tested.
 * To be freed. Any thread. */
void choice_make(struct choice *choice, const struct choice_model *models, size_t count,
                 size_t choices, bool paired);
void choice_free(struct choice *choice);

/* How many runs of each are needed to tell a relative `difference` > 0 apart, with the spread of
 * this choice and at its level: the smallest R with t(2 R - 2) spread / sqrt(R) <= log(1 +
 * difference). At most 1000000. */
size_t choice_runs(const struct choice *choice, double difference);

#endif
