/* What the files of resize with NEON share. */
#ifndef PARALLAX_RESIZE_NEON_H
#define PARALLAX_RESIZE_NEON_H

#include "kernels/resize/resize_vector.h"

/* The words of row r of the ROWS that `pairs` holds, two one behind the other. */
static inline int16_t *neon_row(int32_t *const *pairs, int r, size_t padded)
{
    return (int16_t *)pairs[r / 2] + (r % 2 ? padded : 0);
}

/* The x axis in its two forms, steps of resize_vector.h: exactly one of `pairs` (first axis) and
 * `out` (last axis, of `count` rows) is given. */
void resample_near_neon(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                        int32_t *const *pairs, uint8_t *const *out, int count);
void resample_far_neon(const struct plan *plan, const void *const *in, int32_t *const *pairs,
                       uint8_t *const *out, int count);

#endif
