/* The y axis of resize with AVX-512 and alpha where it comes first. Four target rows go together,
 * because they share the work of weighting source samples by their alpha, and there are registers
 * for the sums of all.
 *
 * Each vector of a tile is one channel of 16 pixels, in pairs of rows, so that alpha is where the
 * colours are that it weights; results go back in the order of the samples. */
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/shared/smaller.h"
#include "kernels/simd/words.h"

#define INLINE static inline __attribute__((always_inline))

enum { TILE = 64, PARTS = TILE / 16, AHEAD = 192 }; /* bytes; vectors of sums; bytes ahead */

/* Samples of two rows in pairs, each weighted by its alpha as weigh() does: part k is channel
 * k % channels of 16 pixels. A rounding multiplication cuts 15 bits off, 13 more than weights
 * need. */
INLINE void weigh_pairs(__m512i upper, __m512i lower, int channels, __m512i part[PARTS])
{
    const __m512i pixel = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m512i place =
        _mm512_add_epi32(_mm512_mullo_epi32(pixel, _mm512_set1_epi32(channels * 0x00010001)),
                         _mm512_set1_epi32(TILE << 16)); /* of both rows */
    for (int k = 0; k < PARTS; ++k) {
        int first = k / channels * 16 * channels + k % channels;
        part[k] = _mm512_maskz_permutex2var_epi8(
            0x5555555555555555u, upper, _mm512_add_epi16(place, _mm512_set1_epi16((int16_t)first)),
            lower);
    }
    for (int k = 0; k < PARTS; k += channels) {
        __m512i alpha = _mm512_slli_epi16(part[k + channels - 1], 6);
        for (int c = 0; c < channels - 1; ++c)
            part[k + c] = _mm512_mulhrs_epi16(_mm512_slli_epi16(part[k + c], 7), alpha);
        part[k + channels - 1] = _mm512_mulhrs_epi16(_mm512_set1_epi16(255 << 7), alpha);
    }
}

/* Sums of two channels, cut, as pairs. */
static inline __m512i cut_pairs(__m512i first, __m512i second)
{
    return _mm512_mask_blend_epi16(0xAAAAAAAAu, _mm512_srli_epi32(first, FILTER_BITS),
                                   _mm512_slli_epi32(second, 16 - FILTER_BITS));
}

static inline void store_row(const __m512i sum[PARTS], int channels, int16_t *t)
{
    const __m512i low = _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const __m512i high = _mm512_add_epi32(low, _mm512_set1_epi32(8));
    __m512i a = cut_pairs(sum[0], sum[1]), b = cut_pairs(sum[2], sum[3]);
    _mm512_storeu_si512(t, channels == 4 ? _mm512_permutex2var_epi32(a, low, b) : a);
    _mm512_storeu_si512(t + TILE / 2, channels == 4 ? _mm512_permutex2var_epi32(a, high, b) : b);
}

struct sums {
    __m512i of[ROWS][PARTS];
};

/* Adds pairs of source rows [begin, end) of the tile at `at` to the sums of target rows `from` to
 * `to`. */
INLINE void add_pairs(const struct resize_block *block, ptrdiff_t at, int begin, int end, int from,
                      int to, int channels, struct sums *sums)
{
    const struct resize_quad *c = block->quads;
    const uint8_t *a = block->first + 2 * begin * block->stride + at;
    for (int pair = begin; pair < end; ++pair, a += 2 * block->stride) {
        const uint8_t *b = 2 * pair + 1 < block->rows ? a + block->stride : a;
        __m512i upper = _mm512_loadu_si512(a), lower = _mm512_loadu_si512(b);
        _mm_prefetch((const char *)a + AHEAD, _MM_HINT_T1);
        _mm_prefetch((const char *)b + AHEAD, _MM_HINT_T1);
        __m512i w[ROWS];
        for (int i = from; i < to; ++i)
            w[i] = _mm512_set1_epi32(c->weight[i][pair]);
        __m512i part[PARTS];
        weigh_pairs(upper, lower, channels, part);
        for (int k = 0; k < PARTS; ++k)
            for (int i = from; i < to; ++i)
                sums->of[i][k] = add_products(sums->of[i][k], part[k], w[i]);
    }
}

/* The same where `from` and `to` are no constants. */
INLINE void add_to(const struct resize_block *block, ptrdiff_t at, int begin, int end, int from,
                   int to, int channels, struct sums *sums)
{
    switch (ROWS * from + to) {
#define CASE(from, to)                                                                             \
    case ROWS *(from) + (to):                                                                      \
        add_pairs(block, at, begin, end, from, to, channels, sums);                                \
        break;
        CASE(0, 1)
        CASE(0, 2)
        CASE(0, 3)
        CASE(1, 2)
        CASE(1, 3)
        CASE(1, 4)
        CASE(2, 3)
        CASE(2, 4)
        CASE(3, 4)
#undef CASE
    default:
        add_pairs(block, at, begin, end, 0, ROWS, channels, sums);
    }
}

/* Walks down the pairs; between two places where a target row begins or ends, those that have a
 * pair are the same. */
INLINE void sum_tile(const struct resize_block *block, ptrdiff_t at, int channels,
                     int16_t *const *t)
{
    const struct resize_quad *c = block->quads;
    struct sums sums;
    for (int i = 0; i < ROWS; ++i)
        for (int k = 0; k < PARTS; ++k)
            sums.of[i][k] = half_of(FILTER_BITS);
    for (int from = 0, to = 0, pair = 0; from < ROWS;) {
        while (to < ROWS && c->begin[to] <= pair)
            ++to;
        int next = to < ROWS ? c->begin[to] : c->end[from];
        if (from < to) {
            next = smaller(next, c->end[from]);
            add_to(block, at, pair, next, from, to, channels, &sums);
        }
        for (pair = next; from < to && c->end[from] <= pair;)
            ++from;
    }
    for (int i = 0; i < ROWS; ++i)
        store_row(sums.of[i], channels, t[i] + at);
}

/* A block of one quad: its weights begin with its first source row. */
void resize_sum_block_avx512(const struct resize_block *block, int samples, int channels,
                             int32_t *ring, int16_t *const *t)
{
    (void)ring;
    if (channels == 4)
        for (ptrdiff_t at = 0; at < samples; at += TILE)
            sum_tile(block, at, 4, t);
    else
        for (ptrdiff_t at = 0; at < samples; at += TILE)
            sum_tile(block, at, 2, t);
}
