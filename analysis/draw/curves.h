/* Curves over workers: speedup, efficiency and time. */
#ifndef PARALLAX_DRAW_CURVES_H
#define PARALLAX_DRAW_CURVES_H

#include "analysis/data/cells.h"
#include "analysis/draw/plot.h"

enum curves_of { CURVES_SPEEDUP, CURVES_EFFICIENCY, CURVES_TIME };

enum { CURVES_FEW = 3 }; /* values of p: no lines between so few points */

struct curves {
    const struct cells *cells;
    const struct study *study;
    struct plot *plot;
    enum curves_of of;
    const struct cell *base;   /* of all cells; NULL: there are several, or none */
    const struct cell *lowest; /* the base of the fewest workers; NULL: none */
    const char *unit;          /* of times */
    double per_second;
    double left, right, low, high; /* the edges of the picture */
    size_t entries, longest;       /* of the legend; letters */
    bool *fitted;                  /* of each curve of the study: a law is drawn */
    size_t fit_count;
};

/* What the picture shows of a cell, NaN: nothing. Where all have one baseline the ends are those of
 * the cell's own time, as if the baseline's were known. */
struct interval curves_value(const struct curves *curves, const struct cell *cell);

/* The height in the picture of a time at p workers, against that base (of times: any). */
double curves_height(const struct curves *curves, const struct cell *base, double p, double time);

/* Different numbers of workers that the curve has in the picture. */
size_t curves_places(const struct curves *curves, const struct curve *curve);

/* Does the picture show the curve? */
bool curves_has(const struct curves *curves, const struct curve *curve);

/* Items of the "plot" command, each with a comma before it but the first, and their data: what is
 * ideal, with the baseline's uncertainty, and the machine's ceiling; the fitted laws; the points.
 */
void curves_write_limits(struct curves *curves);
void curves_write_laws(struct curves *curves);
void curves_write_points(struct curves *curves);

/* Finds the edges. */
void curves_find_range(struct curves *curves);
void curves_write_axes(const struct curves *curves);

/* Begins an item of the "plot" command from a block of the data. */
void curves_item(const struct curves *curves, int block, const char *using);

#endif
