/* What the variants of denoise share: the table of a plan, limits. denoise.c has the definition. */
#ifndef PARALLAX_DENOISE_H
#define PARALLAX_DENOISE_H

#include "kernels/variant.h"

/* With these limits a sum of 21 x 21 weighted samples stays below 2^31. */
enum { DENOISE_RADIUS_MAX = 3, DENOISE_SEARCH_MAX = 10, DENOISE_BITS = 14, DENOISE_LEVELS = 2048 };

struct denoise_tables {
    int radius, search, shift;
    uint16_t weight[DENOISE_LEVELS]; /* of a distance d2: weight[min(d2 >> shift, LEVELS - 1)] */
};

/* Channels but alpha. */
static inline int denoise_colours(int channels)
{
    return channels < 3 ? 1 : 3;
}

/* Bytes of scratch under plan->tables, the same in every variant; plan->src must be set. */
size_t VARIANT_NAME(denoise_scratch)(const struct plan *plan);

VARIANTS_DECLARED(denoise_rows);

#endif
