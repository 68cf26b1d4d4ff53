/* Photograph-like images without a file: deterministic, any part of one at any time. */
#ifndef PARALLAX_IO_SOURCES_SYNTHETIC_H
#define PARALLAX_IO_SOURCES_SYNTHETIC_H

#include "kernels/image.h"

/* Fills image->held of image number `item` under `seed`: integer value noise, one octave per power
 * of two from the longer side down to two pixels, all of one amplitude, which gives a photograph's
 * 1/f amplitude spectrum. A pixel depends on (seed, item, shape, its place) alone: not on the part
 * held, the CPU or the number of workers. Channel 2 of 2 and 4 of 4 (alpha) is a smooth mask with
 * fully transparent and fully opaque regions. */
void synthetic_fill(const struct image *image, uint64_t seed, int item);

#endif
