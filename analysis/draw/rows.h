/* Pictures of horizontal rows, each with a name on its left: no two names overlap, however many. */
#ifndef PARALLAX_DRAW_ROWS_H
#define PARALLAX_DRAW_ROWS_H

#include "analysis/data/cells.h"
#include "analysis/draw/plot.h"

enum { ROWS_MAX = 56, ROWS_LABEL = 34 };

/* The cells of the study that `wanted` takes, sorted by curve and workers, into list[ROWS_MAX].
 * Where they are more, those of each curve's fewest and most workers, and no further. Returns how
 * many. */
size_t rows_choose(const struct cells *cells, const struct study *study,
                   bool (*wanted)(const struct cell *cell), const struct cell *list[ROWS_MAX]);

/* Of the runs that count in a cell, the one whose median is nearest to its time; of those that
 * `wanted` takes (NULL: of all). NULL: there is none. */
const struct run *rows_run(const struct cell *cell, bool (*wanted)(const struct run *run));

/* "omp 1x4", with an asterisk where the cell is flagged. */
void rows_label(const struct cells *cells, const struct cell *cell, char label[ROWS_LABEL]);

/* The heights of the rows: a curve's cells stand together. */
void rows_places(const struct cell *const *list, size_t count, double *places);

/* The vertical axis: `labels`[count] at `places`, from above to below. Returns the height of a
 * picture of so many rows. */
int rows_axis(const struct plot *plot, char (*labels)[ROWS_LABEL], const double *places,
              size_t count);

/* An item of the "plot" command: bars from a block of lines "place left right", filled with the
 * variable `colour`; `name`: in the legend. */
void rows_bars(const struct plot *plot, int block, const char *colour, const char *name);

/* Bars of seconds by stage, as many in a row as there are stages: seconds[row][stage]; those before
 * start[row] are left blank (NULL: none is). Writes their "plot" command. Returns the legend's
 * height, and has to be called before plot_begin() with `height` = that of the rows. */
void rows_stages(struct plot *plot, const double *places, double (*seconds)[STAGE_COUNT],
                 const double *start, size_t count, int height);

#endif
