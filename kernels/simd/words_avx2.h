/* words.h with AVX2: 16 words at a time. */
#ifndef PARALLAX_SIMD_WORDS_AVX2_H
#define PARALLAX_SIMD_WORDS_AVX2_H

#include <stdbool.h>
#include <stddef.h>

#include "kernels/simd/avx2_pixels.h"

enum { WORDS = 16, LANES = WORDS / 2, BYTES = 2 * WORDS };

typedef __m256i vector;

static inline vector load_vector(const void *from)
{
    return _mm256_loadu_si256(from);
}

static inline void store_vector(void *to, vector a)
{
    _mm256_storeu_si256(to, a);
}

/* WORDS source samples of whole pixels with alpha, as Q6 weighted by it. */
static inline vector weigh_samples(const uint8_t *source, int channels)
{
    return weigh(_mm_loadu_si128((const void *)source), channels);
}

/* Samples number at, … of a row of words (`wide`) or bytes, in pairs by pair_order(). */
static inline vector load_pairs(const void *row, ptrdiff_t at, bool wide, vector order)
{
    const uint8_t *bytes = (const uint8_t *)row + at;
    if (wide)
        return _mm256_shuffle_epi8(load_vector((const int16_t *)row + at), order);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)bytes)),
                               order);
}

/* Rounded sums of two rows, cut by `bits`, to pairs. */
static inline vector pair_sums(vector upper, vector lower, unsigned bits)
{
    return _mm256_blend_epi16(_mm256_srli_epi32(upper, (int)bits),
                              _mm256_slli_epi32(lower, (int)(16 - bits)), 0xAA);
}

/* Four vectors of rounded sums of the second axis to samples, to be saturated to 0..255. */
static inline void finish_four(vector *sums, int channels)
{
    for (int i = 0; i < 4; ++i)
        sums[i] = finish(sums[i], channels);
}

/* The first `count` of WORDS finished samples in the order of pair_order(). */
static inline void store_samples(uint8_t *out, vector low, vector high, int count)
{
    __m256i words = _mm256_packs_epi32(low, high);
    __m128i bytes =
        _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    store_bytes(out, bytes, count);
}

/* Bytes of a and b in turn: of the lower and of the upper eight in every 16. */
static inline vector low_bytes(vector a, vector b)
{
    return _mm256_unpacklo_epi8(a, b);
}

static inline vector high_bytes(vector a, vector b)
{
    return _mm256_unpackhi_epi8(a, b);
}

/* first times the even bytes plus second times the odd ones: words. */
static inline vector multiply_bytes(vector bytes, vector weights)
{
    return _mm256_maddubs_epi16(bytes, weights);
}

static inline vector byte_weights(int first, int second)
{
    return _mm256_set1_epi16((int16_t)((first & 0xFF) | second * 256));
}

static inline vector add_words(vector a, vector b)
{
    return _mm256_add_epi16(a, b);
}

static inline vector absolute_words(vector a)
{
    return _mm256_abs_epi16(a);
}

/* Words in the order of low_bytes() and high_bytes() to bytes, saturated. */
static inline vector pack_words(vector low, vector high)
{
    return _mm256_packus_epi16(low, high);
}

static inline vector lower_bytes(vector a, vector b)
{
    return _mm256_min_epu8(a, b);
}

static inline vector upper_bytes(vector a, vector b)
{
    return _mm256_max_epu8(a, b);
}

/* Four bytes, the lowest first, again and again. */
static inline vector repeat_four(uint32_t bytes)
{
    return _mm256_set1_epi32((int)bytes);
}

/* A walk along a row of bytes in steps of BYTES, which gives at each place what is there, and what
 * is some places before and behind. */
struct shift {
    ptrdiff_t places;
};

struct window {
    const uint8_t *at;
};

static inline struct shift shift_of(int places)
{
    return (struct shift){places};
}

/* BYTES before `at` must be there, as must be the same behind what is moved to. */
static inline struct window window_of(const uint8_t *at)
{
    return (struct window){at};
}

static inline void window_move(struct window *window, const struct shift *shift, vector around[3])
{
    around[0] = load_vector(window->at - shift->places);
    around[1] = load_vector(window->at);
    around[2] = load_vector(window->at + shift->places);
    window->at += BYTES;
}

/* Gives what is some places before and behind `here`, 1 to 4, between the vectors next to it. */
static inline void shift_bytes(const struct shift *shift, vector before, vector here, vector behind,
                               vector around[3])
{
    vector left = _mm256_permute2x128_si256(before, here, 0x21);
    vector right = _mm256_permute2x128_si256(here, behind, 0x21);
    around[1] = here;
    switch (shift->places) { /* instructions have the number in them */
    case 1:
        around[0] = _mm256_alignr_epi8(here, left, 15);
        around[2] = _mm256_alignr_epi8(right, here, 1);
        break;
    case 2:
        around[0] = _mm256_alignr_epi8(here, left, 14);
        around[2] = _mm256_alignr_epi8(right, here, 2);
        break;
    case 3:
        around[0] = _mm256_alignr_epi8(here, left, 13);
        around[2] = _mm256_alignr_epi8(right, here, 3);
        break;
    default:
        around[0] = _mm256_alignr_epi8(here, left, 12);
        around[2] = _mm256_alignr_epi8(right, here, 4);
        break;
    }
}

/* b where the mask has all bits of a byte, a where it has none. */
static inline vector select_bytes(vector a, vector b, vector mask)
{
    return _mm256_blendv_epi8(a, b, mask);
}

#endif
