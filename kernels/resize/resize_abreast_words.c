/* Resize with AVX-512 along four rows abreast: a vector is two neighbouring pixels of all of them,
 * four channels each (of three, the fourth means nothing), and the sums of an output are 16 lanes,
 * a channel of a row each. */
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/shared/smaller.h"
#include "kernels/simd/avx512_pixels.h"

/* Pixels that go abreast together; words of one, all rows; outputs that are summed together. */
enum { BLOCK = 8, PIXEL = 4 * ROWS, OUTPUTS = 4 };

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
static inline __m512i pair_order(void)
{
    int16_t from[32];
    for (int i = 0; i < 32; ++i)
        from[i] = (int16_t)(1 + 2 * (i / 2 % 4) + i / 8 % 2 * 32 + (i / 16 * 2 + i % 2) * 8);
    return _mm512_loadu_si512(from);
}

/* BLOCK pixels of all rows go abreast, weighted by their alpha: 4 times what weigh() gives, less
 * 2^15, so that rounding to 2 bits less is a mask, and no shift. */
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
static inline __m512i load_pairs(const void *row, ptrdiff_t at, int channels)
{
    const __m512i four = _mm512_set4_epi32(0x0F0E0706, 0x0D0C0504, 0x0B0A0302, 0x09080100);
    const __m512i three = _mm512_set_epi16(23, 20, 23, 20, 22, 19, 21, 18, 17, 14, 17, 14, 16, 13,
                                           15, 12, /* pixels 6, 7; 4, 5 */
                                           11, 8, 11, 8, 10, 7, 9, 6, 5, 2, 5, 2, 4, 1, 3, 0);
    __m512i words = _mm512_loadu_si512((const int16_t *)row + channels * at);
    return channels == 4 ? _mm512_shuffle_epi8(words, four)
                         : _mm512_permutexvar_epi16(three, words);
}

/* The next BLOCK pixels of all rows go abreast. */
static inline void place_block(const void *const row[ROWS], ptrdiff_t at, int channels, int16_t *q)
{
    __m512i pairs[ROWS];
    for (int r = 0; r < ROWS; ++r)
        pairs[r] = load_pairs(row[r], at, channels);
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

/* OUTPUTS outputs from x on, the last again and again if there are no more: so many chains of
 * additions side by side take no longer than one. */
static inline __attribute__((always_inline)) void sum_outputs(const struct resize_vector *p,
                                                              const int16_t *q, int x, int last,
                                                              __m512i half, __m512i *sums)
{
    const int16_t *from[OUTPUTS], *weight[OUTPUTS];
    __m512i sum[OUTPUTS];
    for (int i = 0; i < OUTPUTS; ++i) {
        int output = smaller(x + i, last);
        from[i] = q + (ptrdiff_t)p->start[output] * PIXEL;
        weight[i] = p->weight + (ptrdiff_t)output * p->steps * 2;
        sum[i] = half;
    }
#pragma GCC unroll 4
    for (ptrdiff_t k = 0; k < p->steps; ++k)
#pragma GCC unroll 4
        for (int i = 0; i < OUTPUTS; ++i)
            sum[i] = _mm512_dpwssd_epi32(sum[i], _mm512_load_si512(from[i] + 2 * PIXEL * k),
                                         weight_pair(weight[i] + 2 * k));
    for (int i = 0; i < OUTPUTS; ++i)
        sums[i] = sum[i];
}

/* Rows are placed just before they are summed: what is written is still in the L1 cache. */
void resize_first_abreast_avx512(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                                 int16_t *q, int32_t *const *pairs)
{
    const struct resize_vector *p = plan->prepared;
    const uint8_t *const row[ROWS] = {in[0], in[1], in[2], in[3]};
    const struct order order = byte_order();
    /* Weights add up to 2^14, so sums lack 2^29, and results are the upper halves. */
    const __m512i half = _mm512_set1_epi32(1 << (FILTER_BITS + 15) | 1 << 15);
    const __m512i upper = pair_order();
    int last = plan->dst.width - 1, placed = 0;
    for (int x = 0; x <= last; x += OUTPUTS) {
        int end = p->start[smaller(x + OUTPUTS - 1, last)] + 2 * p->steps;
        for (; placed < end; placed += BLOCK) {
            for (int r = 0; r < ROWS; ++r)
                _mm_prefetch((const char *)row[r] + placed * 4 + ahead, _MM_HINT_T1);
            weigh_block(row, placed, &order, q);
        }
        __m512i s[OUTPUTS];
        sum_outputs(p, q, x, last, half, s);
        __m512i left = _mm512_permutex2var_epi16(s[0], upper, s[1]);
        __m512i right = _mm512_permutex2var_epi16(s[2], upper, s[3]);
        _mm512_store_si512(pairs[0] + (ptrdiff_t)x * 4, _mm512_shuffle_i64x2(left, right, 0x44));
        _mm512_store_si512(pairs[1] + (ptrdiff_t)x * 4, _mm512_shuffle_i64x2(left, right, 0xEE));
    }
}

/* The first `left` bytes of a lane, all 16 where there is room: what comes next overwrites them. */
static inline void store_lane(uint8_t *out, __m128i bytes, int left)
{
    if (left >= 16)
        _mm_storeu_si128((void *)out, bytes);
    else
        _mm_mask_storeu_epi8(out, (__mmask16)((1u << left) - 1), bytes);
}

static inline __attribute__((always_inline)) void sum_last(const struct plan *plan,
                                                           const void *const *in, int16_t *q,
                                                           int channels, uint8_t *const *out,
                                                           int count)
{
    const struct resize_vector *p = plan->prepared;
    const void *const row[ROWS] = {in[0], in[1], in[2], in[3]};
    const __m512i half = half_of(finish_bits(channels));
    const __m512i three = _mm512_broadcast_i32x4(
        _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1));
    int last = plan->dst.width - 1, placed = 0;
    for (int x = 0; x <= last; x += OUTPUTS) {
        int end = p->start[smaller(x + OUTPUTS - 1, last)] + 2 * p->steps;
        for (; placed < end; placed += BLOCK)
            place_block(row, placed, channels, q);
        __m512i s[OUTPUTS];
        sum_outputs(p, q, x, last, half, s);
        __m512i left = finish_words(s[0], s[1], channels);
        __m512i right = finish_words(s[2], s[3], channels);
        __m512i bytes = _mm512_packus_epi16(left, right);
        if (channels == 3)
            bytes = _mm512_shuffle_epi8(bytes, three);
        const __m128i lane[ROWS] = {
            _mm512_castsi512_si128(bytes), _mm512_extracti32x4_epi32(bytes, 1),
            _mm512_extracti32x4_epi32(bytes, 2), _mm512_extracti32x4_epi32(bytes, 3)};
        for (int r = 0; r < count; ++r)
            store_lane(out[r] + (ptrdiff_t)x * channels, lane[r], (last + 1 - x) * channels);
    }
}

void resize_last_abreast_avx512(const struct plan *plan, const void *const *in, int16_t *q,
                                uint8_t *const *out, int count)
{
    if (plan->src.channels == 4)
        sum_last(plan, in, q, 4, out, count);
    else
        sum_last(plan, in, q, 3, out, count);
}
