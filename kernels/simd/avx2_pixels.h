/* Small steps of resize with AVX2, on 8 32-bit sums at a time. Include after immintrin.h, in files
 * that are compiled for it. */
#ifndef PARALLAX_SIMD_AVX2_PIXELS_H
#define PARALLAX_SIMD_AVX2_PIXELS_H

#include <immintrin.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "kernels/shared/filter.h"

static inline __m256i add_products(__m256i sum, __m256i a, __m256i b)
{
    return _mm256_add_epi32(sum, _mm256_madd_epi16(a, b));
}

/* What rounds a sum that is cut by so many bits. */
static inline __m256i half_of(int bits)
{
    return _mm256_set1_epi32(1 << (bits - 1));
}

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

/* Bits that finish() cuts off its sums. */
static inline int finish_bits(int channels)
{
    return channels == 2 || channels == 4 ? FILTER_BITS : FILTER_BITS + 6;
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
    __m256i low = finish_words(sums[0], sums[1], channels);
    __m256i high = finish_words(sums[2], sums[3], channels);
    return _mm256_permutevar8x32_epi32(_mm256_packus_epi16(low, high), order);
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
