/* The y axis of resize with AVX-512 and alpha where it comes first. Four target rows go together,
 * because they share the work of weighting source samples by their alpha, and there are registers
 * for the sums of all.
 *
 * Weighted samples are those of weigh_pair(). As weights add up to 2^14, sums of theirs lack 2^29,
 * and results are the upper halves. */
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/shared/smaller.h"
#include "kernels/simd/avx512_pixels.h"

#define INLINE static inline __attribute__((always_inline))

enum { TILE = 64, PARTS = TILE / 16, AHEAD = 192 }; /* bytes; vectors of sums; bytes ahead */

/* Samples 16 k, … of two rows in pairs, each weighted by its alpha: 4 times what weigh()
 * gives, less 2^15. So rounding to 2 bits less is a mask, and no shift. */
static inline __m512i weigh_pair(__m512i upper, __m512i lower, int k, int channels)
{
    const __m512i first =
        _mm512_setr_epi32(0x40400000, 0x41410101, 0x42420202, 0x43430303, 0x44440404, 0x45450505,
                          0x46460606, 0x47470707, 0x48480808, 0x49490909, 0x4A4A0A0A, 0x4B4B0B0B,
                          0x4C4C0C0C, 0x4D4D0D0D, 0x4E4E0E0E, 0x4F4F0F0F);
    __m512i place = _mm512_add_epi8(first, _mm512_set1_epi8((char)(16 * k)));
    __m512i p = _mm512_maskz_permutex2var_epi8(0x5555555555555555u, upper, place, lower);
    __m512i full = _mm512_set1_epi16(255);
    __m512i factor = channels == 4 ? _mm512_mask_shuffle_epi32(full, 0x7777, p, _MM_PERM_DDDD)
                                   : _mm512_mask_shuffle_epi32(full, 0x5555, p, _MM_PERM_DDBB);
    __m512i product = _mm512_add_epi16(_mm512_mullo_epi16(p, factor), _mm512_set1_epi16(2));
    return _mm512_ternarylogic_epi32(product, _mm512_set1_epi16(-4), _mm512_set1_epi16(INT16_MIN),
                                     0x6A); /* (a & b) ^ c */
}

/* The upper words of 32-bit sums. */
static inline __m512i upper_halves(__m512i low, __m512i high)
{
    const __m512i odd =
        _mm512_setr_epi32(0x00030001, 0x00070005, 0x000B0009, 0x000F000D, 0x00130011, 0x00170015,
                          0x001B0019, 0x001F001D, 0x00230021, 0x00270025, 0x002B0029, 0x002F002D,
                          0x00330031, 0x00370035, 0x003B0039, 0x003F003D);
    return _mm512_permutex2var_epi16(low, odd, high);
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
        for (int k = 0; k < PARTS; ++k) {
            __m512i samples = weigh_pair(upper, lower, k, channels);
            for (int i = from; i < to; ++i)
                sums->of[i][k] = _mm512_dpwssd_epi32(sums->of[i][k], samples, w[i]);
        }
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
            sums.of[i][k] = _mm512_set1_epi32(1 << (FILTER_BITS + 15) | 1 << 15);
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
        for (int k = 0; k < PARTS; k += 2)
            _mm512_storeu_si512(t[i] + at + 16 * k, upper_halves(sums.of[i][k], sums.of[i][k + 1]));
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
