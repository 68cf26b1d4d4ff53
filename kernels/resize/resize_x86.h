/* What the files of resize for AVX2 and AVX-512 share: steps of resize_vector.h. */
#ifndef PARALLAX_RESIZE_X86_H
#define PARALLAX_RESIZE_X86_H

#include "kernels/resize/resize_vector.h"
#include "kernels/variant.h"

/* resize_columns.c */
#define RESIZE_COLUMNS_DECLARED(variant)                                                           \
    void resize_sum_columns_##variant(const struct resize_columns *columns, int samples,           \
                                      int channels, int16_t *const *t);                            \
    void resize_sum_ring_##variant(const struct resize_window *window, int samples, int channels,  \
                                   uint8_t *const *out);                                           \
    void resize_weigh_row_##variant(const uint8_t *source, ptrdiff_t ahead, int samples,           \
                                    int channels, int16_t *q);                                     \
    void resize_fence_##variant(void)
RESIZE_COLUMNS_DECLARED(avx2);
RESIZE_COLUMNS_DECLARED(avx512);

/* resize_avx2_rows.c and resize_avx512_rows.c: the x axis. */
void resample_first_avx2(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                         int32_t *const *pairs);
void resample_last_avx2(const struct plan *plan, const void *const *in, uint8_t *const *out,
                        int count);
void resample_first_avx512(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                           int32_t *const *pairs);
void resample_last_avx512(const struct plan *plan, const void *const *in, uint8_t *const *out,
                          int count);

/* resize_avx512_abreast.c */
void first_abreast_avx512(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                          int16_t *q, int32_t *const *pairs);
void last_abreast_avx512(const struct plan *plan, const void *const *in, int16_t *q,
                         uint8_t *const *out, int count);

/* resize_avx512_average.c */
void average_avx512(const struct resize_vector *p, const uint8_t *in, ptrdiff_t stride, int width,
                    int channels, uint8_t *out);

#endif
