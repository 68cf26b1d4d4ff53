/* Resize with AVX2: its steps. */
#include "kernels/resize/resize_x86.h"

static const struct resize_steps steps = {
    .lanes = 8,
    .unit = 4,
    .reach = {16, 8},
    .taps = {16, 8, 4, 4},
    .weigh = resize_weigh_row_avx2,
    .sum_columns = resize_sum_columns_avx2,
    .quads = QUADS_MAX,
    .overlap = 3,
    .sum_block = resize_sum_block_avx2,
    .resample_first = resize_first_avx2,
    .resample_last = resize_last_avx2,
    .abreast_most = 8,
    .abreast_taps = 4,
    .first_abreast = resize_first_abreast_avx2,
    .last_abreast = resize_last_abreast_avx2,
    .sum_ring = resize_sum_ring_avx2,
    .fence = resize_fence_avx2,
};

int resize_prepare_avx2(struct plan *plan)
{
    return resize_prepare_vector(plan, &steps);
}
