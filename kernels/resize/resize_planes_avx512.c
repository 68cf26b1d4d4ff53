/* Resize with AVX-512 along x where RGBA grows: each channel of a row is a plane of words, weighted
 * by alpha. So 16 neighbouring results of a channel read no more than one vector in all their
 * steps, weights serve all channels, and a ring of planes needs no permutation to divide by alpha.
 *
 * Weighted samples are 4 times what weigh() gives, less 2^15, so that rounding to 2 bits less is a
 * mask. As weights add up to 2^14, sums lack 2^29, and results are the upper halves.
 *
 * Planes have some columns of ROWS rows at a time, which so stay in the L1 cache from being made to
 * being read, and leave the L2 cache to the ring. The source is fetched while the columns before it
 * are resampled: behind the end of a row, the rows that come next. */
#include <assert.h>
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/shared/smaller.h"
#include "kernels/simd/words.h"

#define INLINE static inline __attribute__((always_inline))

enum { VECTOR = 64, GROUP = 16, CHANNELS = 4, PLANE = PLANE_COLUMNS + WORDS };

/* Columns `begin` to `end` of a row of so many, zeros behind them, to planes from q on. */
static inline void weigh_row(const uint8_t *source, int columns, int begin, int end, int16_t *q)
{
    const __m512i first = _mm512_setr_epi32(
        0x00040000, 0x000C0008, 0x00140010, 0x001C0018, 0x00240020, 0x002C0028, 0x00340030,
        0x003C0038, 0x00440040, 0x004C0048, 0x00540050, 0x005C0058, 0x00640060, 0x006C0068,
        0x00740070, 0x007C0078); /* byte 0 of each pixel of two vectors, as words */
    const __m512i two = _mm512_set1_epi16(2), whole = _mm512_set1_epi16(-4);
    const __m512i middle = _mm512_set1_epi16(INT16_MIN);
    for (int x = begin; x < end; x += WORDS) {
        const uint8_t *from = source + (ptrdiff_t)CHANNELS * x;
        ptrdiff_t left = (ptrdiff_t)CHANNELS * (columns - x);
        __m512i low = load_bytes(from, left);
        __m512i high = load_bytes(from + VECTOR, left - VECTOR);
        __m512i sample[CHANNELS];
        for (int c = 0; c < CHANNELS; ++c)
            sample[c] = _mm512_maskz_permutex2var_epi8(
                0x5555555555555555u, low, _mm512_add_epi8(first, _mm512_set1_epi8((char)c)), high);
        for (int c = 0; c < CHANNELS; ++c) {
            __m512i factor = c < 3 ? sample[3] : _mm512_set1_epi16(255);
            __m512i product = _mm512_add_epi16(_mm512_mullo_epi16(sample[c], factor), two);
            _mm512_store_si512(q + c * PLANE + x - begin,
                               _mm512_ternarylogic_epi32(product, whole, middle, 0x6A));
        }
    }
}

/* What of ROWS source rows is in their planes. */
struct span {
    const void *const *source;
    int16_t *q;
    int columns, begin, end; /* of the rows; in the planes */
};

/* So that planes begin near column `start`: what they have from there on is moved, and weighted
 * columns follow. */
static void move_span(struct span *span, int start)
{
    int begin = start / WORDS * WORDS, last = (span->columns / WORDS + 1) * WORDS;
    int end = smaller(begin + PLANE_COLUMNS, last);
    assert(begin <= span->end);
    for (int i = 0; i < ROWS * CHANNELS; ++i) {
        int16_t *to = span->q + (ptrdiff_t)i * PLANE - begin;
        const int16_t *from = span->q + (ptrdiff_t)i * PLANE - span->begin;
        for (int x = begin; x < span->end; x += WORDS)
            _mm512_store_si512(to + x, _mm512_load_si512(from + x));
    }
    for (int r = 0; r < ROWS; ++r)
        weigh_row(span->source[r], span->columns, span->end, end,
                  span->q + (ptrdiff_t)r * CHANNELS * PLANE + (span->end - begin));
    span->begin = begin;
    span->end = end;
}

/* GROUP results of one channel of ROWS rows. */
INLINE void resample_plane(const int16_t *plane, const __m512i *weight, const __m512i *index,
                           int steps, int32_t *const out[2])
{
    __m512i in[ROWS], sum[ROWS];
    for (int r = 0; r < ROWS; ++r) {
        in[r] = _mm512_loadu_si512(plane + (ptrdiff_t)r * CHANNELS * PLANE);
        sum[r] = _mm512_set1_epi32(1 << (FILTER_BITS + 15) | 1 << 15);
    }
    for (int step = 0; step < steps; ++step)
        for (int r = 0; r < ROWS; ++r)
            sum[r] =
                add_products(sum[r], _mm512_permutexvar_epi16(index[step], in[r]), weight[step]);
    for (int i = 0; i < 2; ++i)
        _mm512_store_si512(out[i],
                           _mm512_mask_blend_epi16(0xAAAAAAAAu, _mm512_srli_epi32(sum[2 * i], 16),
                                                   sum[2 * i + 1]));
}

/* All channels, with the number of steps as a constant. */
INLINE void resample_planes(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                            int16_t *q, int steps, int32_t *const *pairs)
{
    const struct resize_vector *p = plan->prepared;
    const struct resize_tables *tables = plan->tables;
    struct span span = {.source = in, .q = q, .columns = range_count(tables->columns)};
    const int16_t *weight = p->weight;
    for (int x = 0; x < plan->dst.width; x += GROUP) {
        int start = p->start[x / GROUP];
        if (start + PLANE_REACH > span.end && span.end <= span.columns)
            move_span(&span, start);
        ptrdiff_t fetched = CHANNELS * (ptrdiff_t)(start + PLANE_COLUMNS);
        if (start + PLANE_COLUMNS >= span.columns)
            fetched += ahead - CHANNELS * (ptrdiff_t)span.columns;
        __m512i first = _mm512_cvtepu8_epi32(_mm_load_si128((const void *)(p->index + x)));
        __m512i second = _mm512_add_epi32(first, _mm512_set1_epi32(1));
        __m512i w[PLANE_STEPS], index[PLANE_STEPS];
        for (int step = 0; step < steps; ++step, weight += 2 * GROUP) {
            w[step] = _mm512_load_si512(weight);
            index[step] = _mm512_add_epi16(_mm512_or_si512(first, _mm512_slli_epi32(second, 16)),
                                           _mm512_set1_epi16((int16_t)(2 * step)));
        }
        for (int c = 0; c < CHANNELS; ++c) {
            _mm_prefetch((const char *)in[c] + fetched, _MM_HINT_T0);
            int32_t *const out[2] = {pairs[0] + CHANNELS * x + GROUP * c,
                                     pairs[1] + CHANNELS * x + GROUP * c};
            resample_plane(q + (ptrdiff_t)c * PLANE + (start - span.begin), w, index, steps, out);
        }
    }
}

void resize_first_planes_avx512(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                                int16_t *q, int32_t *const *pairs)
{
    int steps = ((const struct resize_vector *)plan->prepared)->steps;
    if (steps == 1)
        resample_planes(plan, in, ahead, q, 1, pairs);
    else if (steps == 2)
        resample_planes(plan, in, ahead, q, 2, pairs);
    else
        resample_planes(plan, in, ahead, q, PLANE_STEPS, pairs);
}
