/* Sums of resize to finished samples with AVX2, 8 sums at a time. Include after immintrin.h, in
 * files that are compiled for it. */
#ifndef PARALLAX_SIMD_AVX2_FINISH_H
#define PARALLAX_SIMD_AVX2_FINISH_H

#include <immintrin.h>
#include <stdint.h>

#include "kernels/shared/filter.h"

/* Opaque results, to be saturated to 0..255, of rounded sums of the second axis. */
static inline __m256i finish_opaque(__m256i sums)
{
    return _mm256_srai_epi32(sums, FILTER_BITS + 6);
}

/* Results with alpha: rounded sums of whole pixels of 2 or 4 channels. The quotient of whole
 * numbers below 2^24 by one below 2^15 is cut off rightly in single precision: it is never nearer
 * to the next whole number than 2^-15, and its error is at most 2^-17. Where alpha is 0, the
 * colour is too. */
static inline __m256i finish_alpha(__m256i sums, int channels)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i value = _mm256_srai_epi32(sums, FILTER_BITS);
    __m256i alpha =
        channels == 4 ? _mm256_shuffle_epi32(value, 0xFF) : _mm256_shuffle_epi32(value, 0xF5);
    alpha = _mm256_min_epi32(_mm256_max_epi32(alpha, zero), _mm256_set1_epi32(INT16_MAX));
    __m256i colour = _mm256_min_epi32(_mm256_max_epi32(value, zero), alpha);
    __m256i times = _mm256_sub_epi32(_mm256_slli_epi32(colour, 8), colour);
    __m256i scaled = _mm256_add_epi32(times, _mm256_srli_epi32(alpha, 1));
    __m256i divisor = _mm256_max_epi32(alpha, _mm256_set1_epi32(1));
    __m256i colours =
        _mm256_cvttps_epi32(_mm256_div_ps(_mm256_cvtepi32_ps(scaled), _mm256_cvtepi32_ps(divisor)));
    __m256i full = _mm256_min_epi32(alpha, _mm256_set1_epi32(16256)); /* (255 * 255 + 2) >> 2 */
    __m256i rounded = _mm256_add_epi32(_mm256_slli_epi32(full, 2), _mm256_set1_epi32(127));
    /* x / 255 for x < 2^16 */
    __m256i stored = _mm256_srli_epi32(_mm256_mulhi_epu16(rounded, _mm256_set1_epi32(0x8081)), 7);
    return channels == 4 ? _mm256_blend_epi32(colours, stored, 0x88)
                         : _mm256_blend_epi32(colours, stored, 0xAA);
}

static inline __m256i finish(__m256i sums, int channels)
{
    return channels == 2 || channels == 4 ? finish_alpha(sums, channels) : finish_opaque(sums);
}

/* Words of whole pixels with alpha: alpha in the place of every sample. */
static inline __m256i spread_alpha(__m256i words, int channels)
{
    const __m256i spread =
        channels == 4 ? _mm256_broadcastsi128_si256(
                            _mm_setr_epi32(0x07060706, 0x07060706, 0x0F0E0F0E, 0x0F0E0F0E))
                      : _mm256_broadcastsi128_si256(
                            _mm_setr_epi32(0x03020302, 0x07060706, 0x0B0A0B0A, 0x0F0E0F0E));
    return _mm256_shuffle_epi8(words, spread);
}

/* a where it is a colour, b where it is alpha. */
static inline __m256i blend_alpha(__m256i a, __m256i b, int channels)
{
    return channels == 4 ? _mm256_blend_epi16(a, b, 0x88) : _mm256_blend_epi16(a, b, 0xAA);
}

/* What finish_alpha_words() does not do: bytes in words, of clamped words of whole pixels.
 * 255 colour + alpha / 2 is one multiply-add of pairs. Where alpha is 0 there is no quotient: it is
 * converted to the least number, which saturates to 0 in a byte. */
static __attribute__((noinline, cold)) __m256i divide_by_alpha(__m256i value, int channels)
{
    const __m256i zero = _mm256_setzero_si256(), factors = _mm256_set1_epi32(1 << 16 | 255);
    __m256i alpha = spread_alpha(value, channels);
    __m256i colour = _mm256_min_epi16(value, alpha), half = _mm256_srli_epi16(alpha, 1);
    __m256i scaled[2] = {_mm256_unpacklo_epi16(colour, half), _mm256_unpackhi_epi16(colour, half)};
    __m256i wide[2] = {_mm256_unpacklo_epi16(alpha, zero), _mm256_unpackhi_epi16(alpha, zero)};
    for (int i = 0; i < 2; ++i)
        scaled[i] = _mm256_cvttps_epi32(
            _mm256_div_ps(_mm256_cvtepi32_ps(_mm256_madd_epi16(scaled[i], factors)),
                          _mm256_cvtepi32_ps(wide[i])));
    __m256i full = _mm256_min_epi16(alpha, _mm256_set1_epi16(16256)); /* (255 * 255 + 2) >> 2 */
    __m256i rounded = _mm256_add_epi16(_mm256_slli_epi16(full, 2), _mm256_set1_epi16(128));
    /* x / 255 is 257 (x + 1) / 2^16 for x < 2^16 - 1 */
    __m256i stored = _mm256_mulhi_epu16(rounded, _mm256_set1_epi16(257));
    return blend_alpha(_mm256_packs_epi32(scaled[0], scaled[1]), stored, channels);
}

/* a where a sum is a colour's, b where it is alpha's. */
static inline __m256 blend_alpha_singles(__m256 a, __m256 b, int channels)
{
    return channels == 4 ? _mm256_blend_ps(a, b, 0x88) : _mm256_blend_ps(a, b, 0xAA);
}

/* finish_alpha() of two vectors, packed to words. A pixel's samples share one division: each is
 * multiplied by it and cut off, also alpha by what makes a byte of it. ALPHA_CLOSE says why that
 * is exact. Where alpha is 0 the product is none, and converted to the least number. */
static inline __m256i finish_alpha_words(__m256i low, __m256i high, int channels)
{
    const __m256 to_byte = _mm256_set1_ps(ALPHA_BYTE);
    const __m256 half =
        blend_alpha_singles(_mm256_set1_ps(ALPHA_HALF), _mm256_set1_ps(ALPHA_BYTE_HALF), channels);
    const __m256i zero = _mm256_setzero_si256();
    __m256i value = _mm256_packs_epi32(_mm256_srai_epi32(low, FILTER_BITS),
                                       _mm256_srai_epi32(high, FILTER_BITS));
    value = _mm256_max_epi16(value, zero);
    /* (255 * 255 + 2) >> 2 is opaque */
    __m256i most = blend_alpha(spread_alpha(value, channels), _mm256_set1_epi16(16256), channels);
    __m256i above = _mm256_cmpgt_epi16(most, _mm256_set1_epi16(ALPHA_CLOSE));
    if (__builtin_expect(!_mm256_testz_si256(above, above), 0))
        return divide_by_alpha(value, channels);
    __m256i sample = _mm256_min_epi16(value, most);
    __m256i alpha = _mm256_and_si256(most, _mm256_set1_epi32(0xFFFF)); /* of a pair of samples */
    __m256 factor = _mm256_div_ps(_mm256_set1_ps(255), _mm256_cvtepi32_ps(alpha));
    __m256 left = blend_alpha_singles(_mm256_unpacklo_ps(factor, factor), to_byte, channels);
    __m256 right = blend_alpha_singles(_mm256_unpackhi_ps(factor, factor), to_byte, channels);
    left = _mm256_fmadd_ps(_mm256_cvtepi32_ps(_mm256_unpacklo_epi16(sample, zero)), left, half);
    right = _mm256_fmadd_ps(_mm256_cvtepi32_ps(_mm256_unpackhi_epi16(sample, zero)), right, half);
    return _mm256_packs_epi32(_mm256_cvttps_epi32(left), _mm256_cvttps_epi32(right));
}

/* finish() of two vectors, packed to words, of each 16 bytes in turn. */
static inline __m256i finish_words(__m256i low, __m256i high, int channels)
{
    if (channels == 2 || channels == 4)
        return finish_alpha_words(low, high, channels);
    return _mm256_packs_epi32(finish_opaque(low), finish_opaque(high));
}

/* What finish_rgba() does not do, of four vectors of sums that are cut, but not clamped. */
static __attribute__((noinline, cold)) __m256i divide_rgba(__m256i a, __m256i b, __m256i c,
                                                           __m256i d)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i low = _mm256_max_epi16(_mm256_packs_epi32(a, b), zero);
    __m256i high = _mm256_max_epi16(_mm256_packs_epi32(c, d), zero);
    return _mm256_packus_epi16(divide_by_alpha(low, 4), divide_by_alpha(high, 4));
}

/* One of four vectors of finish_rgba(), from cut sums, the most of each and its factor. */
static inline __m256i scale_rgba(__m256i value, __m256i most, __m256 factor)
{
    const __m256 half =
        blend_alpha_singles(_mm256_set1_ps(ALPHA_HALF), _mm256_set1_ps(ALPHA_BYTE_HALF), 4);
    factor = blend_alpha_singles(factor, _mm256_set1_ps(ALPHA_BYTE), 4);
    __m256 sample = _mm256_cvtepi32_ps(_mm256_min_epi32(value, most));
    return _mm256_cvttps_epi32(_mm256_fmadd_ps(sample, factor, half));
}

/* finish_alpha() of four vectors of 4 channels, packed to bytes; all 8 pixels share one vector of
 * divisions. Nothing is clamped from below but the alphas that divide: what is negative, infinite
 * or no number is saturated to 0 in the end. */
static inline __m256i finish_rgba(__m256i a, __m256i b, __m256i c, __m256i d)
{
    const __m256i full = _mm256_set1_epi32(16256); /* (255 * 255 + 2) >> 2 is opaque */
    __m256i value[4] = {_mm256_srai_epi32(a, FILTER_BITS), _mm256_srai_epi32(b, FILTER_BITS),
                        _mm256_srai_epi32(c, FILTER_BITS), _mm256_srai_epi32(d, FILTER_BITS)};
    __m256i most[4];
    for (int i = 0; i < 4; ++i)
        most[i] = _mm256_blend_epi32(_mm256_shuffle_epi32(value[i], 0xFF), full, 0x88);
    __m256i alpha = _mm256_blend_epi32(_mm256_blend_epi32(most[0], most[1], 0x22),
                                       _mm256_blend_epi32(most[2], value[3], 0x88), 0xCC);
    __m256i above = _mm256_cmpgt_epi32(alpha, _mm256_set1_epi32(ALPHA_CLOSE));
    if (__builtin_expect(!_mm256_testz_si256(above, above), 0))
        return divide_rgba(value[0], value[1], value[2], value[3]);
    alpha = _mm256_max_epi32(alpha, _mm256_setzero_si256());
    __m256 factor = _mm256_div_ps(_mm256_set1_ps(255), _mm256_cvtepi32_ps(alpha));
    value[0] = scale_rgba(value[0], most[0], _mm256_permute_ps(factor, 0x00));
    value[1] = scale_rgba(value[1], most[1], _mm256_permute_ps(factor, 0x55));
    value[2] = scale_rgba(value[2], most[2], _mm256_permute_ps(factor, 0xAA));
    value[3] = scale_rgba(value[3], most[3], _mm256_permute_ps(factor, 0xFF));
    return _mm256_packus_epi16(_mm256_packs_epi32(value[0], value[1]),
                               _mm256_packs_epi32(value[2], value[3]));
}

/* finish() of four vectors, packed to bytes, of each 16 bytes in turn. */
static inline __m256i finish_packed(__m256i a, __m256i b, __m256i c, __m256i d, int channels)
{
    return channels == 4
               ? finish_rgba(a, b, c, d)
               : _mm256_packus_epi16(finish_words(a, b, channels), finish_words(c, d, channels));
}

/* Bits that finish() cuts off its sums. */
static inline int finish_bits(int channels)
{
    return channels == 2 || channels == 4 ? FILTER_BITS : FILTER_BITS + 6;
}

#endif
