/* Two ways to do the same work, at all sizes that both were measured at. */
#ifndef PARALLAX_DATA_COMPARISON_H
#define PARALLAX_DATA_COMPARISON_H

#include "analysis/data/series.h"
#include "analysis/numbers/crossover.h"
#include "analysis/numbers/metg.h"

struct comparison {
    char title[640];                    /* what is done, over what */
    const char *left, *right;           /* what the two ways are called */
    const char *unit;                   /* of x */
    int workers;                        /* -1: x itself */
    size_t one_sided;                   /* sizes that only one of them has */
    struct crossover working, starting; /* of T; of launch_s + T */
    bool start_asked;                   /* there is a launch that could be counted */
    bool start_known;                   /* else nothing is in `starting` */
};

/* The times of `left` against those of `right`, two series of one group of *set, which must outlive
 * *comparison. To be freed. */
void comparison_make(struct comparison *comparison, const struct series_set *set,
                     const struct series *left, const struct series *right);
void comparison_free(struct comparison *comparison);

/* METG of one series of at least one cell, by pixels a second; `started`: of launch_s + T. false,
 * and nothing to free: a run does not say when it was launched. */
bool comparison_metg(struct metg *metg, enum series_over over, const struct series *series,
                     bool started);

#endif
