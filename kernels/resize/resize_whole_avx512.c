/* Resize with AVX-512 along a row of bytes in the near form, where all that a group of 16 lanes
 * reads in all its steps is within two vectors: they are loaded once, and each step is one
 * permutation. Loads that cross lines of the cache, one for each step, would take longer. */
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/simd/avx512_pixels.h"

enum { GROUP = 16, VECTOR = 64 };

/* The first `left` bytes of a vector, which may be none or more than all. */
static inline __m512i load_bytes(const uint8_t *from, ptrdiff_t left)
{
    if (left >= VECTOR)
        return _mm512_loadu_si512(from);
    return _mm512_maskz_loadu_epi8(left > 0 ? ((__mmask64)1 << left) - 1 : 0, from);
}

static inline __m512i pair_rows(__m512i upper, __m512i lower)
{
    enum { BITS = FILTER_BITS - 6 };
    return _mm512_mask_blend_epi16(0xAAAAAAAAu, _mm512_srli_epi32(upper, BITS),
                                   _mm512_slli_epi32(lower, 16 - BITS));
}

static inline __attribute__((always_inline)) void resample(const struct plan *plan,
                                                           const void *const *in, ptrdiff_t ahead,
                                                           bool both, int32_t *const *pairs)
{
    const struct resize_vector *p = plan->prepared;
    const struct resize_tables *tables = plan->tables;
    int channels = plan->src.channels, samples = plan->dst.width * channels;
    ptrdiff_t bytes = (ptrdiff_t)range_count(tables->columns) * channels;
    const __m512i advance = _mm512_set1_epi32(2 * channels * 0x10001);
    const __m512i half = half_of(FILTER_BITS - 6);
    const __mmask64 low = 0x5555555555555555u;
    const int16_t *weight = p->weight;
    for (int x = 0; x < samples; x += GROUP) {
        __m512i first = _mm512_cvtepu8_epi32(_mm_loadu_si128((const void *)(p->index + x)));
        __m512i second = _mm512_add_epi32(first, _mm512_set1_epi32(channels));
        __m512i index = _mm512_or_si512(first, _mm512_slli_epi32(second, 16));
        __m512i near[ROWS], far[ROWS], sum[ROWS];
        ptrdiff_t at = p->start[x / GROUP];
        for (int r = 0; r < ROWS; ++r) {
            const uint8_t *from = (const uint8_t *)in[r] + at;
            _mm_prefetch((const char *)from + ahead, _MM_HINT_T1);
            near[r] = load_bytes(from, bytes - at);
            if (both)
                far[r] = load_bytes(from + VECTOR, bytes - at - VECTOR);
            sum[r] = half;
        }
        for (int step = 0; step < p->steps; ++step, weight += 2 * GROUP) {
            __m512i w = _mm512_loadu_si512(weight);
#pragma GCC unroll 4
            for (int r = 0; r < ROWS; ++r) {
                __m512i taps = both ? _mm512_maskz_permutex2var_epi8(low, near[r], index, far[r])
                                    : _mm512_maskz_permutexvar_epi8(low, index, near[r]);
                sum[r] = _mm512_dpwssd_epi32(sum[r], taps, w);
            }
            index = _mm512_add_epi32(index, advance);
        }
        for (int i = 0; i < 2; ++i)
            _mm512_store_si512(pairs[i] + x, pair_rows(sum[2 * i], sum[2 * i + 1]));
    }
}

bool resize_first_whole_avx512(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                               int32_t *const *pairs)
{
    const struct resize_vector *p = plan->prepared;
    int reach = p->reach + 2 * plan->src.channels * (p->steps - 1);
    if (!p->near || reach > 2 * VECTOR)
        return false;
    if (reach > VECTOR)
        resample(plan, in, ahead, true, pairs);
    else
        resample(plan, in, ahead, false, pairs);
    return true;
}
