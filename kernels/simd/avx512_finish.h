/* Sums of resize to finished samples with AVX-512, 16 sums at a time. Include after immintrin.h, in
 * files that are compiled for it. */
#ifndef PARALLAX_SIMD_AVX512_FINISH_H
#define PARALLAX_SIMD_AVX512_FINISH_H

#include <immintrin.h>
#include <stdint.h>

#include "kernels/shared/filter.h"

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

/* finish_alpha() of two vectors of 2 channels, packed to words. A pixel's samples share one
 * division: each is multiplied by it and cut off, also alpha by what makes a byte of it.
 * ALPHA_CLOSE says why that is exact. Where alpha is 0 the product is none, and converted to the
 * least number. */
static inline __m512i finish_grey(__m512i low, __m512i high)
{
    const __m512 to_byte = _mm512_set1_ps(ALPHA_BYTE);
    const __m512 half =
        _mm512_mask_blend_ps(0xAAAA, _mm512_set1_ps(ALPHA_HALF), _mm512_set1_ps(ALPHA_BYTE_HALF));
    __m512i value = _mm512_packs_epi32(_mm512_srai_epi32(low, FILTER_BITS),
                                       _mm512_srai_epi32(high, FILTER_BITS));
    value = _mm512_max_epi16(value, _mm512_setzero_si512());
    /* (255 * 255 + 2) >> 2 is opaque */
    __m512i most = _mm512_mask_shuffle_epi8(_mm512_set1_epi16(16256), 0x3333333333333333u, value,
                                            alpha_places(2));
    if (__builtin_expect(_mm512_cmpgt_epi16_mask(most, _mm512_set1_epi16(ALPHA_CLOSE)) != 0, 0))
        return divide_by_alpha(value, 2);
    __m512i sample = _mm512_min_epi16(value, most), zero = _mm512_setzero_si512();
    __m512i alpha = _mm512_and_si512(most, _mm512_set1_epi32(0xFFFF)); /* of a pair of samples */
    __m512 factor = _mm512_div_ps(_mm512_set1_ps(255), _mm512_cvtepi32_ps(alpha));
    __m512 left = _mm512_mask_unpacklo_ps(to_byte, 0x5555, factor, factor);
    __m512 right = _mm512_mask_unpackhi_ps(to_byte, 0x5555, factor, factor);
    left = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_unpacklo_epi16(sample, zero)), left, half);
    right = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_unpackhi_epi16(sample, zero)), right, half);
    return _mm512_packs_epi32(_mm512_cvttps_epi32(left), _mm512_cvttps_epi32(right));
}

/* What finish_rgba() does not do, of four vectors of sums that are cut, but not clamped. */
static __attribute__((noinline, cold)) __m512i divide_rgba(__m512i a, __m512i b, __m512i c,
                                                           __m512i d)
{
    const __m512i zero = _mm512_setzero_si512();
    __m512i low = _mm512_max_epi16(_mm512_packs_epi32(a, b), zero);
    __m512i high = _mm512_max_epi16(_mm512_packs_epi32(c, d), zero);
    return _mm512_packus_epi16(divide_by_alpha(low, 4), divide_by_alpha(high, 4));
}

/* finish_alpha() of four vectors of 4 channels, packed to bytes; all 16 pixels share one vector of
 * divisions. Nothing is clamped from below but the alphas that divide: what is negative, infinite
 * or no number is saturated to 0 in the end. */
static inline __m512i finish_rgba(__m512i a, __m512i b, __m512i c, __m512i d)
{
    const __m512 to_byte = _mm512_set1_ps(ALPHA_BYTE);
    const __m512 half =
        _mm512_mask_blend_ps(0x8888, _mm512_set1_ps(ALPHA_HALF), _mm512_set1_ps(ALPHA_BYTE_HALF));
    const __m512i full = _mm512_set1_epi32(16256); /* (255 * 255 + 2) >> 2 is opaque */
    __m512i value[4] = {_mm512_srai_epi32(a, FILTER_BITS), _mm512_srai_epi32(b, FILTER_BITS),
                        _mm512_srai_epi32(c, FILTER_BITS), _mm512_srai_epi32(d, FILTER_BITS)};
    __m512i most[4];
    for (int i = 0; i < 4; ++i)
        most[i] = _mm512_mask_shuffle_epi32(full, 0x7777, value[i], _MM_PERM_DDDD);
    __m512i alpha = _mm512_mask_blend_epi32(0x2222, most[0], most[1]);
    alpha = _mm512_mask_blend_epi32(0x4444, alpha, most[2]);
    alpha = _mm512_mask_blend_epi32(0x8888, alpha, value[3]);
    if (__builtin_expect(_mm512_cmpgt_epi32_mask(alpha, _mm512_set1_epi32(ALPHA_CLOSE)) != 0, 0))
        return divide_rgba(value[0], value[1], value[2], value[3]);
    alpha = _mm512_max_epi32(alpha, _mm512_setzero_si512());
    __m512 factor = _mm512_div_ps(_mm512_set1_ps(255), _mm512_cvtepi32_ps(alpha));
    const __m512 factors[4] = {_mm512_mask_permute_ps(to_byte, 0x7777, factor, 0x00),
                               _mm512_mask_permute_ps(to_byte, 0x7777, factor, 0x55),
                               _mm512_mask_permute_ps(to_byte, 0x7777, factor, 0xAA),
                               _mm512_mask_permute_ps(to_byte, 0x7777, factor, 0xFF)};
    for (int i = 0; i < 4; ++i) {
        __m512 sample = _mm512_cvtepi32_ps(_mm512_min_epi32(value[i], most[i]));
        value[i] = _mm512_cvttps_epi32(_mm512_fmadd_ps(sample, factors[i], half));
    }
    return _mm512_packus_epi16(_mm512_packs_epi32(value[0], value[1]),
                               _mm512_packs_epi32(value[2], value[3]));
}

/* finish() of four vectors, packed to bytes, of each 16 bytes in turn. */
static inline __m512i finish_packed(__m512i a, __m512i b, __m512i c, __m512i d, int channels)
{
    if (channels == 4)
        return finish_rgba(a, b, c, d);
    if (channels == 2)
        return _mm512_packus_epi16(finish_grey(a, b), finish_grey(c, d));
    return _mm512_packus_epi16(_mm512_packs_epi32(finish_opaque(a), finish_opaque(b)),
                               _mm512_packs_epi32(finish_opaque(c), finish_opaque(d)));
}

/* Bits that finish() cuts off its sums. */
static inline int finish_bits(int channels)
{
    return channels == 2 || channels == 4 ? FILTER_BITS : FILTER_BITS + 6;
}

/* What finish_planes() does not do. */
static __attribute__((noinline, cold)) __m512i divide_planes(__m512i r, __m512i g, __m512i b,
                                                             __m512i a)
{
    __m512i pixels[4], low = _mm512_unpacklo_epi32(r, g), high = _mm512_unpackhi_epi32(r, g);
    __m512i low_ba = _mm512_unpacklo_epi32(b, a), high_ba = _mm512_unpackhi_epi32(b, a);
    pixels[0] = _mm512_unpacklo_epi64(low, low_ba);
    pixels[1] = _mm512_unpackhi_epi64(low, low_ba);
    pixels[2] = _mm512_unpacklo_epi64(high, high_ba);
    pixels[3] = _mm512_unpackhi_epi64(high, high_ba);
    return divide_rgba(pixels[0], pixels[1], pixels[2], pixels[3]);
}

/* finish_alpha() of 16 pixels of 4 channels, a vector each, to bytes as finish_rgba() makes them.
 */
static inline __m512i finish_planes(const __m512i *sums)
{
    const __m512i order = _mm512_set4_epi32(0x0F0B0703, 0x0E0A0602, 0x0D090501, 0x0C080400);
    __m512i value[4];
    for (int c = 0; c < 4; ++c)
        value[c] = _mm512_srai_epi32(sums[c], FILTER_BITS);
    __m512i alpha = value[3];
    if (__builtin_expect(_mm512_cmpgt_epi32_mask(alpha, _mm512_set1_epi32(ALPHA_CLOSE)) != 0, 0))
        return divide_planes(value[0], value[1], value[2], value[3]);
    __m512 divisor = _mm512_cvtepi32_ps(_mm512_max_epi32(alpha, _mm512_setzero_si512()));
    __m512 factor = _mm512_div_ps(_mm512_set1_ps(255), divisor);
    for (int c = 0; c < 3; ++c) {
        __m512 colour = _mm512_cvtepi32_ps(_mm512_min_epi32(value[c], alpha));
        value[c] = _mm512_cvttps_epi32(_mm512_fmadd_ps(colour, factor, _mm512_set1_ps(ALPHA_HALF)));
    }
    __m512 opaque = _mm512_cvtepi32_ps(_mm512_min_epi32(alpha, _mm512_set1_epi32(16256)));
    value[3] = _mm512_cvttps_epi32(
        _mm512_fmadd_ps(opaque, _mm512_set1_ps(ALPHA_BYTE), _mm512_set1_ps(ALPHA_BYTE_HALF)));
    __m512i bytes = _mm512_packus_epi16(_mm512_packs_epi32(value[0], value[1]),
                                        _mm512_packs_epi32(value[2], value[3]));
    return _mm512_shuffle_epi8(bytes, order);
}

#endif
