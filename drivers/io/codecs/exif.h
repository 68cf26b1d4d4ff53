/* EXIF: which way up a picture is, and EXIF for another picture made of it. Pure functions over
 * bytes of anybody's: none is read or written outside of them, and the work is bounded by their
 * number, whatever they say. */
#ifndef PARALLAX_IO_CODECS_EXIF_H
#define PARALLAX_IO_CODECS_EXIF_H

#include "drivers/io/bytes.h"

/* The eight ways to turn a picture are EXIF's numbers: what is to be done with the pixels as stored
 * so that they are the right way up. */
enum orientation {
    ORIENTATION_UPRIGHT = 1,
    ORIENTATION_MIRROR,     /* left and right change places */
    ORIENTATION_HALF_TURN,  /* by 180 degrees */
    ORIENTATION_FLIP,       /* top and bottom change places */
    ORIENTATION_TRANSPOSE,  /* columns become rows */
    ORIENTATION_RIGHT_TURN, /* by 90 degrees, clockwise */
    ORIENTATION_TRANSVERSE, /* a half turn, and columns become rows */
    ORIENTATION_LEFT_TURN   /* by 90 degrees, anticlockwise */
};

/* The data from their byte order mark on, which some writers set a name before. */
struct bytes_part exif_data(struct bytes_part exif);

/* The first directory's tag; upright where there is none, or one that means nothing. No other
 * directory is followed: none has to do with the picture itself. */
enum orientation exif_orientation(struct bytes_part exif);

/* Makes *out (replaced) the EXIF of a picture of width x height that was made of one with `exif`:
 * its orientation, and sizes, are set where `exif` has them; a preview, which shows the other one,
 * is taken out. An orientation that it has no place for is lost. 0, or -1 when out of memory. */
int exif_correct(struct bytes_part exif, enum orientation orientation, int width, int height,
                 struct bytes *out);

/* Makes *out (replaced) EXIF that says an orientation and nothing else. 0, or -1 when out of
 * memory. */
int exif_minimal(enum orientation orientation, struct bytes *out);

#endif
