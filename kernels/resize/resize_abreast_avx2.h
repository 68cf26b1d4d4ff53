/* What resize_abreast_words.c needs of AVX2: a vector is two pixels of two rows. */
#ifndef PARALLAX_RESIZE_ABREAST_AVX2_H
#define PARALLAX_RESIZE_ABREAST_AVX2_H

#include "kernels/resize/resize_vector.h"
#include "kernels/simd/words.h"

/* Which of 16 bytes come where: channel by channel of two pixels each. */
struct order {
    __m256i place;
};

static inline struct order byte_order(void)
{
    return (struct order){_mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15))};
}

/* Upper halves need no order. */
static inline __m256i upper_order(void)
{
    return _mm256_setzero_si256();
}

/* 16 bytes each of two rows. */
static inline __m256i load_two(const void *upper, const void *lower)
{
    return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(upper)),
                                   _mm_loadu_si128(lower), 1);
}

static inline __m256i weigh_pair(__m256i p)
{
    const __m256i full = _mm256_set1_epi16(255), whole = _mm256_set1_epi16(-4);
    const __m256i more = _mm256_set1_epi16((int16_t)(INT16_MIN + 2));
    __m256i alpha = _mm256_blend_epi16(_mm256_shuffle_epi32(p, 0xFF), full, 0xC0);
    return _mm256_and_si256(_mm256_add_epi16(_mm256_mullo_epi16(p, alpha), more), whole);
}

static inline void weigh_block(const uint8_t *const row[ROWS], ptrdiff_t at,
                               const struct order *order, int16_t *q)
{
    const __m256i zero = _mm256_setzero_si256();
    for (int k = 0; k < BLOCK; k += 4)
        for (int r = 0; r < ROWS; r += 2) {
            __m256i p = _mm256_shuffle_epi8(
                load_two(row[r] + 4 * (at + k), row[r + 1] + 4 * (at + k)), order->place);
            int16_t *to = q + PIXEL * (at + k) + 8 * r;
            store_vector(to, weigh_pair(_mm256_unpacklo_epi8(p, zero)));
            store_vector(to + 2 * PIXEL, weigh_pair(_mm256_unpackhi_epi8(p, zero)));
        }
}

/* Pixels `at` to at + 4 of one row of words, both samples of a channel next to each other. */
static inline __m256i pairs_of(const void *row, ptrdiff_t at, int channels)
{
    const __m256i four = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15));
    const __m256i three = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, 4, 5, 10, 11));
    const int16_t *words = (const int16_t *)row + channels * at;
    return channels == 4 ? _mm256_shuffle_epi8(load_vector(words), four)
                         : _mm256_shuffle_epi8(load_two(words, words + 6), three);
}

static inline void place_block(const void *const row[ROWS], ptrdiff_t at, int channels, int16_t *q)
{
    for (int k = 0; k < BLOCK; k += 4)
        for (int r = 0; r < ROWS; r += 2) {
            __m256i a = pairs_of(row[r], at + k, channels);
            __m256i b = pairs_of(row[r + 1], at + k, channels);
            int16_t *to = q + PIXEL * (at + k) + 8 * r;
            store_vector(to, _mm256_permute2x128_si256(a, b, 0x20));
            store_vector(to + 2 * PIXEL, _mm256_permute2x128_si256(a, b, 0x31));
        }
}

static inline void store_uppers(__m256i s[OUTPUTS][PARTS], __m256i upper, int32_t *const *pairs,
                                ptrdiff_t at)
{
    (void)upper;
    for (int i = 0; i < OUTPUTS; i += 2)
        for (int part = 0; part < PARTS; ++part) {
            __m256i a = _mm256_permute2x128_si256(s[i][part], s[i + 1][part], 0x20);
            __m256i b = _mm256_permute2x128_si256(s[i][part], s[i + 1][part], 0x31);
            store_vector(pairs[part] + at + 4 * i,
                         _mm256_blend_epi16(_mm256_srli_epi32(a, 16), b, 0xAA));
        }
}

static inline void finish_rows(__m256i s[OUTPUTS][PARTS], int channels, __m128i lane[ROWS])
{
    const __m256i three = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1));
    for (int part = 0; part < PARTS; ++part) {
        __m256i bytes = finish_packed(s[0][part], s[1][part], s[2][part], s[3][part], channels);
        if (channels == 3)
            bytes = _mm256_shuffle_epi8(bytes, three);
        lane[2 * part] = _mm256_castsi256_si128(bytes);
        lane[2 * part + 1] = _mm256_extracti128_si256(bytes, 1);
    }
}

/* The first `left` bytes of a lane, all 16 where there is room: what comes next overwrites them. */
static inline void store_lane(uint8_t *out, __m128i bytes, int left)
{
    store_bytes(out, bytes, left);
}

#endif
