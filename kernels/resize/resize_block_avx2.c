/* The y axis of resize with AVX2 and alpha where it comes first. A source sample is weighted by its
 * alpha once for all target rows of a block: tile by tile, pairs of source rows go weighted into a
 * ring that stays in the L1 cache, and four target rows at a time are summed from it.
 *
 * As weights add up to 2^14, sums of weighted samples, which lack 2^15, lack 2^29, and results are
 * the upper halves. */
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/shared/smaller.h"
#include "kernels/simd/words.h"

#define INLINE static inline __attribute__((always_inline))

/* Samples of a tile; vectors of its pairs; those that are summed together, for which there are
 * registers; bytes that a prefetch is ahead. */
enum { TILE = RING_SLOT, VECTORS = TILE / LANES, TOGETHER = LANES / 4, AHEAD = 192 };

/* 2 LANES samples of two rows with alpha in pairs, each weighted by its alpha: 4 times what weigh()
 * gives, less 2^15, so that rounding to 2 bits less is a mask, and no shift. */
static inline void weigh_pairs(const uint8_t *a, const uint8_t *b, int channels, vector *low,
                               vector *high)
{
    const __m256i full = _mm256_set1_epi16(255), whole = _mm256_set1_epi16(-4);
    const __m256i more = _mm256_set1_epi16((int16_t)(INT16_MIN + 2));
    __m128i upper = _mm_loadu_si128((const void *)a), lower = _mm_loadu_si128((const void *)b);
    __m256i p[2] = {_mm256_cvtepu8_epi16(_mm_unpacklo_epi8(upper, lower)),
                    _mm256_cvtepu8_epi16(_mm_unpackhi_epi8(upper, lower))};
    for (int k = 0; k < 2; ++k) {
        __m256i factor = channels == 4
                             ? _mm256_blend_epi32(_mm256_shuffle_epi32(p[k], 0xFF), full, 0x88)
                             : _mm256_blend_epi32(_mm256_shuffle_epi32(p[k], 0xF5), full, 0xAA);
        __m256i product = _mm256_add_epi16(_mm256_mullo_epi16(p[k], factor), more);
        p[k] = _mm256_and_si256(product, whole);
    }
    *low = p[0];
    *high = p[1];
}

/* The upper words of 32-bit sums, in order. */
static inline vector upper_halves(vector low, vector high)
{
    __m256i words = _mm256_packs_epi32(_mm256_srai_epi32(low, 16), _mm256_srai_epi32(high, 16));
    return _mm256_permute4x64_epi64(words, 0xD8);
}

/* Pairs of the rows at a and b, weighted. */
INLINE void weigh_tile(const uint8_t *a, const uint8_t *b, int channels, int32_t *ring)
{
    _mm_prefetch((const char *)a + AHEAD, _MM_HINT_T1);
    _mm_prefetch((const char *)b + AHEAD, _MM_HINT_T1);
    for (int k = 0; k < VECTORS; k += 2) {
        vector low, high;
        weigh_pairs(a + LANES * k, b + LANES * k, channels, &low, &high);
        store_vector(ring + LANES * k, low);
        store_vector(ring + LANES * (k + 1), high);
    }
}

struct sums {
    vector of[ROWS][TOGETHER];
};

/* Adds pairs [begin, end) to the sums of target rows `from` to `to`. `ring` is where TOGETHER
 * vectors begin in slot 0. */
INLINE void add_pairs(const struct resize_quad *c, const int32_t *ring, int slots, int begin,
                      int end, int from, int to, struct sums *sums)
{
    int slot = begin % slots;
    for (int pair = begin; pair < end; ++pair) {
        const int32_t *pairs = ring + (ptrdiff_t)slot * TILE;
        slot = slot + 1 == slots ? 0 : slot + 1;
        vector w[ROWS];
        for (int i = from; i < to; ++i)
            w[i] = pair_vector(c->weight[i][pair - c->begin[0]]);
        for (int k = 0; k < TOGETHER; ++k) {
            vector samples = load_aligned(pairs + LANES * k);
            for (int i = from; i < to; ++i)
                sums->of[i][k] = add_products(sums->of[i][k], samples, w[i]);
        }
    }
}

/* Pairs that only the first two target rows read, those of all, those of the last two. Some weights
 * are 0 there; a walk from one place where a target row begins or ends to the next had the fewest
 * multiply-adds, but branches that nobody can foresee cost more. */
INLINE void sum_samples(const struct resize_quad *c, const int32_t *ring, int slots,
                        struct sums *sums)
{
    for (int i = 0; i < ROWS; ++i)
        for (int k = 0; k < TOGETHER; ++k)
            sums->of[i][k] = pair_vector(1 << (FILTER_BITS + 15) | 1 << 15);
    int begin = c->begin[2], end = larger(c->end[0], c->end[1]);
    add_pairs(c, ring, slots, c->begin[0], smaller(begin, end), 0, 2, sums);
    add_pairs(c, ring, slots, begin, end, 0, ROWS, sums);
    add_pairs(c, ring, slots, larger(begin, end), c->last, 2, ROWS, sums);
}

INLINE void sum_tiles(const struct resize_block *block, int samples, int channels, int32_t *ring,
                      int16_t *const *t)
{
    for (ptrdiff_t at = 0; at < samples; at += TILE) {
        int weighed = 0;
        for (int g = 0; g < block->count; ++g) {
            const struct resize_quad *c = &block->quads[g];
            weighed = larger(weighed, c->begin[0]);
            for (; weighed < c->last; ++weighed) {
                const uint8_t *a = block->first + 2 * weighed * block->stride + at;
                weigh_tile(a, 2 * weighed + 1 < block->rows ? a + block->stride : a, channels,
                           ring + (ptrdiff_t)(weighed % block->slots) * TILE);
            }
            for (int k = 0; k < VECTORS; k += TOGETHER) {
                struct sums sums;
                sum_samples(c, ring + LANES * k, block->slots, &sums);
                for (int i = 0; i < ROWS; ++i)
                    for (int v = 0; v < TOGETHER; v += 2)
                        store_vector(t[g * ROWS + i] + at + LANES * (k + v),
                                     upper_halves(sums.of[i][v], sums.of[i][v + 1]));
            }
        }
    }
}

void resize_sum_block_avx2(const struct resize_block *block, int samples, int channels,
                           int32_t *ring, int16_t *const *t)
{
    if (channels == 4)
        sum_tiles(block, samples, 4, ring, t);
    else
        sum_tiles(block, samples, 2, ring, t);
}
