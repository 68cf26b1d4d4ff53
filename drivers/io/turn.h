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

/* Turns an image, all of which is held, where turn_swaps() is false. */
void turn_in_place(struct image *image, enum orientation orientation);

/* Makes *turned (image_allocate()d) the turned image where turn_swaps() is true. 0, or -1 when out
 * of memory. */
int turn_into(const struct image *stored, enum orientation orientation, struct image *turned);

#endif
