/* Resize with NEON along a row where the taps of neighbouring samples lie far from each other: the
 * samples of a few taps are multiplied as they lie there, each pixel by itself. Four rows go
 * together, because they share weights and starts. */
#include <arm_neon.h>

#include "kernels/resize/resize_neon.h"
#include "kernels/simd/neon_pixels.h"

/* For each product of a step: which weight it takes, as places of bytes. */
struct spread {
    uint8x16_t place[2];
};

static inline struct spread spread_of(int channels)
{
    uint8_t place[32];
    for (int i = 0; i < 16; ++i) {
        place[2 * i] = (uint8_t)(2 * (i / channels));
        place[2 * i + 1] = (uint8_t)(2 * (i / channels) + 1);
    }
    return (struct spread){{vld1q_u8(place), vld1q_u8(place + 16)}};
}

static inline int16x8_t spread_weights(int16x8_t weights, uint8x16_t place)
{
    return vreinterpretq_s16_u8(vqtbl1q_u8(vreinterpretq_u8_s16(weights), place));
}

/* The samples of one step: 8 with 1 or 2 channels, 12 with 3, 16 with 4. */
static inline int16x8x2_t load_step(const void *row, ptrdiff_t at, bool wide, int channels)
{
    const uint8_t *bytes = (const uint8_t *)row + at;
    const int16_t *words = (const int16_t *)row + at;
    if (wide)
        return (int16x8x2_t){{vld1q_s16(words), vld1q_s16(words + (channels > 2 ? 8 : 0))}};
    if (channels > 2)
        return widen(vld1q_u8(bytes), 1);
    int16x8_t eight = vreinterpretq_s16_u16(vmovl_u8(vld1_u8(bytes)));
    return (int16x8x2_t){{eight, eight}};
}

/* Sums of one output over its taps: lane i of three vectors, one behind the other, is a sum of
 * channel i % 3; else of two vectors, each by itself. */
struct parts {
    int32x4_t sum[3];
};

static inline __attribute__((always_inline)) void add_step(struct parts *s, int16x8x2_t samples,
                                                           const int16x8_t *w, int channels)
{
    int16x8_t first = samples.val[0], second = samples.val[1];
    s->sum[0] = vmlal_s16(s->sum[0], vget_low_s16(first), vget_low_s16(w[0]));
    s->sum[1] = vmlal_high_s16(s->sum[1], first, w[0]);
    if (channels == 3)
        s->sum[2] = vmlal_s16(s->sum[2], vget_low_s16(second), vget_low_s16(w[1]));
    if (channels == 4) {
        s->sum[0] = vmlal_s16(s->sum[0], vget_low_s16(second), vget_low_s16(w[1]));
        s->sum[1] = vmlal_high_s16(s->sum[1], second, w[1]);
    }
}

/* Lane i: a sum of channel i (1 channel: of all lanes; 2: lanes i and i + 2 are to be added). */
static inline int32x4_t fold_parts(const struct parts *s, int channels)
{
    int32x4_t two = vaddq_s32(s->sum[0], s->sum[1]);
    if (channels != 3)
        return two;
    int32x4_t low = vaddq_s32(s->sum[0], vextq_s32(s->sum[0], s->sum[1], 3));
    int32x4_t high = vextq_s32(s->sum[1], s->sum[2], 2);
    return vaddq_s32(low, vaddq_s32(high, vextq_s32(s->sum[2], s->sum[2], 1)));
}

/* One output of four rows, to sum[…][to]. */
static inline __attribute__((always_inline)) void
sum_output(const struct resize_vector *p, const void *const *in, int x, bool wide, int channels,
           const struct spread *spread, int to, int32x4_t sum[ROWS][4])
{
    int taps = channels == 1 ? 8 : 4;
    const int16_t *weight = p->weight + (ptrdiff_t)x * p->steps * taps;
    ptrdiff_t at = (ptrdiff_t)p->start[x] * channels;
    struct parts s[ROWS];
    for (int r = 0; r < ROWS; ++r)
        for (int k = 0; k < 3; ++k)
            s[r].sum[k] = vdupq_n_s32(0);
    for (int step = 0; step < p->steps; ++step, at += taps * channels, weight += taps) {
        int16x8_t w[2];
        w[0] = channels == 1 ? vld1q_s16(weight) : vcombine_s16(vld1_s16(weight), vdup_n_s16(0));
        w[1] = spread_weights(w[0], spread->place[1]);
        if (channels > 1)
            w[0] = spread_weights(w[0], spread->place[0]);
#pragma GCC unroll 4
        for (int r = 0; r < ROWS; ++r)
            add_step(&s[r], load_step(in[r], at, wide, channels), w, channels);
    }
    for (int r = 0; r < ROWS; ++r)
        sum[r][to] = fold_parts(&s[r], channels);
}

/* Makes whole sums of four outputs of fold_parts(); returns how many vectors they fill. */
static inline int join_outputs(int32x4_t *sum, int channels)
{
    if (channels == 1)
        sum[0] = vpaddq_s32(vpaddq_s32(sum[0], sum[1]), vpaddq_s32(sum[2], sum[3]));
    for (int i = 0; channels == 2 && i < 2; ++i) {
        int32x4_t a = sum[2 * i], b = sum[2 * i + 1];
        sum[i] = vaddq_s32(vcombine_s32(vget_low_s32(a), vget_low_s32(b)),
                           vcombine_s32(vget_high_s32(a), vget_high_s32(b)));
    }
    return channels == 1 ? 1 : channels == 2 ? 2 : 4;
}

/* Four outputs to words; of 3 channels, the next output is written over a fourth. */
static inline void store_words(int32x4_t *sum, bool wide, int channels, int16_t *t)
{
    int vectors = join_outputs(sum, channels);
    for (int i = 0; i < vectors; ++i)
        vst1_s16(t + i * (channels == 3 ? 3 : 4), vget_low_s16(narrow(sum[i], sum[i], wide)));
}

/* Four outputs to at most `left` finished bytes. */
static inline void store_outputs(int32x4_t *sum, int channels, int left, uint8_t *out)
{
    static const uint8_t three[] = {0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0};
    int vectors = join_outputs(sum, channels);
    uint8x8_t first = finish(sum[0], sum[1], channels);
    if (vectors <= 2) { /* 1 channel: four bytes too many, which the next ones overwrite */
        store_eight(out, first, left);
        return;
    }
    uint8x16_t bytes = vcombine_u8(first, finish(sum[2], sum[3], channels));
    store_sixteen(out, channels == 3 ? vqtbl1q_u8(bytes, vld1q_u8(three)) : bytes, left);
}

/* Exactly one of `pairs` (first axis) and `out` (last axis) is given. */
static inline __attribute__((always_inline)) void resample(const struct plan *plan,
                                                           const void *const *in, bool wide,
                                                           int channels, int32_t *const *pairs,
                                                           uint8_t *const *out, int count)
{
    const struct resize_vector *p = plan->prepared;
    const struct spread spread = spread_of(channels);
    int width = plan->dst.width;
    size_t padded = resize_padded(width * channels);
    for (int x = 0; x < width; x += 4) {
        int32x4_t sum[ROWS][4];
        ptrdiff_t at = (ptrdiff_t)x * channels;
        for (int i = 0; i < 4; ++i)
            sum_output(p, in, x + i < width ? x + i : width - 1, wide, channels, &spread, i, sum);
        for (int r = 0; pairs && r < ROWS; ++r)
            store_words(sum[r], wide, channels, neon_row(pairs, r, padded) + at);
        for (int r = 0; out && r < count; ++r)
            store_outputs(sum[r], channels, (width - x) * channels, out[r] + at);
    }
}

/* Constants for `resample`, so that each case has a loop of its own. */
void resample_far_neon(const struct plan *plan, const void *const *in, int32_t *const *pairs,
                       uint8_t *const *out, int count)
{
    switch (plan->src.channels) {
    case 1:
        if (pairs)
            resample(plan, in, false, 1, pairs, NULL, ROWS);
        else
            resample(plan, in, true, 1, NULL, out, count);
        break;
    case 2:
        if (pairs)
            resample(plan, in, true, 2, pairs, NULL, ROWS);
        else
            resample(plan, in, true, 2, NULL, out, count);
        break;
    case 3:
        if (pairs)
            resample(plan, in, false, 3, pairs, NULL, ROWS);
        else
            resample(plan, in, true, 3, NULL, out, count);
        break;
    default:
        if (pairs)
            resample(plan, in, true, 4, pairs, NULL, ROWS);
        else
            resample(plan, in, true, 4, NULL, out, count);
        break;
    }
}
