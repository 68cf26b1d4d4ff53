/* The same work at several sizes, or after several delays: studies that differ in that alone. */
#ifndef PARALLAX_CLAIMS_EVIDENCE_OVER_H
#define PARALLAX_CLAIMS_EVIDENCE_OVER_H

#include "analysis/claims/evidence.h"
#include "analysis/data/series.h"
#include "analysis/numbers/crossover.h"

enum { EVIDENCE_OVER_MAX = 24 };

struct evidence_over {
    enum series_over over;
    const struct study *studies[EVIDENCE_OVER_MAX];
    double x[EVIDENCE_OVER_MAX]; /* ascending, different */
    size_t count;
};

/* The studies that `takes` accepts and that differ in their x > 0 alone, SERIES_IMAGES or
 * SERIES_DELAY: as many of them as there are for any other work. None: count is 0. */
void evidence_over_find(const struct evidence *evidence, enum series_over over,
                        bool (*takes)(const struct run_row *row), struct evidence_over *line);

/* Compares left[i] with right[i] at line->x[i], of `count`; both clean. `started`: of the time from
 * the launch. false, and nothing to free: a run does not say when it was launched. */
bool evidence_over_compare(const double *x, const struct cell *const *left,
                           const struct cell *const *right, size_t count, bool started,
                           struct crossover *crossover);

#endif
