/* What a picture over parameters shows: a point for each value of one axis, in series. */
#ifndef PARALLAX_DATA_AXES_POINTS_H
#define PARALLAX_DATA_AXES_POINTS_H

#include "analysis/data/axes.h"

enum { AXES_SERIES_MAX = 8 };

struct axes_place {
    char text[AXES_TEXT];
    double x; /* the number that the text is, of a size its area; else its place in their order */
};

struct axes_point {
    size_t place;
    const struct cell *cell; /* the fastest that is clean; a flagged one where none is */
};

/* Points of one way to work, or of one value of the other axes. */
struct axes_series {
    char name[2 * AXES_TEXT]; /* safe for a terminal */
    size_t curve;             /* one of that name; SIZE_MAX: the series is of values */
    struct axes_point *points;
    size_t count;
};

struct axes_points {
    size_t axis;    /* the one along x: of numbers if one is, of the most values */
    bool is_number; /* places have numbers, all of them */
    struct axes_place *places;
    size_t place_count;
    struct axes_series series[AXES_SERIES_MAX];
    size_t series_count, left_out; /* cells of series beyond the most */
};

/* Of one axis: a series for each curve's name. Of several: one for each combination of the other
 * axes' values, whose points are the fastest of all curves, but for those of processes apart. To be
 * freed with axes_points_free(). */
void axes_points_make(struct axes_points *points, const struct axes *axes,
                      const struct cells *cells);
void axes_points_free(struct axes_points *points);

#endif
