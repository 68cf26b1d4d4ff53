/* All that can be fitted to one curve of a study. */
#ifndef PARALLAX_DATA_CURVE_FITS_H
#define PARALLAX_DATA_CURVE_FITS_H

#include "analysis/data/cells.h"
#include "analysis/numbers/fit.h"
#include "analysis/numbers/pmnf.h"

enum { CURVE_LAWS_MAX = 2 };

struct curve_fits {
    const struct study *study;
    const struct curve *curve;
    /* The clean cells of at least ESTIMATE_RUNS_MIN runs, by workers: what is fitted. */
    const struct cell **cells;
    struct scaling_point *points;
    size_t count, largest;           /* largest: number of workers; 0: there is no such cell */
    size_t few_runs;                 /* clean cells that have fewer runs */
    size_t left_out;                 /* cells that are not clean */
    bool blocks;                     /* run i of all points is of one round of a sweep */
    struct fit laws[CURVE_LAWS_MAX]; /* strong: Amdahl, USL; weak: Gustafson */
    size_t law_count;
    struct interval growth; /* of e, see fit_fraction_growth(); NaN: no such series */
    struct pmnf pmnf;
};

/* Fits everything to the curve. *cells must outlive *fits. To be freed. */
void curve_fits_make(struct curve_fits *fits, const struct cells *cells, const struct curve *curve);
void curve_fits_free(struct curve_fits *fits);

#endif
