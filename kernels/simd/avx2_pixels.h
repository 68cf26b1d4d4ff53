/* Small steps of resize with AVX2, on 8 32-bit sums at a time. Include after immintrin.h, in files
 * that are compiled for it. */
#ifndef PARALLAX_SIMD_AVX2_PIXELS_H
#define PARALLAX_SIMD_AVX2_PIXELS_H

#include <immintrin.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "kernels/shared/filter.h"
#include "kernels/simd/avx2_finish.h"

static inline __m256i add_products(__m256i sum, __m256i a, __m256i b)
{
    return _mm256_add_epi32(sum, _mm256_madd_epi16(a, b));
}

/* What rounds a sum that is cut by so many bits. */
static inline __m256i half_of(int bits)
{
    return _mm256_set1_epi32(1 << (bits - 1));
}

/* 16 source bytes of whole pixels with alpha, as Q6 weighted by it, in 16 bits. */
static inline __m256i weigh(__m128i bytes, int channels)
{
    __m256i p = _mm256_cvtepu8_epi16(bytes);
    __m256i factor = blend_alpha(spread_alpha(p, channels), _mm256_set1_epi16(255), channels);
    __m256i product = _mm256_mullo_epi16(p, factor);
    return _mm256_srli_epi16(_mm256_add_epi16(product, _mm256_set1_epi16(2)), 2);
}

/* Two neighbouring weights as one pair. */
static inline __m256i weight_pair(const int16_t *weight)
{
    int32_t pair;
    memcpy(&pair, weight, sizeof pair);
    return _mm256_set1_epi32(pair);
}

/* The first `count` of 16 bytes. */
static inline void store_bytes(uint8_t *out, __m128i bytes, int count)
{
    uint8_t all[16];
    if (count >= 16) {
        _mm_storeu_si128((void *)out, bytes);
        return;
    }
    _mm_storeu_si128((void *)all, bytes);
    memcpy(out, all, (size_t)count);
}

/* The first `left` of 32 bytes; `streams`, around the caches, needs an aligned place. */
static inline void store_part(__m256i bytes, int left, bool streams, uint8_t *out)
{
    uint8_t all[32];
    if (left < 32) {
        _mm256_storeu_si256((void *)all, bytes);
        memcpy(out, all, (size_t)left);
    } else if (streams) {
        _mm256_stream_si256((void *)out, bytes);
    } else {
        _mm256_storeu_si256((void *)out, bytes);
    }
}

/* Rounded sums, cut by `bits`, to words. */
static inline __m256i pack_sums(__m256i low, __m256i high, int bits)
{
    return _mm256_packs_epi32(_mm256_srai_epi32(low, bits), _mm256_srai_epi32(high, bits));
}

/* Words that were packed from unpacked bytes: 16 bytes of `low` and of `high` in turn, in order. */
static inline void order_lanes(__m256i *low, __m256i *high)
{
    __m256i second = _mm256_permute2x128_si256(*low, *high, 0x31);
    *low = _mm256_permute2x128_si256(*low, *high, 0x20);
    *high = second;
}

/* Four vectors of rounded sums of the second axis to bytes. */
static inline __m256i finished_bytes(const __m256i *sums, int channels)
{
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    __m256i bytes = finish_packed(sums[0], sums[1], sums[2], sums[3], channels);
    return _mm256_permutevar8x32_epi32(bytes, order);
}

static inline __m256i zero_vector(void)
{
    return _mm256_setzero_si256();
}

static inline __m256i load_aligned(const void *from)
{
    return _mm256_load_si256(from);
}

/* Words of a and b in turn: of the lower and of the upper four in every eight. */
static inline __m256i low_words(__m256i a, __m256i b)
{
    return _mm256_unpacklo_epi16(a, b);
}

static inline __m256i high_words(__m256i a, __m256i b)
{
    return _mm256_unpackhi_epi16(a, b);
}

/* A pair of words everywhere. */
static inline __m256i pair_vector(int32_t pair)
{
    return _mm256_set1_epi32(pair);
}

#endif
