/* Turning pictures the right way up. */
#ifndef PARALLAX_IO_TURN_H
#define PARALLAX_IO_TURN_H

#include "drivers/io/codecs/exif.h"
#include "kernels/image.h"

/* Whether width and height change places. */
static inline bool turn_swaps(enum orientation orientation)
{
    return orientation >= ORIENTATION_TRANSPOSE;
}

/* The shape of a picture of the shape `stored` when it is the right way up; the other way round as
 * well. */
static inline struct shape turn_shape(struct shape stored, enum orientation orientation)
{
    return turn_swaps(orientation) ? (struct shape){stored.height, stored.width, stored.channels}
                                   : stored;
}

/* What a decoder that can shrink to 1/2, 1/4, 1/8 is to be asked for, of a file of the shape
 * `stored`, to have at least `enough`, which is as stored, too. Where these are no whole number of
 * samples the last one is partly beyond the edge, and kernels take it for that: so there is no such
 * one along a side that is turned round, where it would come to be the first. */
struct shape turn_enough(struct shape stored, struct shape enough, enum orientation orientation);

/* Mirrors these rows, which the image holds whole. */
void turn_mirror(const struct image *image, struct range rows);

/* Turns an image, all of which is held, where turn_swaps() is false. */
void turn_in_place(struct image *image, enum orientation orientation);

/* Makes *turned (image_allocate()d) the turned image where turn_swaps() is true. 0, or -1 when out
 * of memory. */
int turn_into(const struct image *stored, enum orientation orientation, struct image *turned);

#endif
