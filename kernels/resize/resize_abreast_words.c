/* Resize along four rows abreast, one source for AVX2 and AVX-512: two neighbouring pixels of all
 * of them are 64 bytes, four channels of each row (of three, the fourth means nothing), and the
 * sums of an output are 16, a channel of a row each.
 *
 * A step of an output is a load of pixels, one of weights and a multiply-add, and loads take longer
 * than multiply-adds. So two neighbouring outputs are summed together, and load once what both
 * read. */
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/shared/smaller.h"
#include "kernels/simd/words.h"

#define INLINE static inline __attribute__((always_inline))

/* Pixels that go abreast together; words of one, all rows; outputs that are stored together;
 * vectors of two pixels; how many steps apart two outputs are at most that are summed together. */
enum { BLOCK = 8, PIXEL = 4 * ROWS, OUTPUTS = 4, PARTS = 4 * PIXEL / BYTES, APART = 3 };

/* weigh_block(): BLOCK pixels of all rows go abreast, weighted by their alpha: 4 times what weigh()
 * gives, less 2^15, so that rounding to 2 bits less is a mask, and no shift. place_block(): the
 * same of words as they are. store_uppers(): upper halves of sums as pairs of rows, whose order is
 * upper_order(). finish_rows(): bytes of OUTPUTS outputs, of each row. */
#ifdef __AVX512VNNI__
#include "kernels/resize/resize_abreast_avx512.h"
#else
#include "kernels/resize/resize_abreast_avx2.h"
#endif

/* Where an output's pixels and weights are. */
struct output {
    const int16_t *from, *weight;
};

static inline struct output output_of(const struct resize_vector *p, const int16_t *q, int x)
{
    return (struct output){q + (ptrdiff_t)p->start[x] * PIXEL,
                           p->weight + (ptrdiff_t)x * p->steps * 2};
}

/* Adds step k of the first output; of the second, whose window is `apart` steps behind; or both. */
INLINE void add_step(const struct output *o, ptrdiff_t k, int apart, bool first, bool second,
                     vector (*sum)[PARTS])
{
    vector w[2];
    if (first)
        w[0] = weight_pair(o[0].weight + 2 * k);
    if (second)
        w[1] = weight_pair(o[1].weight + 2 * (k - apart));
    for (int part = 0; part < PARTS; ++part) {
        vector pixels = load_aligned(o[0].from + 2 * PIXEL * k + WORDS * part);
        if (first)
            sum[0][part] = add_products(sum[0][part], pixels, w[0]);
        if (second)
            sum[1][part] = add_products(sum[1][part], pixels, w[1]);
    }
}

INLINE void sum_two(const struct output *o, int steps, int apart, vector (*sum)[PARTS])
{
    for (int k = 0; k < apart; ++k)
        add_step(o, k, apart, true, false, sum);
#pragma GCC unroll 4
    for (ptrdiff_t k = apart; k < steps; ++k)
        add_step(o, k, apart, true, true, sum);
    for (int k = 0; k < apart; ++k)
        add_step(o, steps + k, apart, false, true, sum);
}

/* Two outputs, from `half` on. */
INLINE void sum_pair(const struct resize_vector *p, const int16_t *q, int x, int next, vector half,
                     vector (*sum)[PARTS])
{
    const struct output o[2] = {output_of(p, q, x), output_of(p, q, next)};
    int apart = (p->start[next] - p->start[x]) / 2;
    for (int i = 0; i < 2; ++i)
        for (int part = 0; part < PARTS; ++part)
            sum[i][part] = half;
    if (apart > APART || apart > p->steps) {
        for (ptrdiff_t k = 0; k < p->steps; ++k)
            add_step(o, k, 0, true, false, sum);
        for (ptrdiff_t k = 0; k < p->steps; ++k)
            add_step(o + 1, k, 0, true, false, sum + 1);
        return;
    }
    if (apart == 0)
        sum_two(o, p->steps, 0, sum);
    else if (apart == 1)
        sum_two(o, p->steps, 1, sum);
    else if (apart == 2)
        sum_two(o, p->steps, 2, sum);
    else
        sum_two(o, p->steps, APART, sum);
}

/* OUTPUTS outputs from x on, the last again and again if there are no more. */
INLINE void sum_outputs(const struct resize_vector *p, const int16_t *q, int x, int last,
                        vector half, vector sums[OUTPUTS][PARTS])
{
#pragma GCC unroll 2
    for (int i = 0; i < OUTPUTS; i += 2)
        sum_pair(p, q, smaller(x + i, last), smaller(x + i + 1, last), half, sums + i);
}

/* Rows are placed just before they are summed: what is written is still in the L1 cache. */
void VARIANT_NAME(resize_first_abreast)(const struct plan *plan, const void *const *in,
                                        ptrdiff_t ahead, int16_t *q, int32_t *const *pairs)
{
    const struct resize_vector *p = plan->prepared;
    const uint8_t *const row[ROWS] = {in[0], in[1], in[2], in[3]};
    const struct order order = byte_order();
    /* Weights add up to 2^14, so sums lack 2^29, and results are the upper halves. */
    const vector half = pair_vector(1 << (FILTER_BITS + 15) | 1 << 15);
    const vector upper = upper_order();
    int last = plan->dst.width - 1, placed = 0;
    for (int x = 0; x <= last; x += OUTPUTS) {
        int end = p->start[smaller(x + OUTPUTS - 1, last)] + 2 * p->steps;
        for (; placed < end; placed += BLOCK) {
            for (int r = 0; r < ROWS; ++r)
                _mm_prefetch((const char *)row[r] + placed * 4 + ahead, _MM_HINT_T1);
            weigh_block(row, placed, &order, q);
        }
        vector s[OUTPUTS][PARTS];
        sum_outputs(p, q, x, last, half, s);
        store_uppers(s, upper, pairs, (ptrdiff_t)x * 4);
    }
}

INLINE void sum_last(const struct plan *plan, const void *const *in, int16_t *q, int channels,
                     uint8_t *const *out, int count)
{
    const struct resize_vector *p = plan->prepared;
    const void *const row[ROWS] = {in[0], in[1], in[2], in[3]};
    const vector half = half_of(finish_bits(channels));
    int last = plan->dst.width - 1, placed = 0;
    for (int x = 0; x <= last; x += OUTPUTS) {
        int end = p->start[smaller(x + OUTPUTS - 1, last)] + 2 * p->steps;
        for (; placed < end; placed += BLOCK)
            place_block(row, placed, channels, q);
        vector s[OUTPUTS][PARTS];
        __m128i lane[ROWS];
        sum_outputs(p, q, x, last, half, s);
        finish_rows(s, channels, lane);
        for (int r = 0; r < count; ++r)
            store_lane(out[r] + (ptrdiff_t)x * channels, lane[r], (last + 1 - x) * channels);
    }
}

void VARIANT_NAME(resize_last_abreast)(const struct plan *plan, const void *const *in, int16_t *q,
                                       uint8_t *const *out, int count)
{
    if (plan->src.channels == 4)
        sum_last(plan, in, q, 4, out, count);
    else
        sum_last(plan, in, q, 3, out, count);
}
