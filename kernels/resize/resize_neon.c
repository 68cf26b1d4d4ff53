/* Resize with NEON, the y axis and the steps of resize_vector.h.
 *
 * NEON multiplies and adds 16-bit lanes to 32-bit sums one by one, so rows need not be interleaved:
 * the two rows of a pair in the ring lie one behind the other, resize_padded() words apart. */
#include <arm_neon.h>
#include <string.h>

#include "kernels/resize/resize_neon.h"
#include "kernels/shared/smaller.h"
#include "kernels/simd/neon_pixels.h"

enum { TILE = 32, AHEAD = 512 }; /* samples that go together; bytes that a prefetch is ahead */

/* Adds 16 words to the four sums at `sum`, times lane 0 of w or (`second`) lane 1. */
static inline __attribute__((always_inline)) void add_words(int32x4_t *sum, int16x8x2_t words,
                                                            int16x4_t w, bool second)
{
    for (int k = 0; k < 2; ++k) {
        int16x4_t low = vget_low_s16(words.val[k]);
        int32x4_t *s = sum + 2 * k;
        s[0] = second ? vmlal_lane_s16(s[0], low, w, 1) : vmlal_lane_s16(s[0], low, w, 0);
        s[1] = second ? vmlal_high_lane_s16(s[1], words.val[k], w, 1)
                      : vmlal_high_lane_s16(s[1], words.val[k], w, 0);
    }
}

/* Adds a tile of one source row to the sums of target rows `from` to `to`. */
static inline __attribute__((always_inline)) void add_row(const uint8_t *row, const int16x4_t *w,
                                                          bool second, int from, int to,
                                                          int channels, int32x4_t sum[2][8])
{
    for (int half = 0; half < 2; ++half) {
        int16x8x2_t words = widen(vld1q_u8(row + 16 * half), channels);
        for (int i = from; i < to; ++i)
            add_words(sum[i] + 4 * half, words, w[i], second);
    }
}

/* Adds source rows [begin, end) of the tile at `at` to the sums of target rows `from` to `to`. */
static inline __attribute__((always_inline)) void add_rows(const struct resize_columns *c,
                                                           ptrdiff_t at, int begin, int end,
                                                           int from, int to, int channels,
                                                           int32x4_t sum[2][8])
{
    const uint8_t *row = c->first + (ptrdiff_t)(begin - c->begin[0]) * c->stride + at;
    int16x4_t w[2];
    int y = begin;
    for (; y + 1 < end; y += 2, row += 2 * c->stride) {
        for (int i = from; i < to; ++i)
            w[i] = weight_pair(c->weight[i] + (y - c->begin[i]));
        add_row(row, w, false, from, to, channels, sum);
        add_row(row + c->stride, w, true, from, to, channels, sum);
    }
    for (int i = from; i < to && y < end; ++i)
        w[i] = vdup_n_s16(c->weight[i][y - c->begin[i]]);
    if (y < end)
        add_row(row, w, false, from, to, channels, sum);
}

static inline void clear_sums(int32x4_t sum[2][8])
{
    for (int i = 0; i < 2; ++i)
        for (int k = 0; k < 8; ++k)
            sum[i][k] = vdupq_n_s32(0);
}

static inline __attribute__((always_inline)) void
sum_tile(const struct resize_columns *c, ptrdiff_t at, int channels, int16_t *const *t)
{
    int shared = larger(c->begin[1], smaller(c->end[0], c->end[1]));
    int32x4_t sum[2][8];
    clear_sums(sum);
    add_rows(c, at, c->begin[0], smaller(c->begin[1], c->end[0]), 0, 1, channels, sum);
    add_rows(c, at, c->begin[1], shared, 0, 2, channels, sum);
    add_rows(c, at, shared, c->end[0], 0, 1, channels, sum);
    add_rows(c, at, larger(c->begin[1], c->end[0]), c->end[1], 1, 2, channels, sum);
    for (int i = 0; i < 2; ++i)
        for (int k = 0; k < 4; ++k)
            vst1q_s16(t[i] + at + 8 * k,
                      narrow(sum[i][2 * k], sum[i][2 * k + 1], resize_has_alpha(channels)));
}

/* The source rows come from the L2 cache, if it is told early enough which rows come next. */
static inline __attribute__((always_inline)) void
sum_tiles(const struct resize_columns *c, int samples, int channels, int16_t *const *t)
{
    int last = larger(c->end[0], c->end[1]);
    for (ptrdiff_t at = 0; at < samples; at += TILE) {
        for (int y = c->fresh; at % 64 == 0 && y < last; ++y)
            __builtin_prefetch(c->first + (ptrdiff_t)(y - c->begin[0]) * c->stride + at + AHEAD, 0,
                               2);
        sum_tile(c, at, channels, t);
    }
}

static void sum_columns(const struct resize_columns *columns, int samples, int channels,
                        int16_t *const *t)
{
    if (channels == 4)
        sum_tiles(columns, samples, 4, t);
    else if (channels == 2)
        sum_tiles(columns, samples, 2, t);
    else
        sum_tiles(columns, samples, 1, t);
}

/* --- The ring --- */

/* Adds pairs [begin, end) of the window to the sums of target rows `from` to `to`. */
static inline __attribute__((always_inline)) void add_pairs(const struct resize_window *w,
                                                            size_t padded, int at, int begin,
                                                            int end, int from, int to,
                                                            int32x4_t sum[2][8])
{
    for (int k = begin; k < end; ++k) {
        int16x4_t weight[2];
        for (int i = from; i < to; ++i)
            weight[i] = vreinterpret_s16_s32(vld1_dup_s32(&w->weight[i][k]));
        for (int lower = 0; lower < 2; ++lower) {
            const int16_t *row = (const int16_t *)w->pairs[k] + (lower ? padded : 0) + at;
            for (int half = 0; half < 2; ++half) {
                int16x8x2_t words = {{vld1q_s16(row + 16 * half), vld1q_s16(row + 16 * half + 8)}};
                for (int i = from; i < to; ++i)
                    add_words(sum[i] + 4 * half, words, weight[i], lower);
            }
        }
    }
}

/* A tile of finished bytes of one row, of which `left` are in the row. */
static inline void store_row(const int32x4_t *sum, int left, int channels, uint8_t *out)
{
    uint8_t last[TILE];
    uint8_t *to = left < TILE ? last : out;
    for (int k = 0; k < TILE / 8; ++k)
        vst1_u8(to + 8 * k, finish(sum[2 * k], sum[2 * k + 1], channels));
    if (left < TILE)
        memcpy(out, last, (size_t)left);
}

static inline __attribute__((always_inline)) void
sum_rows(const struct resize_window *w, int samples, int channels, uint8_t *const *out)
{
    int both = larger(w->begin[1], smaller(w->end[0], w->end[1]));
    size_t padded = resize_padded(samples);
    for (int at = 0; at < samples; at += TILE) {
        int32x4_t sum[2][8];
        clear_sums(sum);
        add_pairs(w, padded, at, w->begin[0], smaller(w->begin[1], w->end[0]), 0, 1, sum);
        add_pairs(w, padded, at, w->begin[1], both, 0, 2, sum);
        add_pairs(w, padded, at, both, w->end[0], 0, 1, sum);
        add_pairs(w, padded, at, larger(w->begin[1], w->end[0]), w->end[1], 1, 2, sum);
        for (int i = 0; i < 2; ++i)
            store_row(sum[i], samples - at, channels, out[i] + at);
    }
}

static void sum_ring(const struct resize_window *window, int samples, int channels,
                     uint8_t *const *out)
{
    if (channels == 4)
        sum_rows(window, samples, 4, out);
    else if (channels == 2)
        sum_rows(window, samples, 2, out);
    else
        sum_rows(window, samples, 1, out);
}

static void weigh_row(const uint8_t *source, ptrdiff_t ahead, int samples, int channels, int16_t *q)
{
    for (int at = 0; at < samples; at += 16) {
        __builtin_prefetch(source + at + ahead, 0, 2);
        uint8x16_t bytes = vld1q_u8(source + at);
        int16x8x2_t words = channels == 2 ? widen(bytes, 2) : widen(bytes, 4);
        vst1q_s16(q + at, words.val[0]);
        vst1q_s16(q + at + 8, words.val[1]);
    }
}

/* --- The x axis --- */

static void resample(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                     int32_t *const *pairs, uint8_t *const *out, int count)
{
    if (((const struct resize_vector *)plan->prepared)->near)
        resample_near_neon(plan, in, ahead, pairs, out, count);
    else
        resample_far_neon(plan, in, pairs, out, count);
}

static void resample_first(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                           int32_t *const *pairs)
{
    resample(plan, in, ahead, pairs, NULL, ROWS);
}

static void resample_last(const struct plan *plan, const void *const *in, uint8_t *const *out,
                          int count)
{
    resample(plan, in, 0, NULL, out, count);
}

static void copy_row(const struct resize_vector *p, const uint8_t *in, int bytes, uint8_t *out)
{
    uint8_t last[COPIED];
    for (int at = 0; at < bytes; at += COPIED) {
        const uint8_t *index = p->index + at;
        uint8x16x4_t source = vld1q_u8_x4(in + p->start[at / COPIED]);
        uint8_t *to = bytes - at < COPIED ? last : out + at;
        for (int k = 0; k < COPIED; k += 16)
            vst1q_u8(to + k, vqtbl4q_u8(source, vld1q_u8(index + k)));
        if (bytes - at < COPIED)
            memcpy(out + at, last, (size_t)(bytes - at));
    }
}

static void fence(void)
{
    /* All stores are ordinary ones. */
}

static const struct resize_steps steps = {
    .lanes = 8,
    .unit = 4,
    .reach = {16, 8},
    .taps = {8, 4, 4, 4},
    .weigh = weigh_row,
    .sum_columns = sum_columns,
    .resample_first = resample_first,
    .resample_last = resample_last,
    .sum_ring = sum_ring,
    .copy_row = copy_row,
    .fence = fence,
};

int resize_prepare_neon(struct plan *plan)
{
    return resize_prepare_vector(plan, &steps);
}
