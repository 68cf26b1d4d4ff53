/* The y axis of resize with AVX2 and alpha where it comes first. A source sample is weighted by its
 * alpha once for all target rows of a block: tile by tile, pairs of source rows go weighted into a
 * ring that stays in the L1 cache, and four target rows at a time are summed from it.
 *
 * Each vector of the ring is one channel of 8 pixels (of two channels: of every other pixel), so
 * that alpha is where the colours are that it weights, without a permutation; results go back in
 * the order of the samples. */
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/shared/smaller.h"
#include "kernels/simd/words.h"

#define INLINE static inline __attribute__((always_inline))

/* Samples of a tile, and of its groups; vectors of a group's pairs, and those of them that are
 * summed together, for which there are registers; bytes that a prefetch is ahead. */
enum { TILE = RING_SLOT, GROUP = 32, VECTORS = GROUP / LANES, TOGETHER = VECTORS / 2, AHEAD = 192 };

/* A group's samples of two rows with alpha in pairs, each weighted by its alpha as weigh() does:
 * vector k is sample k of every four. A rounding multiplication cuts 15 bits off, 13 more than
 * weights need: colours have 7 of them and alpha 6, both negative, as bytes reach from -128 on. */
INLINE void weigh_pairs(const uint8_t *a, const uint8_t *b, int channels, vector *of)
{
    const vector even = _mm256_set1_epi16(0x0080), odd = _mm256_set1_epi16(INT16_MIN);
    const vector last = _mm256_set1_epi16(-64 * 256), full = _mm256_set1_epi16(-128 * 255);
    vector upper = load_vector(a), lower = load_vector(b);
    vector half[2] = {_mm256_blend_epi16(upper, _mm256_slli_epi32(lower, 16), 0xAA),
                      _mm256_blend_epi16(_mm256_srli_epi32(upper, 16), lower, 0xAA)};
    vector alpha[2] = {_mm256_maddubs_epi16(half[channels == 4], last),
                       _mm256_maddubs_epi16(half[1], last)};
    for (int k = 0; k < 2; ++k) {
        vector second = channels == 4 && k == 0 ? _mm256_maddubs_epi16(half[k], odd) : full;
        of[2 * k] = _mm256_mulhrs_epi16(_mm256_maddubs_epi16(half[k], even), alpha[k]);
        of[2 * k + 1] = _mm256_mulhrs_epi16(second, alpha[k]);
    }
}

/* Pairs of the rows at a and b, weighted. */
INLINE void weigh_tile(const uint8_t *a, const uint8_t *b, int channels, int32_t *ring)
{
    _mm_prefetch((const char *)a + AHEAD, _MM_HINT_T1);
    _mm_prefetch((const char *)b + AHEAD, _MM_HINT_T1);
    for (int at = 0; at < TILE; at += GROUP) {
        vector of[VECTORS];
        weigh_pairs(a + at, b + at, channels, of);
        for (int k = 0; k < VECTORS; ++k)
            store_vector(ring + at + LANES * k, of[k]);
    }
}

struct sums {
    vector of[ROWS][TOGETHER];
};

/* The ring from TOGETHER vectors of slot 0 on to those behind its last slot. */
struct ring {
    const int32_t *begin, *end;
};

/* Pairs of a quad that the same target rows read, from a slot of the ring on. */
struct stretch {
    int begin, end, slot;
};

/* Adds the pairs to the sums of target rows `from` to `to`. */
INLINE void add_pairs(const struct resize_quad *c, struct ring ring, struct stretch stretch,
                      int from, int to, struct sums *sums)
{
    const int32_t *pairs = ring.begin + (ptrdiff_t)stretch.slot * TILE;
    for (int pair = stretch.begin - c->begin[0]; pair < stretch.end - c->begin[0]; ++pair) {
        vector w[ROWS];
        for (int i = from; i < to; ++i)
            w[i] = pair_vector(c->weight[i][pair]);
        for (int k = 0; k < TOGETHER; ++k) {
            vector samples = load_aligned(pairs + LANES * k);
            for (int i = from; i < to; ++i)
                sums->of[i][k] = add_products(sums->of[i][k], samples, w[i]);
        }
        pairs += TILE;
        pairs = pairs == ring.end ? ring.begin : pairs;
    }
}

/* Pairs that only the first two target rows read, those of all, those of the last two. Some weights
 * are 0 there; a walk from one place where a target row begins or ends to the next had the fewest
 * multiply-adds, but branches that nobody can foresee cost more. */
static inline void find_stretches(const struct resize_quad *c, int slots, struct stretch found[3])
{
    int begin = c->begin[2], end = larger(c->end[0], c->end[1]);
    found[0] = (struct stretch){.begin = c->begin[0], .end = smaller(begin, end)};
    found[1] = (struct stretch){.begin = begin, .end = end};
    found[2] = (struct stretch){.begin = larger(begin, end), .end = c->last};
    for (int i = 0; i < 3; ++i)
        found[i].slot = found[i].begin % slots;
}

/* Two rounded sums, cut, as pairs. */
static inline vector cut_pairs(const vector sum[TOGETHER])
{
    return pair_sums(sum[0], sum[1], FILTER_BITS);
}

/* Brings the first and the second two of every four samples together. */
INLINE void store_group(vector first, vector second, int16_t *t)
{
    vector low = _mm256_unpacklo_epi32(first, second), high = _mm256_unpackhi_epi32(first, second);
    store_vector(t, _mm256_permute2x128_si256(low, high, 0x20));
    store_vector(t + GROUP / 2, _mm256_permute2x128_si256(low, high, 0x31));
}

/* A group of a quad's target rows. The first half waits where its samples go, as registers are few.
 */
INLINE void sum_group(const struct resize_quad *c, struct ring ring,
                      const struct stretch stretches[3], ptrdiff_t at, int16_t *const *t)
{
    for (int half = 0; half < 2; ++half) {
        struct sums sums;
        for (int i = 0; i < ROWS; ++i)
            for (int k = 0; k < TOGETHER; ++k)
                sums.of[i][k] = half_of(FILTER_BITS);
        add_pairs(c, ring, stretches[0], 0, 2, &sums);
        add_pairs(c, ring, stretches[1], 0, ROWS, &sums);
        add_pairs(c, ring, stretches[2], 2, ROWS, &sums);
        for (int i = 0; i < ROWS; ++i)
            if (half == 0)
                store_vector(t[i] + at, cut_pairs(sums.of[i]));
            else
                store_group(load_vector(t[i] + at), cut_pairs(sums.of[i]), t[i] + at);
        ring.begin += TOGETHER * LANES;
        ring.end += TOGETHER * LANES;
    }
}

INLINE void sum_tiles(const struct resize_block *block, int samples, int channels, int32_t *ring,
                      int16_t *const *t)
{
    for (ptrdiff_t at = 0; at < samples; at += TILE) {
        int weighed = 0;
        for (int g = 0; g < block->count; ++g) {
            const struct resize_quad *c = &block->quads[g];
            struct stretch stretches[3];
            find_stretches(c, block->slots, stretches);
            weighed = larger(weighed, c->begin[0]);
            for (; weighed < c->last; ++weighed) {
                const uint8_t *a = block->first + 2 * weighed * block->stride + at;
                weigh_tile(a, 2 * weighed + 1 < block->rows ? a + block->stride : a, channels,
                           ring + (ptrdiff_t)(weighed % block->slots) * TILE);
            }
            for (int group = 0; group < TILE; group += GROUP) {
                const int32_t *begin = ring + group;
                struct ring part = {begin, begin + (ptrdiff_t)block->slots * TILE};
                sum_group(c, part, stretches, at + group, t + (ptrdiff_t)g * ROWS);
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
