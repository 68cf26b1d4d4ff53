/* What the variants of blur share: the tables of a plan. blur.c has the definition. */
#ifndef PARALLAX_BLUR_H
#define PARALLAX_BLUR_H

#include "kernels/shared/filter.h"
#include "kernels/variant.h"

/* One axis: output i is weight[0] in[i] + the sum over k = 1 … radius of
 * weight[k] (in[i - k] + in[i + k]). Weights are not negative; weight[0] + 2 (the others) is
 * 1 << FILTER_BITS. */
struct blur_axis {
    int radius; /* less than the side of the image */
    int16_t *weight;
};

/* Where the parts of a worker's scratch begin, in bytes, multiples of 64. */
struct blur_tables {
    struct blur_axis x, y;
    int ring_rows;      /* rows of intermediates that are kept; row y is number y % ring_rows */
    size_t ring_stride; /* bytes from one to the next */
    size_t source;      /* one row in Q6, continued by x.radius pixels on both sides */
    size_t taps;        /* pointers to the rows or pixels of a window, 2 radius + 1 */
};

VARIANTS_DECLARED(blur_rows);

#endif
