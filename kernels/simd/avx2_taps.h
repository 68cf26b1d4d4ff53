/* Source samples of one step of resize with AVX2, in pairs. Include after immintrin.h, in files
 * that are compiled for it. A byte permutation works within 16 bytes, so each half of a vector has
 * its own. */
#ifndef PARALLAX_SIMD_AVX2_TAPS_H
#define PARALLAX_SIMD_AVX2_TAPS_H

#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Far: what brings the taps of one step into pairs, and the weights to them. */
struct order {
    __m256i taps, weights;
};

static inline struct order order_of(bool wide, int channels)
{
    enum { NONE = 0x80 };
    uint8_t tap[32], weight[32];
    for (int lane = 0; lane < 8; ++lane) {
        int channel = channels == 2 ? lane % 2 : lane % 4;
        int pair = channels == 2 ? lane / 2 : lane / 4;
        /* Samples in front of the half's: each has its own, but for bytes both are the same. */
        int before = !wide ? 0 : lane / 4 * (channels == 2 ? 8 : 2 * channels);
        for (int half = 0; half < 2; ++half) {
            int from = (2 * pair + half) * channels + channel - before;
            bool none = channel >= channels;
            tap[4 * lane + 2 * half] = (uint8_t)(none ? NONE : wide ? 2 * from : from);
            tap[4 * lane + 2 * half + 1] = (uint8_t)(none || !wide ? NONE : 2 * from + 1);
            weight[4 * lane + 2 * half] = (uint8_t)(4 * pair + 2 * half);
            weight[4 * lane + 2 * half + 1] = (uint8_t)(4 * pair + 2 * half + 1);
        }
    }
    return (struct order){_mm256_loadu_si256((const void *)tap),
                          _mm256_loadu_si256((const void *)weight)};
}

static inline __m256i load_weights(const int16_t *weight, const struct order *order, int channels)
{
    int64_t four;
    if (channels == 1)
        return _mm256_loadu_si256((const void *)weight);
    if (channels == 2)
        return _mm256_shuffle_epi8(
            _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)weight)), order->weights);
    memcpy(&four, weight, sizeof four);
    return _mm256_shuffle_epi8(_mm256_set1_epi64x(four), order->weights);
}

/* Both halves of a vector from 16 bytes each. */
static inline __m256i load_halves(const void *low, const void *high)
{
    return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(low)),
                                   _mm_loadu_si128(high), 1);
}

static inline __m256i load_taps(const void *row, ptrdiff_t at, bool wide, const struct order *order,
                                int channels)
{
    const int16_t *words = (const int16_t *)row + at;
    if (!wide) {
        __m128i bytes = _mm_loadu_si128((const void *)((const uint8_t *)row + at));
        return channels == 1 ? _mm256_cvtepu8_epi16(bytes)
                             : _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(bytes), order->taps);
    }
    if (channels == 1)
        return _mm256_loadu_si256((const void *)words);
    if (channels == 3)
        return _mm256_shuffle_epi8(load_halves(words, words + 6), order->taps);
    return _mm256_shuffle_epi8(_mm256_loadu_si256((const void *)words), order->taps);
}

/* Near: the permutation of one group, from the distances of its 8 lanes. */
static inline __m256i near_order(const uint8_t *index, bool wide, int channels)
{
    const __m256i spread = _mm256_setr_epi64x(0x0101010100000000, 0x0303030302020202,
                                              0x0505050504040404, 0x0707070706060606);
    int second = wide ? 2 * channels : channels;
    int bytes = wide ? 0x0100 | second << 16 | (second + 1) << 24
                     : (int)(0x80008000u | (unsigned)second << 16);
    int64_t distances;
    memcpy(&distances, index, sizeof distances);
    __m256i first = _mm256_shuffle_epi8(_mm256_set1_epi64x(distances), spread);
    if (wide)
        first = _mm256_add_epi8(first, first);
    return _mm256_add_epi8(first, _mm256_set1_epi32(bytes));
}

#endif
