/* words.h with AVX-512: 32 words at a time. */
#ifndef PARALLAX_SIMD_WORDS_AVX512_H
#define PARALLAX_SIMD_WORDS_AVX512_H

#include <stdbool.h>
#include <stddef.h>

#include "kernels/simd/avx512_pixels.h"

enum { WORDS = 32, LANES = WORDS / 2, BYTES = 2 * WORDS };

typedef __m512i vector;

static inline vector load_vector(const void *from)
{
    return _mm512_loadu_si512(from);
}

static inline void store_vector(void *to, vector a)
{
    _mm512_storeu_si512(to, a);
}

/* Not _mm512_dpwssd_epi32(): gcc 12 copies the sum to another register before, and back behind it.
 */
static inline vector add_products(vector sum, vector a, vector b)
{
    __asm__("vpdpwssd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
    return sum;
}

/* WORDS source samples of whole pixels with alpha, as Q6 weighted by it. */
static inline vector weigh_samples(const uint8_t *source, int channels)
{
    return weigh(_mm256_loadu_si256((const void *)source), channels);
}

/* Samples number at, … of a row of words (`wide`) or bytes, in pairs by pair_order(). */
static inline vector load_pairs(const void *row, ptrdiff_t at, bool wide, vector order)
{
    const uint8_t *bytes = (const uint8_t *)row + at;
    if (wide)
        return _mm512_shuffle_epi8(load_vector((const int16_t *)row + at), order);
    return _mm512_maskz_permutexvar_epi8(
        0x5555555555555555u, order,
        _mm512_castsi256_si512(_mm256_loadu_si256((const void *)bytes)));
}

/* Rounded sums of two rows, cut by `bits`, to pairs. */
static inline vector pair_sums(vector upper, vector lower, unsigned bits)
{
    return _mm512_mask_blend_epi16(0xAAAAAAAAu, _mm512_srli_epi32(upper, bits),
                                   _mm512_slli_epi32(lower, 16 - bits));
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
    __m256i bytes = _mm512_cvtusepi16_epi8(_mm512_packs_epi32(low, high));
    if (count >= WORDS)
        _mm256_storeu_si256((void *)out, bytes);
    else
        _mm256_mask_storeu_epi8(out, (1u << count) - 1, bytes);
}

/* Bytes of a and b in turn: of the lower and of the upper eight in every 16. */
static inline vector low_bytes(vector a, vector b)
{
    return _mm512_unpacklo_epi8(a, b);
}

static inline vector high_bytes(vector a, vector b)
{
    return _mm512_unpackhi_epi8(a, b);
}

/* first times the even bytes plus second times the odd ones: words. */
static inline vector multiply_bytes(vector bytes, vector weights)
{
    return _mm512_maddubs_epi16(bytes, weights);
}

static inline vector byte_weights(int first, int second)
{
    return _mm512_set1_epi16((int16_t)((first & 0xFF) | second * 256));
}

static inline vector add_words(vector a, vector b)
{
    return _mm512_add_epi16(a, b);
}

static inline vector absolute_words(vector a)
{
    return _mm512_abs_epi16(a);
}

/* Words in the order of low_bytes() and high_bytes() to bytes, saturated. */
static inline vector pack_words(vector low, vector high)
{
    return _mm512_packus_epi16(low, high);
}

static inline vector lower_bytes(vector a, vector b)
{
    return _mm512_min_epu8(a, b);
}

static inline vector upper_bytes(vector a, vector b)
{
    return _mm512_max_epu8(a, b);
}

/* Four bytes, the lowest first, again and again. */
static inline vector repeat_four(uint32_t bytes)
{
    return _mm512_set1_epi32((int)bytes);
}

/* A walk along a row of bytes in steps of BYTES, which gives at each place what is there, and what
 * is some places before and behind. All is loaded once, at places as aligned as the first: vectors
 * that reach into two cache lines are slow to come from afar. */
struct shift {
    vector before, behind;
};

struct window {
    const uint8_t *at;
    vector before, here;
};

static inline struct shift shift_of(int places)
{
    uint8_t before[BYTES], behind[BYTES];
    for (int i = 0; i < BYTES; ++i) {
        before[i] = (uint8_t)(BYTES + i - places);
        behind[i] = (uint8_t)(i + places);
    }
    return (struct shift){load_vector(before), load_vector(behind)};
}

/* Gives what is some places before and behind `here`, 1 to 4, between the vectors next to it. */
static inline void shift_bytes(const struct shift *shift, vector before, vector here, vector behind,
                               vector around[3])
{
    around[0] = _mm512_permutex2var_epi8(before, shift->before, here);
    around[1] = here;
    around[2] = _mm512_permutex2var_epi8(here, shift->behind, behind);
}

/* BYTES before `at` must be there, as must be the same behind what is moved to. */
static inline struct window window_of(const uint8_t *at)
{
    return (struct window){at, load_vector(at - BYTES), load_vector(at)};
}

static inline void window_move(struct window *window, const struct shift *shift, vector around[3])
{
    vector behind = load_vector(window->at + BYTES);
    shift_bytes(shift, window->before, window->here, behind, around);
    *window = (struct window){window->at + BYTES, window->here, behind};
}

/* b where the mask has all bits of a byte, a where it has none. */
static inline vector select_bytes(vector a, vector b, vector mask)
{
    return _mm512_ternarylogic_epi32(a, b, mask, 0xD8);
}

#endif
