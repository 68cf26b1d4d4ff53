/* Small steps of resize with AVX-512, on 16 32-bit sums at a time. Include after immintrin.h, in
 * files that are compiled for it. */
#ifndef PARALLAX_SIMD_AVX512_PIXELS_H
#define PARALLAX_SIMD_AVX512_PIXELS_H

#include <immintrin.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "kernels/shared/filter.h"

/* What rounds a sum that is cut by so many bits. */
static inline __m512i half_of(int bits)
{
    return _mm512_set1_epi32(1 << (bits - 1));
}

/* Opaque results, to be saturated to 0..255, of rounded sums of the second axis. */
static inline __m512i finish_opaque(__m512i sums)
{
    return _mm512_srai_epi32(sums, FILTER_BITS + 6);
}

/* Results with alpha: rounded sums of whole pixels of 2 or 4 channels. The quotient of whole
 * numbers below 2^24 by one below 2^15 is cut off rightly in single precision: it is never nearer
 * to the next whole number than 2^-15, and its error is at most 2^-17. */
static inline __m512i finish_alpha(__m512i sums, int channels)
{
    const __m512i zero = _mm512_setzero_si512();
    __m512i value = _mm512_srai_epi32(sums, FILTER_BITS);
    __m512i alpha = channels == 4 ? _mm512_shuffle_epi32(value, _MM_PERM_DDDD)
                                  : _mm512_shuffle_epi32(value, _MM_PERM_DDBB);
    __mmask16 is_alpha = channels == 4 ? 0x8888 : 0xAAAA;
    alpha = _mm512_min_epi32(_mm512_max_epi32(alpha, zero), _mm512_set1_epi32(INT16_MAX));
    __m512i colour = _mm512_min_epi32(_mm512_max_epi32(value, zero), alpha);
    __m512i times = _mm512_sub_epi32(_mm512_slli_epi32(colour, 8), colour);
    __m512i scaled = _mm512_add_epi32(times, _mm512_srli_epi32(alpha, 1));
    __m512 quotient = _mm512_div_ps(_mm512_cvtepi32_ps(scaled), _mm512_cvtepi32_ps(alpha));
    __mmask16 visible = _mm512_cmpgt_epi32_mask(alpha, zero);
    __m512i colours = _mm512_maskz_cvttps_epi32(visible, quotient);
    __m512i full = _mm512_min_epi32(alpha, _mm512_set1_epi32(16256)); /* (255 * 255 + 2) >> 2 */
    __m512i rounded = _mm512_add_epi32(_mm512_slli_epi32(full, 2), _mm512_set1_epi32(127));
    /* x / 255 for x < 2^16 */
    __m512i stored = _mm512_srli_epi32(_mm512_mulhi_epu16(rounded, _mm512_set1_epi32(0x8081)), 7);
    return _mm512_mask_blend_epi32(is_alpha, colours, stored);
}

static inline __m512i finish(__m512i sums, int channels)
{
    return channels == 2 || channels == 4 ? finish_alpha(sums, channels) : finish_opaque(sums);
}

/* Which bytes of words of whole pixels are alpha, in the place of every sample. */
static inline __m512i alpha_places(int channels)
{
    return channels == 4 ? _mm512_set4_epi32(0x0F0E0F0E, 0x0F0E0F0E, 0x07060706, 0x07060706)
                         : _mm512_set4_epi32(0x0F0E0F0E, 0x0B0A0B0A, 0x07060706, 0x03020302);
}

/* Words of whole pixels with alpha: alpha in the place of every sample. */
static inline __m512i spread_alpha(__m512i words, int channels)
{
    return _mm512_shuffle_epi8(words, alpha_places(channels));
}

/* What finish_alpha_words() does not do: bytes in words, of clamped words of whole pixels.
 * 255 colour + alpha / 2 is one multiply-add of pairs. Where alpha is 0 there is no quotient: it is
 * converted to the least number, which saturates to 0 in a byte. */
static __attribute__((noinline, cold)) __m512i divide_by_alpha(__m512i value, int channels)
{
    const __m512i zero = _mm512_setzero_si512(), factors = _mm512_set1_epi32(1 << 16 | 255);
    __mmask32 is_alpha = channels == 4 ? 0x88888888 : 0xAAAAAAAA;
    __m512i alpha = spread_alpha(value, channels);
    __m512i colour = _mm512_min_epi16(value, alpha), half = _mm512_srli_epi16(alpha, 1);
    __m512i scaled[2] = {_mm512_unpacklo_epi16(colour, half), _mm512_unpackhi_epi16(colour, half)};
    __m512i wide[2] = {_mm512_unpacklo_epi16(alpha, zero), _mm512_unpackhi_epi16(alpha, zero)};
    for (int i = 0; i < 2; ++i)
        scaled[i] = _mm512_cvttps_epi32(
            _mm512_div_ps(_mm512_cvtepi32_ps(_mm512_madd_epi16(scaled[i], factors)),
                          _mm512_cvtepi32_ps(wide[i])));
    __m512i full = _mm512_min_epi16(alpha, _mm512_set1_epi16(16256)); /* (255 * 255 + 2) >> 2 */
    __m512i rounded = _mm512_add_epi16(_mm512_slli_epi16(full, 2), _mm512_set1_epi16(128));
    /* x / 255 is 257 (x + 1) / 2^16 for x < 2^16 - 1 */
    __m512i stored = _mm512_mulhi_epu16(rounded, _mm512_set1_epi16(257));
    return _mm512_mask_blend_epi16(is_alpha, _mm512_packs_epi32(scaled[0], scaled[1]), stored);
}

/* finish_alpha() of two vectors, packed to words. A pixel's samples share one division: each is
 * multiplied by it and cut off, also alpha by what makes a byte of it. ALPHA_CLOSE says why that
 * is exact. Where alpha is 0 the product is none, and converted to the least number. */
static inline __m512i finish_alpha_words(__m512i low, __m512i high, int channels)
{
    __mmask64 is_alpha = channels == 4 ? 0xC0C0C0C0C0C0C0C0u : 0xCCCCCCCCCCCCCCCCu;
    __mmask16 alphas = channels == 4 ? 0x8888 : 0xAAAA;
    const __m512 to_byte = _mm512_set1_ps(ALPHA_BYTE);
    const __m512 half =
        _mm512_mask_blend_ps(alphas, _mm512_set1_ps(ALPHA_HALF), _mm512_set1_ps(ALPHA_BYTE_HALF));
    __m512i value = _mm512_packs_epi32(_mm512_srai_epi32(low, FILTER_BITS),
                                       _mm512_srai_epi32(high, FILTER_BITS));
    value = _mm512_max_epi16(value, _mm512_setzero_si512());
    /* (255 * 255 + 2) >> 2 is opaque */
    __m512i most = _mm512_mask_shuffle_epi8(_mm512_set1_epi16(16256), ~is_alpha, value,
                                            alpha_places(channels));
    if (__builtin_expect(_mm512_cmpgt_epi16_mask(most, _mm512_set1_epi16(ALPHA_CLOSE)) != 0, 0))
        return divide_by_alpha(value, channels);
    __m512i sample = _mm512_min_epi16(value, most), zero = _mm512_setzero_si512();
    __m512i alpha = _mm512_and_si512(most, _mm512_set1_epi32(0xFFFF)); /* of a pair of samples */
    __m512 factor = _mm512_div_ps(_mm512_set1_ps(255), _mm512_cvtepi32_ps(alpha));
    __m512 left = _mm512_mask_unpacklo_ps(to_byte, (__mmask16)~alphas, factor, factor);
    __m512 right = _mm512_mask_unpackhi_ps(to_byte, (__mmask16)~alphas, factor, factor);
    left = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_unpacklo_epi16(sample, zero)), left, half);
    right = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_unpackhi_epi16(sample, zero)), right, half);
    return _mm512_packs_epi32(_mm512_cvttps_epi32(left), _mm512_cvttps_epi32(right));
}

/* finish() of two vectors, packed to words, of each 16 bytes in turn. */
static inline __m512i finish_words(__m512i low, __m512i high, int channels)
{
    if (channels == 2 || channels == 4)
        return finish_alpha_words(low, high, channels);
    return _mm512_packs_epi32(finish_opaque(low), finish_opaque(high));
}

/* Bits that finish() cuts off its sums. */
static inline int finish_bits(int channels)
{
    return channels == 2 || channels == 4 ? FILTER_BITS : FILTER_BITS + 6;
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
    __m512i low = finish_words(sums[0], sums[1], channels);
    __m512i high = finish_words(sums[2], sums[3], channels);
    return _mm512_permutexvar_epi32(order, _mm512_packus_epi16(low, high));
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
