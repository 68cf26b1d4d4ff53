/* The script of a roofline plot: how it looks. */
#ifndef PARALLAX_CHECK_PICTURE_H
#define PARALLAX_CHECK_PICTURE_H

#include "tests/check/check_roofline.h"

#include <stdio.h>

/* The points of one case: they have one intensity and stand above each other. */
struct column {
    const struct roofline_point *points;
    int count;
    double x;          /* where they are drawn: the intensity, or near it */
    double lowest;     /* rate */
    double name_place; /* of the name above the axes, 0 left … 1 right */
};

struct picture {
    FILE *out; /* the script */
    const struct machine *machine;
    double left, right, bottom, top; /* of the axes: operations a byte, 10^9 operations a second */
    struct column *columns;
    int count;
};

/* Writes the script that draws the picture into `path`, in the script's own directory. */
void picture_write(const struct picture *picture, const char *path, const char *title);

#endif
