/* Small steps of resize with AVX-512, on 16 32-bit sums at a time. Include after immintrin.h, in
 * files that are compiled for it. */
#ifndef PARALLAX_SIMD_AVX512_PIXELS_H
#define PARALLAX_SIMD_AVX512_PIXELS_H

#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kernels/shared/filter.h"
#include "kernels/simd/avx512_finish.h"

/* What rounds a sum that is cut by so many bits. */
static inline __m512i half_of(int bits)
{
    return _mm512_set1_epi32(1 << (bits - 1));
}

/* 32 source bytes of whole pixels with alpha, as Q6 weighted by it, in 16 bits. */
static inline __m512i weigh(__m256i bytes, int channels)
{
    __m512i p = _mm512_cvtepu8_epi16(bytes);
    __mmask32 is_alpha = channels == 4 ? 0x88888888 : 0xAAAAAAAA;
    __m512i factor =
        _mm512_mask_blend_epi16(is_alpha, spread_alpha(p, channels), _mm512_set1_epi16(255));
    __m512i product = _mm512_mullo_epi16(p, factor);
    return _mm512_srli_epi16(_mm512_add_epi16(product, _mm512_set1_epi16(2)), 2);
}

/* Two neighbouring weights as one pair. */
static inline __m512i weight_pair(const int16_t *weight)
{
    int32_t pair;
    memcpy(&pair, weight, sizeof pair);
    return _mm512_set1_epi32(pair);
}

/* The first `left` of 64 bytes, which may be none or more than all. */
static inline __m512i load_bytes(const uint8_t *from, ptrdiff_t left)
{
    if (left >= 64)
        return _mm512_loadu_si512(from);
    return _mm512_maskz_loadu_epi8(left > 0 ? ((__mmask64)1 << left) - 1 : 0, from);
}

/* The first `left` of 64 bytes; `streams` needs an aligned place. */
static inline void store_part(__m512i bytes, int left, bool streams, uint8_t *out)
{
    if (left < 64)
        _mm512_mask_storeu_epi8(out, ((__mmask64)1 << left) - 1, bytes);
    else if (streams)
        _mm512_stream_si512((void *)out, bytes);
    else
        _mm512_storeu_si512(out, bytes);
}

/* Rounded sums, cut by `bits`, to words. */
static inline __m512i pack_sums(__m512i low, __m512i high, int bits)
{
    __m128i shift = _mm_cvtsi32_si128(bits);
    return _mm512_packs_epi32(_mm512_sra_epi32(low, shift), _mm512_sra_epi32(high, shift));
}

/* Words that were packed from unpacked bytes: 16 bytes of `low` and of `high` in turn, in order. */
static inline void order_lanes(__m512i *low, __m512i *high)
{
    const __m512i first = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
    const __m512i second = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
    __m512i swapped = _mm512_permutex2var_epi64(*low, second, *high);
    *low = _mm512_permutex2var_epi64(*low, first, *high);
    *high = swapped;
}

/* Four vectors of rounded sums of the second axis to bytes. */
static inline __m512i finished_bytes(const __m512i *sums, int channels)
{
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    __m512i bytes = finish_packed(sums[0], sums[1], sums[2], sums[3], channels);
    return _mm512_permutexvar_epi32(order, bytes);
}

static inline __m512i zero_vector(void)
{
    return _mm512_setzero_si512();
}

static inline __m512i load_aligned(const void *from)
{
    return _mm512_load_si512(from);
}

/* Words of a and b in turn: of the lower and of the upper four in every eight. */
static inline __m512i low_words(__m512i a, __m512i b)
{
    return _mm512_unpacklo_epi16(a, b);
}

static inline __m512i high_words(__m512i a, __m512i b)
{
    return _mm512_unpackhi_epi16(a, b);
}

/* A pair of words everywhere. */
static inline __m512i pair_vector(int32_t pair)
{
    return _mm512_set1_epi32(pair);
}

#endif
