/* What the files of resize with AVX2 share. */
#ifndef PARALLAX_RESIZE_AVX2_H
#define PARALLAX_RESIZE_AVX2_H

#include "resize_vector.h"

/* The x axis: steps of resize_vector.h. */
void resample_first_avx2(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                         int32_t *const *pairs);
void resample_last_avx2(const struct plan *plan, const void *const *in, uint8_t *const *out,
                        int count);

#endif
