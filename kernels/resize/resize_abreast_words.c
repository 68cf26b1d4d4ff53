/* Resize along four rows abreast, one source for AVX2 and AVX-512: two neighbouring pixels of all
 * of them are 64 bytes, four channels of each row (of three, the fourth means nothing), and the
 * sums of an output are 16, a channel of a row each.
 *
 * A step of an output is a load of pixels, one of weights and a multiply-add, and loads take longer
 * than multiply-adds. So two neighbouring outputs share a window, and load once what both read; all
 * windows are equally long, because branches that nobody can foresee cost more than weights of 0.
 */
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/shared/smaller.h"
#include "kernels/simd/words.h"

#define INLINE static inline __attribute__((always_inline))

/* Pixels that go abreast together; words of one, all rows; outputs that are summed and stored
 * together; vectors of two pixels. */
enum { BLOCK = 8, PIXEL = 4 * ROWS, OUTPUTS = 4, PARTS = 4 * PIXEL / BYTES };
enum { LINE = 64, AHEAD = 384 }; /* bytes that a prefetch fetches; that it is ahead */

/* weigh_block(): BLOCK pixels of all rows go abreast, weighted by their alpha: 4 times what weigh()
 * gives, less 2^15, so that rounding to 2 bits less is a mask, and no shift. place_block(): the
 * same of words as they are. store_uppers(): upper halves of sums as pairs of rows, whose order is
 * upper_order(). finish_rows(): bytes of OUTPUTS outputs, of each row. */
#ifdef __AVX512VNNI__
#include "kernels/resize/resize_abreast_avx512.h"
#else
#include "kernels/resize/resize_abreast_avx2.h"
#endif

/* Adds steps [k, steps) of the outputs [begin, end) of each window. */
INLINE void add_steps(const int16_t *const from[OUTPUTS], const int16_t *const weight[OUTPUTS],
                      ptrdiff_t k, ptrdiff_t steps, int together, int begin, int end,
                      vector sums[OUTPUTS][PARTS])
{
    for (; k < steps; ++k)
        for (int i = 0; i < OUTPUTS; ++i) {
            int first = i / together * together;
            if (i - first < begin || i - first >= end)
                continue;
            vector w = weight_pair(weight[first] + 2 * (k * together + i - first));
            for (int part = 0; part < PARTS; ++part) {
                vector pixels = load_aligned(from[first] + 2 * PIXEL * k + WORDS * part);
                sums[i][part] = add_products(sums[i][part], pixels, w);
            }
        }
}

/* Outputs from x on, of windows of `together`; the last window again if there are no more. With
 * `staggers` steps that staggered windows do not need are left out. */
INLINE void sum_windows(const struct resize_vector *p, const int16_t *q, int x, int last,
                        int together, bool staggers, vector half, vector sums[OUTPUTS][PARTS])
{
    const int16_t *from[OUTPUTS], *weight[OUTPUTS];
    for (int i = 0; i < OUTPUTS; i += together) {
        ptrdiff_t window = smaller(x + i, last) / together;
        from[i] = q + (ptrdiff_t)p->start[window] * PIXEL;
        weight[i] = p->weight + window * p->steps * together * 2;
    }
    for (int i = 0; i < OUTPUTS; ++i)
        for (int part = 0; part < PARTS; ++part)
            sums[i][part] = half;
    if (together == 2 && staggers && x / 2 >= p->staggered.begin &&
        (x + OUTPUTS) / 2 <= p->staggered.end) {
        ptrdiff_t last_step = p->steps - 1;
        add_steps(from, weight, 0, 1, together, 0, 1, sums);
        add_steps(from, weight, 1, last_step, together, 0, together, sums);
        for (int i = 0; i < OUTPUTS; i += together) {
            from[i] += 2 * PIXEL * last_step;
            weight[i] += 2 * last_step * together;
        }
        add_steps(from, weight, 0, 1, together, 1, 2, sums);
    } else {
        add_steps(from, weight, 0, p->steps, together, 0, together, sums);
    }
}

INLINE void sum_outputs(const struct resize_vector *p, const int16_t *q, int x, int last,
                        bool staggers, vector half, vector sums[OUTPUTS][PARTS])
{
    if (p->together == 2)
        sum_windows(p, q, x, last, 2, staggers, half, sums);
    else
        sum_windows(p, q, x, last, 1, staggers, half, sums);
}

/* The column behind all that OUTPUTS outputs from x on read. */
static inline int end_of(const struct resize_vector *p, int x, int last)
{
    return p->start[smaller(x + OUTPUTS - 1, last) / p->together] + 2 * p->steps;
}

/* Fetches what comes next of two of the rows of bytes, so that two blocks fetch a line of each. By
 * measurement into the L1 cache and not further ahead: the next rows, fetched into the L2 cache,
 * were no faster than nothing. */
static inline void fetch_block(const uint8_t *const row[ROWS], int at)
{
    int line = at * 4 / LINE * LINE + AHEAD, first = at / BLOCK % 2 * 2;
    _mm_prefetch((const char *)row[first] + line, _MM_HINT_T0);
    _mm_prefetch((const char *)row[first + 1] + line, _MM_HINT_T0);
}

/* Rows are placed just before they are summed: what is written is still in the L1 cache. */
void VARIANT_NAME(resize_first_abreast)(const struct plan *plan, const void *const *in, int16_t *q,
                                        int32_t *const *pairs)
{
    const struct resize_vector *p = plan->prepared;
    const uint8_t *const row[ROWS] = {in[0], in[1], in[2], in[3]};
    const struct order order = byte_order();
    /* Weights add up to 2^14, so sums lack 2^29, and results are the upper halves. */
    const vector half = pair_vector(1 << (FILTER_BITS + 15) | 1 << 15);
    const vector upper = upper_order();
    int last = plan->dst.width - 1, placed = 0;
    for (int x = 0; x <= last; x += OUTPUTS) {
        int end = end_of(p, x, last);
        for (; placed < end; placed += BLOCK) {
            fetch_block(row, placed);
            weigh_block(row, placed, &order, q);
        }
        vector s[OUTPUTS][PARTS];
        sum_outputs(p, q, x, last, true, half, s);
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
        int end = end_of(p, x, last);
        for (; placed < end; placed += BLOCK)
            place_block(row, placed, channels, q);
        vector s[OUTPUTS][PARTS];
        __m128i lane[ROWS];
        sum_outputs(p, q, x, last, false, half, s);
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
