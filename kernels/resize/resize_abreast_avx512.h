/* What resize_abreast_words.c needs of AVX-512: a vector is two pixels of all rows. */
#ifndef PARALLAX_RESIZE_ABREAST_AVX512_H
#define PARALLAX_RESIZE_ABREAST_AVX512_H

#include "kernels/resize/resize_vector.h"
#include "kernels/simd/words.h"

/* Which bytes of two vectors, half a row each, come where. */
struct order {
    __m512i place[BLOCK / 2];
};

static inline struct order byte_order(void)
{
    struct order order;
    uint8_t from[64];
    for (int k = 0; k < BLOCK / 2; ++k) {
        for (int i = 0; i < 64; ++i)
            from[i] = (uint8_t)(32 * (i / 16) + 4 * (2 * k + i / 2 % 2) + i / 4 % 4);
        order.place[k] = _mm512_loadu_si512(from);
    }
    return order;
}

/* Which upper halves of the sums of two outputs make pairs: of rows 0 and 1 for both outputs, then
 * of rows 2 and 3. */
static inline __m512i upper_order(void)
{
    int16_t from[32];
    for (int i = 0; i < 32; ++i)
        from[i] = (int16_t)(1 + 2 * (i / 2 % 4) + i / 8 % 2 * 32 + (i / 16 * 2 + i % 2) * 8);
    return _mm512_loadu_si512(from);
}

static inline void weigh_block(const uint8_t *const row[ROWS], ptrdiff_t at,
                               const struct order *order, int16_t *q)
{
    const __m512i full = _mm512_set1_epi16(255), two = _mm512_set1_epi16(2);
    const __m512i whole = _mm512_set1_epi16(-4), middle = _mm512_set1_epi16(INT16_MIN);
    __m512i rows[2];
    for (int i = 0; i < 2; ++i)
        rows[i] = _mm512_inserti64x4(
            _mm512_castsi256_si512(_mm256_loadu_si256((const void *)(row[2 * i] + 4 * at))),
            _mm256_loadu_si256((const void *)(row[2 * i + 1] + 4 * at)), 1);
    for (int k = 0; k < BLOCK / 2; ++k) {
        __m512i p =
            _mm512_maskz_permutex2var_epi8(0x5555555555555555u, rows[0], order->place[k], rows[1]);
        __m512i alpha = _mm512_mask_shuffle_epi32(full, 0x7777, p, _MM_PERM_DDDD);
        __m512i product = _mm512_add_epi16(_mm512_mullo_epi16(p, alpha), two);
        _mm512_store_si512(q + PIXEL * (at + 2 * k),
                           _mm512_ternarylogic_epi32(product, whole, middle, 0x6A));
    }
}

/* Pixels `at` to at + BLOCK of one row of words, both samples of a channel next to each other. */
static inline __m512i pairs_of(const void *row, ptrdiff_t at, int channels)
{
    const __m512i four = _mm512_set4_epi32(0x0F0E0706, 0x0D0C0504, 0x0B0A0302, 0x09080100);
    const __m512i three = _mm512_set_epi16(23, 20, 23, 20, 22, 19, 21, 18, 17, 14, 17, 14, 16, 13,
                                           15, 12, /* pixels 6, 7; 4, 5 */
                                           11, 8, 11, 8, 10, 7, 9, 6, 5, 2, 5, 2, 4, 1, 3, 0);
    __m512i words = _mm512_loadu_si512((const int16_t *)row + channels * at);
    return channels == 4 ? _mm512_shuffle_epi8(words, four)
                         : _mm512_permutexvar_epi16(three, words);
}

static inline void place_block(const void *const row[ROWS], ptrdiff_t at, int channels, int16_t *q)
{
    __m512i pairs[ROWS];
    for (int r = 0; r < ROWS; ++r)
        pairs[r] = pairs_of(row[r], at, channels);
    __m512i a = _mm512_shuffle_i64x2(pairs[0], pairs[1], 0x44);
    __m512i b = _mm512_shuffle_i64x2(pairs[2], pairs[3], 0x44);
    __m512i c = _mm512_shuffle_i64x2(pairs[0], pairs[1], 0xEE);
    __m512i d = _mm512_shuffle_i64x2(pairs[2], pairs[3], 0xEE);
    int16_t *to = q + PIXEL * at;
    _mm512_store_si512(to, _mm512_shuffle_i64x2(a, b, 0x88));
    _mm512_store_si512(to + 2 * PIXEL, _mm512_shuffle_i64x2(a, b, 0xDD));
    _mm512_store_si512(to + 4 * PIXEL, _mm512_shuffle_i64x2(c, d, 0x88));
    _mm512_store_si512(to + 6 * PIXEL, _mm512_shuffle_i64x2(c, d, 0xDD));
}

static inline void store_uppers(__m512i s[OUTPUTS][PARTS], __m512i upper, int32_t *const *pairs,
                                ptrdiff_t at)
{
    __m512i left = _mm512_permutex2var_epi16(s[0][0], upper, s[1][0]);
    __m512i right = _mm512_permutex2var_epi16(s[2][0], upper, s[3][0]);
    _mm512_store_si512(pairs[0] + at, _mm512_shuffle_i64x2(left, right, 0x44));
    _mm512_store_si512(pairs[1] + at, _mm512_shuffle_i64x2(left, right, 0xEE));
}

static inline void finish_rows(__m512i s[OUTPUTS][PARTS], int channels, __m128i lane[ROWS])
{
    const __m512i three = _mm512_broadcast_i32x4(
        _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1));
    __m512i bytes = finish_packed(s[0][0], s[1][0], s[2][0], s[3][0], channels);
    if (channels == 3)
        bytes = _mm512_shuffle_epi8(bytes, three);
    lane[0] = _mm512_castsi512_si128(bytes);
    lane[1] = _mm512_extracti32x4_epi32(bytes, 1);
    lane[2] = _mm512_extracti32x4_epi32(bytes, 2);
    lane[3] = _mm512_extracti32x4_epi32(bytes, 3);
}

/* The first `left` bytes of a lane, all 16 where there is room: what comes next overwrites them. */
static inline void store_lane(uint8_t *out, __m128i bytes, int left)
{
    if (left >= 16)
        _mm_storeu_si128((void *)out, bytes);
    else
        _mm_mask_storeu_epi8(out, (__mmask16)((1u << left) - 1), bytes);
}

#endif
