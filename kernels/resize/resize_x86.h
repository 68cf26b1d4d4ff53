/* What the files of resize for AVX2 and AVX-512 share: steps of resize_vector.h. */
#ifndef PARALLAX_RESIZE_X86_H
#define PARALLAX_RESIZE_X86_H

#include "kernels/resize/resize_vector.h"
#include "kernels/variant.h"

/* resize_columns_words.c */
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

/* resize_abreast_words.c */
#define RESIZE_ABREAST_DECLARED(variant)                                                           \
    void resize_first_abreast_##variant(const struct plan *plan, const void *const *in,            \
                                        int16_t *q, int32_t *const *pairs);                        \
    void resize_last_abreast_##variant(const struct plan *plan, const void *const *in, int16_t *q, \
                                       uint8_t *const *out, int count)
RESIZE_ABREAST_DECLARED(avx2);
RESIZE_ABREAST_DECLARED(avx512);

/* resize_rows_avx2.c and resize_rows_avx512.c: the x axis. */
void resize_first_avx2(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                       int32_t *const *pairs);
void resize_last_avx2(const struct plan *plan, const void *const *in, uint8_t *const *out,
                      int count);
void resize_first_avx512(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                         int32_t *const *pairs);
void resize_last_avx512(const struct plan *plan, const void *const *in, uint8_t *const *out,
                        int count);

/* resize_whole_avx512.c: the first axis of bytes, where it can; else it does nothing and returns
 * false. */
bool resize_first_whole_avx512(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                               int32_t *const *pairs);

/* resize_planes_avx512.c, resize_columns_words.c */
void resize_first_planes_avx512(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                                int16_t *q, int32_t *const *pairs);
void resize_sum_planes_avx512(const struct resize_window *window, int samples, uint8_t *const *out);

/* resize_block_avx2.c, resize_quads_avx512.c */
void resize_sum_block_avx2(const struct resize_block *block, int samples, int channels,
                           int32_t *ring, int16_t *const *t);
void resize_sum_block_avx512(const struct resize_block *block, int samples, int channels,
                             int32_t *ring, int16_t *const *t);

/* resize_average_avx512.c */
void resize_average_avx512(const struct resize_vector *p, const uint8_t *in, ptrdiff_t stride,
                           int width, int channels, uint8_t *out);

#endif
