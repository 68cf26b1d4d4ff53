/* Resize with AVX-512 BW, VNNI and VBMI: its steps. */
#include "kernels/resize/resize_x86.h"
#include "kernels/simd/avx512_pixels.h"

static void copy_row(const struct resize_vector *p, const uint8_t *in, int bytes, uint8_t *out)
{
    bool streams = p->streams && (uintptr_t)out % COPIED == 0;
    const int *start = p->start;
    const uint8_t *index = p->index;
    for (int at = 0; at < bytes; at += COPIED) {
        __m512i source = _mm512_loadu_si512(in + *start++);
        __m512i copy = _mm512_permutexvar_epi8(_mm512_load_si512(index + at), source);
        store_part(copy, bytes - at, streams, out + at);
    }
}

static const struct resize_steps steps = {
    .lanes = 16,
    .unit = 16,
    .reach = {64, 64},
    .taps = {32, 16, 8, 8},
    .weigh = resize_weigh_row_avx512,
    .sum_columns = resize_sum_columns_avx512,
    .quads = 1,
    .overlap = 1,
    .sum_block = resize_sum_block_avx512,
    .splits = true,
    .resample_first = resize_first_avx512,
    .resample_last = resize_last_avx512,
    .abreast_most = SIDE_MAX,
    .first_abreast = resize_first_abreast_avx512,
    .last_abreast = resize_last_abreast_avx512,
    .copy_row = copy_row,
    .average = resize_average_avx512,
    .first_planes = resize_first_planes_avx512,
    .sum_planes = resize_sum_planes_avx512,
    .sum_ring = resize_sum_ring_avx512,
    .fence = resize_fence_avx512,
};

int resize_prepare_avx512(struct plan *plan)
{
    return resize_prepare_vector(plan, &steps);
}
