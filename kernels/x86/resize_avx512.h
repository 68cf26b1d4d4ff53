/* What the files of resize with AVX-512 share. */
#ifndef PARALLAX_RESIZE_AVX512_H
#define PARALLAX_RESIZE_AVX512_H

#include "resize_vector.h"

/* The x axis: steps of resize_vector.h. */
void resample_first_avx512(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                           int32_t *const *pairs);
void resample_last_avx512(const struct plan *plan, const void *const *in, uint8_t *const *out,
                          int count);
void first_abreast_avx512(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                          int16_t *q, int32_t *const *pairs);
void last_abreast_avx512(const struct plan *plan, const void *const *in, int16_t *q,
                         uint8_t *const *out, int count);

/* Steps of resize_vector.h. */
void average_avx512(const struct resize_vector *p, const uint8_t *in, ptrdiff_t stride, int width,
                    int channels, uint8_t *out);

#endif
