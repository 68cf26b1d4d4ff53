/* Resize with AVX-512 along a row of bytes in the near form, where all that a group of 16 lanes
 * reads in a step is within a vector: as many steps as fit use what was loaded once, and a step is
 * one permutation. Loads that cross lines of the cache, one for each step, would take longer, and
 * so would permutations of two vectors, which leave multiply-adds no port that they can use.
 *
 * Permutations and multiply-adds share ports. So a step takes four taps as bytes, with a
 * multiply-add for each half of the weights: that is three instructions for four taps, where pairs
 * of 16 bits need two for two. */
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/shared/smaller.h"
#include "kernels/simd/avx512_pixels.h"

enum { GROUP = 16, VECTOR = 64 };
/* sum + products of unsigned bytes and signed weights, by fours. Not _mm512_dpbusd_epi32(): gcc 12
 * copies the sum to another register before, and back behind it. */
static inline __m512i add_fours(__m512i sum, __m512i bytes, __m512i weights)
{
    __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(bytes), "v"(weights));
    return sum;
}

/* The sums of one row, of 256 times `high` and of `low`, which was rounded, cut by 8 bits. */
static inline __m512i join(__m512i high, __m512i low)
{
    return _mm512_add_epi32(high, _mm512_srai_epi32(low, FILTER_BITS - 6));
}

static inline __m512i pair_of(__m512i upper, __m512i lower)
{
    return _mm512_mask_blend_epi16(0xAAAAAAAAu, upper, _mm512_slli_epi32(lower, 16));
}

/* Of GROUP lanes, four times each. */
static inline __m512i distances(const uint8_t *index)
{
    const __m512i low_byte = _mm512_set4_epi32(0x0C0C0C0C, 0x08080808, 0x04040404, 0);
    __m512i lane = _mm512_cvtepu8_epi32(_mm_loadu_si128((const void *)index));
    return _mm512_shuffle_epi8(lane, low_byte);
}

/* `fit` steps are within what is loaded together. Rows are fetched as in resize_abreast_words.c;
 * those of grey are so short that by measurement it is faster to fetch the next ones. */
static inline __attribute__((always_inline)) void resample(const struct plan *plan,
                                                           const void *const *in, ptrdiff_t ahead,
                                                           int fit, int32_t *const *pairs)
{
    const struct resize_vector *p = plan->prepared;
    const struct resize_tables *tables = plan->tables;
    int channels = plan->src.channels, samples = plan->dst.width * channels;
    int steps = (p->steps + 1) / 2;
    ptrdiff_t bytes = (ptrdiff_t)range_count(tables->columns) * channels;
    const __m512i taps = _mm512_set1_epi32(channels * 0x03020100);
    const __m512i advance = _mm512_set1_epi8((char)(4 * channels));
    const int8_t *split = p->split;
    for (int x = 0; x < samples; x += GROUP) {
        __m512i first = _mm512_add_epi8(distances(p->index + x), taps);
        __m512i high[ROWS], low[ROWS];
        ptrdiff_t at = p->start[x / GROUP];
        for (int r = 0; r < ROWS; ++r) {
            if (channels > 1)
                _mm_prefetch((const char *)in[r] + at + 384, _MM_HINT_T0);
            else
                _mm_prefetch((const char *)in[r] + at + ahead, _MM_HINT_T1);
            high[r] = _mm512_setzero_si512();
            low[r] = half_of(FILTER_BITS - 6);
        }
        for (int loaded = 0; loaded < steps; loaded += fit, at += 4 * channels * fit) {
            __m512i row[ROWS], index = first;
            for (int r = 0; r < ROWS; ++r)
                row[r] = load_bytes((const uint8_t *)in[r] + at, bytes - at);
            for (int step = loaded; step < smaller(loaded + fit, steps); ++step) {
                __m512i w[2] = {_mm512_load_si512(split), _mm512_load_si512(split + VECTOR)};
#pragma GCC unroll 4
                for (int r = 0; r < ROWS; ++r) {
                    __m512i four = _mm512_permutexvar_epi8(index, row[r]);
                    high[r] = add_fours(high[r], four, w[0]);
                    low[r] = add_fours(low[r], four, w[1]);
                }
                split += 2 * VECTOR;
                index = _mm512_add_epi8(index, advance);
            }
        }
        for (int i = 0; i < 2; ++i)
            _mm512_store_si512(pairs[i] + x, pair_of(join(high[2 * i], low[2 * i]),
                                                     join(high[2 * i + 1], low[2 * i + 1])));
    }
}

bool resize_first_whole_avx512(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                               int32_t *const *pairs)
{
    const struct resize_vector *p = plan->prepared;
    int four = 4 * plan->src.channels; /* bytes from one step to the next */
    int reach = p->reach + four / 2, steps = (p->steps + 1) / 2;
    if (!p->split || reach > VECTOR)
        return false;
    int fit = (VECTOR - reach) / four + 1;
    if (fit >= steps)
        resample(plan, in, ahead, steps, pairs);
    else if (fit == 2)
        resample(plan, in, ahead, 2, pairs);
    else
        resample(plan, in, ahead, fit, pairs);
    return true;
}
