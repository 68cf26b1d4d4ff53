/* Resize with NEON along a row where the taps of neighbouring samples lie near each other: a
 * permutation brings two taps of four samples together. Four rows go together, because they share
 * weights and starts. */
#include <arm_neon.h>

#include "kernels/resize/resize_neon.h"
#include "kernels/simd/neon_pixels.h"

/* The permutation of a unit, from the distances of 8 lanes; `spread` has the places of the unit's
 * four, each four times. */
static inline uint8x16_t near_order(uint8x8_t from, uint8x16_t spread, bool wide, int channels)
{
    uint32_t second = (uint32_t)(wide ? 2 * channels : channels);
    uint32_t bytes = wide ? 0x0100 | second << 16 | (second + 1) << 24 : 0x80008000 | second << 16;
    uint8x16_t first = vqtbl1q_u8(vcombine_u8(from, from), spread);
    if (wide)
        first = vshlq_n_u8(first, 1);
    return vaddq_u8(first, vreinterpretq_u8_u32(vdupq_n_u32(bytes)));
}

/* Adds two taps of a unit to two vectors of sums: four samples are spread over both, or (4
 * channels, where nothing has to be permuted) each has all four. */
static inline __attribute__((always_inline)) void
add_unit(int32x4_t *s, const uint8_t *at, uint8x16_t order, int16x8_t w, int channels)
{
    uint8x16_t bytes = vld1q_u8(at);
    if (channels == 4) {
        int16x8_t pixels = vreinterpretq_s16_u8(bytes);
        s[0] = vmlal_laneq_s16(s[0], vget_low_s16(pixels), w, 0);
        s[1] = vmlal_high_laneq_s16(s[1], pixels, w, 1);
        return;
    }
    int16x8_t taps = vreinterpretq_s16_u8(vqtbl1q_u8(bytes, order));
    s[0] = vmlal_s16(s[0], vget_low_s16(taps), vget_low_s16(w));
    s[1] = vmlal_high_s16(s[1], taps, w);
}

/* 8 samples of four rows, over all steps. */
static inline __attribute__((always_inline)) void sum_group(const struct resize_vector *p,
                                                            const uint8_t *const *row,
                                                            ptrdiff_t ahead, int x, bool wide,
                                                            int channels, int32x4_t sum[ROWS][2])
{
    static const uint8_t lane[] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3};
    ptrdiff_t size = wide ? sizeof(int16_t) : 1;
    ptrdiff_t low = p->start[x / 4] * size, high = p->start[x / 4 + 1] * size;
    const int16_t *weight = p->weight + (ptrdiff_t)x * 2 * p->steps;
    uint8x8_t from = vld1_u8(p->index + x);
    uint8x16_t spread = vld1q_u8(lane);
    uint8x16_t order[] = {near_order(from, spread, wide, channels),
                          near_order(from, vaddq_u8(spread, vdupq_n_u8(4)), wide, channels)};
    int32x4_t s[ROWS][4];
    for (int r = 0; r < ROWS; ++r) {
        if (!wide)
            __builtin_prefetch(row[r] + low + ahead, 0, 2);
        for (int k = 0; k < 4; ++k)
            s[r][k] = vdupq_n_s32(0);
    }
    for (int step = 0; step < p->steps; ++step, weight += 16) {
        int16x8_t w[] = {vld1q_s16(weight), vld1q_s16(weight + 8)};
#pragma GCC unroll 4
        for (int r = 0; r < ROWS; ++r) {
            add_unit(s[r], row[r] + low, order[0], w[0], channels);
            add_unit(s[r] + 2, row[r] + high, order[1], w[1], channels);
        }
        low += 2 * channels * size;
        high += 2 * channels * size;
    }
    for (int r = 0; r < ROWS; ++r)
        for (int k = 0; k < 2; ++k)
            sum[r][k] = channels == 4 ? vaddq_s32(s[r][2 * k], s[r][2 * k + 1])
                                      : vpaddq_s32(s[r][2 * k], s[r][2 * k + 1]);
}

static inline __attribute__((always_inline)) void
resample(const struct plan *plan, const void *const *in, ptrdiff_t ahead, bool wide, int channels,
         int32_t *const *pairs, uint8_t *const *out, int count)
{
    const struct resize_vector *p = plan->prepared;
    const uint8_t *const row[ROWS] = {in[0], in[1], in[2], in[3]};
    int samples = plan->dst.width * channels;
    size_t padded = resize_padded(samples);
    for (int x = 0; x < samples; x += 8) {
        int32x4_t sum[ROWS][2];
        sum_group(p, row, ahead, x, wide, channels, sum);
        for (int r = 0; pairs && r < ROWS; ++r)
            vst1q_s16(neon_row(pairs, r, padded) + x, narrow(sum[r][0], sum[r][1], wide));
        for (int r = 0; out && r < count; ++r)
            store_eight(out[r] + x, finish(sum[r][0], sum[r][1], channels), samples - x);
    }
}

/* Constants for `resample`, so that each case has a loop of its own. */
void resample_near_neon(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                        int32_t *const *pairs, uint8_t *const *out, int count)
{
    switch (plan->src.channels) {
    case 1:
        if (pairs)
            resample(plan, in, ahead, false, 1, pairs, NULL, ROWS);
        else
            resample(plan, in, 0, true, 1, NULL, out, count);
        break;
    case 2:
        if (pairs)
            resample(plan, in, ahead, true, 2, pairs, NULL, ROWS);
        else
            resample(plan, in, 0, true, 2, NULL, out, count);
        break;
    case 3:
        if (pairs)
            resample(plan, in, ahead, false, 3, pairs, NULL, ROWS);
        else
            resample(plan, in, 0, true, 3, NULL, out, count);
        break;
    default:
        if (pairs)
            resample(plan, in, ahead, true, 4, pairs, NULL, ROWS);
        else
            resample(plan, in, 0, true, 4, NULL, out, count);
        break;
    }
}
