/* What probes measured, as series over x. */
#ifndef PARALLAX_DATA_POINT_SERIES_H
#define PARALLAX_DATA_POINT_SERIES_H

#include "analysis/data/comparison.h"
#include "drivers/record/record.h"

/* One variant of a probe. Each complete run is a repetition. */
struct point_series {
    const struct run_row *run;      /* any of its runs */
    const char *variant, *unit;     /* unit: of x */
    const struct point_size *sizes; /* x ascending */
    size_t size_count;
    size_t group; /* series of one group are of one probe, one unit, and as many ranks */
};

struct point_size {
    double x;
    const double *logs; /* of the seconds; of several in one run their mean */
    size_t count;       /* runs */
};

struct point_set {
    struct point_series *series; /* those of a group stand together */
    size_t count;
    struct point_size *sizes;
    double *logs;
};

/* Sorts the points of all complete and well placed runs; *results must outlive *set. To be freed.
 */
void point_series_build(struct point_set *set, const struct results *results);
void point_series_free(struct point_set *set);

/* Compares two series of one group; freed by comparison_free(). Their start-up is not known. */
void point_series_compare(struct comparison *comparison, const struct point_series *left,
                          const struct point_series *right);

#endif
