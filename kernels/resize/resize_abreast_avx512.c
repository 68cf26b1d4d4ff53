/* Resize with AVX-512 along four rows abreast: a vector is two neighbouring pixels of all of them,
 * four channels each (of three, the fourth means nothing), and the sums of an output are 16 lanes,
 * a channel of a row each. */
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/simd/avx512_pixels.h"

enum { BLOCK = 8, PIXEL = 4 * ROWS }; /* pixels that go abreast together; words of one, all rows */

/* Pixels `at` to at + BLOCK of one row, both samples of a channel next to each other: of bytes,
 * weighted by their alpha, or of words. */
static inline __m512i load_pairs(const void *row, ptrdiff_t at, bool wide, int channels)
{
    const __m512i four = _mm512_set4_epi32(0x0F0E0706, 0x0D0C0504, 0x0B0A0302, 0x09080100);
    const __m512i three = _mm512_set_epi16(23, 20, 23, 20, 22, 19, 21, 18, 17, 14, 17, 14, 16, 13,
                                           15, 12, /* pixels 6, 7; 4, 5 */
                                           11, 8, 11, 8, 10, 7, 9, 6, 5, 2, 5, 2, 4, 1, 3, 0);
    if (!wide)
        return _mm512_shuffle_epi8(
            weigh(_mm256_loadu_si256((const void *)((const uint8_t *)row + 4 * at)), 4), four);
    __m512i words = _mm512_loadu_si512((const int16_t *)row + channels * at);
    return channels == 4 ? _mm512_shuffle_epi8(words, four)
                         : _mm512_permutexvar_epi16(three, words);
}

/* The next BLOCK pixels of all rows go abreast. */
static inline void place_block(const void *const row[ROWS], ptrdiff_t at, bool wide, int channels,
                               int16_t *q)
{
    __m512i pairs[ROWS];
    for (int r = 0; r < ROWS; ++r)
        pairs[r] = load_pairs(row[r], at, wide, channels);
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

/* Outputs x and y together: two chains of additions take as long as one. */
static inline void sum_two(const struct resize_vector *p, const int16_t *q, int x, int y,
                           __m512i half, __m512i *sums)
{
    const int16_t *a = q + (ptrdiff_t)p->start[x] * PIXEL;
    const int16_t *b = q + (ptrdiff_t)p->start[y] * PIXEL;
    const int16_t *v = p->weight + (ptrdiff_t)x * p->steps * 2;
    const int16_t *w = p->weight + (ptrdiff_t)y * p->steps * 2;
    __m512i first = half, second = half;
    for (int k = 0; k < p->steps; ++k, a += 2 * PIXEL, b += 2 * PIXEL, v += 2, w += 2) {
        first = _mm512_dpwssd_epi32(first, _mm512_load_si512(a), weight_pair(v));
        second = _mm512_dpwssd_epi32(second, _mm512_load_si512(b), weight_pair(w));
    }
    sums[0] = first;
    sums[1] = second;
}

/* Rows are placed just before they are summed: what is written is still in the L1 cache. */
void resize_first_abreast_avx512(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                                 int16_t *q, int32_t *const *pairs)
{
    const struct resize_vector *p = plan->prepared;
    const void *const row[ROWS] = {in[0], in[1], in[2], in[3]};
    const __mmask32 high = 0xAAAAAAAAu;
    int last = plan->dst.width - 1, placed = 0;
    for (int x = 0; x <= last; x += 2) {
        int other = x < last ? x + 1 : last;
        for (; placed < p->start[other] + 2 * p->steps; placed += BLOCK) {
            for (int r = 0; r < ROWS; ++r)
                _mm_prefetch((const char *)row[r] + placed * 4 + ahead, _MM_HINT_T1);
            place_block(row, placed, false, 4, q);
        }
        __m512i s[2];
        sum_two(p, q, x, other, half_of(FILTER_BITS), s);
        /* rows 0 and 1 make a pair, 2 and 3 another: of the first output in the place of rows 0 and
         * 2, of the second in that of 1 and 3 */
        __m512i a = _mm512_slli_epi32(_mm512_shuffle_i64x2(s[0], s[0], 0xB1), 16 - FILTER_BITS);
        __m512i b = _mm512_srli_epi32(_mm512_shuffle_i64x2(s[1], s[1], 0xB1), FILTER_BITS);
        a = _mm512_mask_blend_epi16(high, _mm512_srli_epi32(s[0], FILTER_BITS), a);
        b = _mm512_mask_blend_epi16(high, b, _mm512_slli_epi32(s[1], 16 - FILTER_BITS));
        __m512i both = _mm512_mask_blend_epi64(0xCC, a, b);
        _mm256_store_si256((void *)(pairs[0] + (ptrdiff_t)x * 4), _mm512_castsi512_si256(both));
        _mm256_store_si256((void *)(pairs[1] + (ptrdiff_t)x * 4),
                           _mm512_extracti64x4_epi64(both, 1));
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
    for (int x = 0; x <= last; x += 4) {
        int fourth = x + 3 < last ? x + 3 : last;
        for (; placed < p->start[fourth] + 2 * p->steps; placed += BLOCK)
            place_block(row, placed, true, channels, q);
        __m512i s[4];
        sum_two(p, q, x, x + 1 < last ? x + 1 : last, half, s);
        sum_two(p, q, x + 2 < last ? x + 2 : last, fourth, half, s + 2);
        __m512i left = _mm512_packs_epi32(finish(s[0], channels), finish(s[1], channels));
        __m512i right = _mm512_packs_epi32(finish(s[2], channels), finish(s[3], channels));
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
