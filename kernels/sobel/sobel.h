/* What the files of sobel share. sobel.c has the definition. */
#ifndef PARALLAX_SOBEL_H
#define PARALLAX_SOBEL_H

#include <stdlib.h>

#include "kernels/variant.h"

/* The three source rows around one target row. */
struct sobel_rows {
    const uint8_t *above, *here, *below;
};

static inline uint8_t sobel_magnitude(struct sobel_rows p, ptrdiff_t left, ptrdiff_t here,
                                      ptrdiff_t right)
{
    int gx = (p.above[right] + 2 * p.here[right] + p.below[right]) -
             (p.above[left] + 2 * p.here[left] + p.below[left]);
    int gy = (p.below[left] + 2 * p.below[here] + p.below[right]) -
             (p.above[left] + 2 * p.above[here] + p.above[right]);
    int sum = abs(gx) + abs(gy);
    return (uint8_t)(sum > 255 ? 255 : sum);
}

/* One target row in plain C. */
void sobel_row(struct sobel_rows p, ptrdiff_t samples, ptrdiff_t channels, uint8_t *restrict out);

VARIANTS_DECLARED(sobel_rows);

#endif
