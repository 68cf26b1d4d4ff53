/* Cells of many studies that differ in one thing only: series over image size, images, … */
#ifndef PARALLAX_DATA_SERIES_H
#define PARALLAX_DATA_SERIES_H

#include "analysis/data/cells.h"

enum series_over { SERIES_SIZE, SERIES_IMAGES, SERIES_WORKERS, SERIES_DELAY, SERIES_OVERS };

extern const char *const series_over_names[SERIES_OVERS]; /* "size", "images", … */
extern const char *const series_over_units[SERIES_OVERS]; /* "pixels an image", … */

/* The clean cells of at least ESTIMATE_RUNS_MIN runs of one way to do the work (model,
 * schedule, workers, …), with x ascending. */
struct series {
    const struct cell **cells;
    size_t count;
    size_t repeated; /* cells whose x another one has already; they are left out */
    size_t group;    /* series of one group do the same work, with as many workers */
};

struct series_set {
    const struct cells *all;
    enum series_over over;
    const struct cell **cells;
    struct series *series; /* none is empty; those of a group stand together */
    size_t count;
    size_t few_runs; /* clean cells that have fewer runs */
};

/* Sorts all clean cells into series. *cells must outlive *set. To be freed. */
void series_build(struct series_set *set, const struct cells *cells, enum series_over over);
void series_free(struct series_set *set);

/* What the series is called among those of its study: model, and what tells it from others. */
const char *series_name(const struct series_set *set, const struct series *series);

/* "resize size=852x567 …; strong, batch, synthetic, by images; 4 workers": what all cells of a
 * series have in common, and where and by what they were measured, if others of the set were
 * elsewhere. Safe for a terminal. */
void series_title(const struct series_set *set, const struct series *series, char *buffer,
                  size_t size);

/* The cell's x in the unit of `over`. */
double series_x(enum series_over over, const struct cell *cell);

/* Logarithms of the cell's run times in seconds, into logs[cell->used_count]; `started`: of the
 * time from the launch to the end of the work. false: a run does not say when it was launched. */
bool series_logs(const struct cell *cell, bool started, double *logs);

/* Are the runs of both cells of the same rounds of a sweep, one of each in a round, in one order?
 */
bool series_are_paired(const struct cell *left, const struct cell *right);

#endif
