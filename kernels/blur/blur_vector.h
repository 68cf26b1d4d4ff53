/* What the vector variants of blur share: everything but the instructions. */
#ifndef PARALLAX_BLUR_VECTOR_H
#define PARALLAX_BLUR_VECTOR_H

#include "kernels/blur/blur.h"

enum {
    BLUR_ROWS = 4,  /* that go together along y, because they share most of what they read */
    BLUR_PAD = 64,  /* samples behind a row of scratch that may be touched */
    BLUR_UNIT = 192 /* samples: whole vectors of whole pixels, whatever the channels */
};

/* The image is done in strips of `strip` samples of all rows, so that what the y axis reads again
 * stays in a cache near the CPU. Two rows of a strip are kept as one of pairs of 16 bits: sample by
 * sample, the upper row in the low half of 32 bits, within a vector in the order of the products.
 * A pair of weights belongs to each. */
struct blur_vector {
    int x_radius, y_radius;
    int strip;     /* samples, a multiple of BLUR_UNIT */
    int ring;      /* pairs of rows: the windows of BLUR_ROWS target rows */
    size_t stride; /* samples from one pair of rows to the next */
    size_t row;    /* bytes from one of two source rows to the next */
    size_t source; /* where the strip begins in the first of them, in bytes of scratch */
    size_t pair;   /* where pointers to the pairs of a window are */
    int16_t *x;    /* weights of taps 0 … 2 radius, then 0 */
    int16_t *y[2]; /* the same; 0, then the weights of all taps */
};

/* prepare() and unprepare() of these variants. */
int blur_prepare_vector(struct plan *plan);
void blur_unprepare_vector(struct plan *plan);

#endif
