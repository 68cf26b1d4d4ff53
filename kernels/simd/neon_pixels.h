/* Small steps of resize with NEON. Shifts and lanes are written as constants: the instructions have
 * them inside. */
#ifndef PARALLAX_SIMD_NEON_PIXELS_H
#define PARALLAX_SIMD_NEON_PIXELS_H

#include <arm_neon.h>
#include <stdbool.h>
#include <string.h>

#include "kernels/shared/filter.h"

/* 8 sums of the first axis to 16-bit intermediates, rounded; `weighted`: of Q6, else of bytes. */
static inline int16x8_t narrow(int32x4_t low, int32x4_t high, bool weighted)
{
    if (weighted)
        return vrshrn_high_n_s32(vrshrn_n_s32(low, FILTER_BITS), high, FILTER_BITS);
    return vrshrn_high_n_s32(vrshrn_n_s32(low, FILTER_BITS - 6), high, FILTER_BITS - 6);
}

/* 255 colour / alpha, rounded, with half of alpha and alpha itself, but at least 1. The quotient of
 * whole numbers below 2^24 by one below 2^15 is cut off rightly in single precision: it is never
 * nearer to the next whole number than 2^-15, and its error is at most 2^-17. */
static inline uint32x4_t divide(uint16x4_t colour, uint16x4_t half, uint16x4_t alpha)
{
    uint32x4_t scaled = vmlal_n_u16(vmovl_u16(half), colour, 255);
    return vcvtq_u32_f32(vdivq_f32(vcvtq_f32_u32(scaled), vcvtq_f32_u32(vmovl_u16(alpha))));
}

/* 8 sums of the second axis, of whole pixels of 2 or 4 channels, to results with alpha. 16 bits are
 * enough: alpha is cut at INT16_MAX anyway, and a colour at alpha. Where alpha is 0, the colour is
 * too. */
static inline uint8x8_t finish_alpha(int32x4_t low, int32x4_t high, int channels)
{
    static const uint8_t place[2][16] = {{2, 3, 2, 3, 6, 7, 6, 7, 10, 11, 10, 11, 14, 15, 14, 15},
                                         {6, 7, 6, 7, 6, 7, 6, 7, 14, 15, 14, 15, 14, 15, 14, 15}};
    static const uint16_t is_alpha[2][8] = {{0, 0xFFFF, 0, 0xFFFF, 0, 0xFFFF, 0, 0xFFFF},
                                            {0, 0, 0, 0xFFFF, 0, 0, 0, 0xFFFF}};
    int16x8_t sums = vqrshrn_high_n_s32(vqrshrn_n_s32(low, FILTER_BITS), high, FILTER_BITS);
    uint16x8_t value = vreinterpretq_u16_s16(vmaxq_s16(sums, vdupq_n_s16(0)));
    uint16x8_t alpha = vreinterpretq_u16_u8(
        vqtbl1q_u8(vreinterpretq_u8_u16(value), vld1q_u8(place[channels == 4])));
    uint16x8_t colour = vminq_u16(value, alpha), half = vshrq_n_u16(alpha, 1);
    uint16x8_t divisor = vmaxq_u16(alpha, vdupq_n_u16(1));
    uint32x4_t first = divide(vget_low_u16(colour), vget_low_u16(half), vget_low_u16(divisor));
    uint32x4_t second = divide(vget_high_u16(colour), vget_high_u16(half), vget_high_u16(divisor));
    uint16x8_t colours = vuzp1q_u16(vreinterpretq_u16_u32(first), vreinterpretq_u16_u32(second));
    uint16x8_t full = vminq_u16(alpha, vdupq_n_u16(16256)); /* (255 * 255 + 2) >> 2 */
    uint16x8_t rounded = vmlaq_n_u16(vdupq_n_u16(127), full, 4);
    /* x / 255 = (x + 1 + (x >> 8)) >> 8 for x < 2^16 - 1 */
    uint16x8_t stored = vshrq_n_u16(vsraq_n_u16(vaddq_u16(rounded, vdupq_n_u16(1)), rounded, 8), 8);
    return vmovn_u16(vbslq_u16(vld1q_u16(is_alpha[channels == 4]), stored, colours));
}

/* 8 sums of the second axis to results. Opaque sums are rounded once: what the first shift cuts off
 * cannot change what the second one rounds. */
static inline uint8x8_t finish(int32x4_t low, int32x4_t high, int channels)
{
    if (channels == 2 || channels == 4)
        return finish_alpha(low, high, channels);
    int16x8_t words = vuzp2q_s16(vreinterpretq_s16_s32(low), vreinterpretq_s16_s32(high));
    return vqrshrun_n_s16(words, FILTER_BITS + 6 - 16);
}

/* 16 source bytes in 16 bits: opaque ones as they are, whole pixels with alpha as Q6 weighted by
 * it. */
static inline int16x8x2_t widen(uint8x16_t bytes, int channels)
{
    enum { NONE = 0xFF }; /* no byte has this place: the factor stays 255 */
    static const uint8_t place[2][16] = {
        {1, NONE, 3, NONE, 5, NONE, 7, NONE, 9, NONE, 11, NONE, 13, NONE, 15, NONE},
        {3, 3, 3, NONE, 7, 7, 7, NONE, 11, 11, 11, NONE, 15, 15, 15, NONE}};
    uint16x8_t low, high;
    if (channels == 2 || channels == 4) {
        uint8x16_t factor = vqtbx1q_u8(vdupq_n_u8(255), bytes, vld1q_u8(place[channels == 4]));
        low = vrshrq_n_u16(vmull_u8(vget_low_u8(bytes), vget_low_u8(factor)), 2);
        high = vrshrq_n_u16(vmull_high_u8(bytes, factor), 2);
    } else {
        low = vmovl_u8(vget_low_u8(bytes));
        high = vmovl_high_u8(bytes);
    }
    return (int16x8x2_t){{vreinterpretq_s16_u16(low), vreinterpretq_s16_u16(high)}};
}

/* Two neighbouring weights, in lanes 0 and 1. */
static inline int16x4_t weight_pair(const int16_t *weight)
{
    int32_t pair;
    memcpy(&pair, weight, sizeof pair);
    return vreinterpret_s16_s32(vdup_n_s32(pair));
}

/* The first `count` of 8 or 16 bytes. */
static inline void store_eight(uint8_t *out, uint8x8_t bytes, int count)
{
    uint8_t all[8];
    if (count >= 8) {
        vst1_u8(out, bytes);
        return;
    }
    vst1_u8(all, bytes);
    memcpy(out, all, (size_t)count);
}

static inline void store_sixteen(uint8_t *out, uint8x16_t bytes, int count)
{
    uint8_t all[16];
    if (count >= 16) {
        vst1q_u8(out, bytes);
        return;
    }
    vst1q_u8(all, bytes);
    memcpy(out, all, (size_t)count);
}

#endif
