/* Resize with AVX2 along a row: four rows together, because they share weights and starts. */
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/simd/avx2_pixels.h"
#include "kernels/simd/avx2_taps.h"

/* Adds up two outputs, whose sums are spread over 8 lanes each: lane 4 i + c of the result is
 * channel c of output i (1 channel: all four the same; 2: c and c + 2). */
static inline __m256i fold(__m256i first, __m256i second, int channels)
{
    __m256i all = _mm256_add_epi32(_mm256_permute2x128_si256(first, second, 0x20),
                                   _mm256_permute2x128_si256(first, second, 0x31));
    if (channels <= 2)
        all = _mm256_add_epi32(all, _mm256_shuffle_epi32(all, 0x4E));
    if (channels == 1)
        all = _mm256_add_epi32(all, _mm256_shuffle_epi32(all, 0xB1));
    return all;
}

/* Rounded sums of two rows of the first axis to pairs. */
static inline __m256i pair_rows(__m256i upper, __m256i lower, bool wide)
{
    int bits = wide ? FILTER_BITS : FILTER_BITS - 6;
    return _mm256_blend_epi16(_mm256_srli_epi32(upper, bits), _mm256_slli_epi32(lower, 16 - bits),
                              0xAA);
}

/* Two outputs of four rows, to pairs. */
static inline void store_pairs(const __m256i *sum, bool wide, int channels, ptrdiff_t at,
                               int32_t *const *pairs)
{
    const __m256i order = channels == 1   ? _mm256_setr_epi32(0, 4, 0, 0, 0, 0, 0, 0)
                          : channels == 2 ? _mm256_setr_epi32(0, 1, 4, 5, 0, 0, 0, 0)
                                          : _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 0, 0);
    for (int p = 0; p < 2; ++p) {
        __m256i both = pair_rows(sum[2 * p], sum[2 * p + 1], wide);
        if (channels < 4)
            both = _mm256_permutevar8x32_epi32(both, order);
        _mm256_storeu_si256((void *)(pairs[p] + at), both);
    }
}

/* Four outputs of one row, to at most `left` finished bytes. */
static inline void store_outputs(__m256i first, __m256i second, int channels, int left,
                                 uint8_t *out)
{
    const __m128i order =
        channels == 1   ? _mm_setr_epi8(0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        : channels == 2 ? _mm_setr_epi8(0, 1, 4, 5, 8, 9, 12, 13, 0, 0, 0, 0, 0, 0, 0, 0)
                        : _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0);
    __m256i words = finish_words(first, second, channels);
    __m256i bytes = _mm256_packus_epi16(words, words);
    __m128i four =
        _mm_unpacklo_epi32(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256(bytes, 1));
    store_bytes(out, channels == 4 ? four : _mm_shuffle_epi8(four, order), left);
}

/* One output of four rows. */
static inline __attribute__((always_inline)) void sum_output(const struct resize_vector *p,
                                                             const void *const *in, int x,
                                                             bool wide, int channels,
                                                             const struct order *order, __m256i *s)
{
    int taps = channels == 1 ? 16 : channels == 2 ? 8 : 4;
    const int16_t *weight = p->weight + (ptrdiff_t)x * p->steps * taps;
    ptrdiff_t at = (ptrdiff_t)p->start[x] * channels;
    for (int r = 0; r < ROWS; ++r)
        s[r] = _mm256_setzero_si256();
    for (int step = 0; step < p->steps; ++step, at += taps * channels, weight += taps) {
        __m256i w = load_weights(weight, order, channels);
        for (int r = 0; r < ROWS; ++r)
            s[r] = add_products(s[r], load_taps(in[r], at, wide, order, channels), w);
    }
}

/* Far: exactly one of `pairs` (first axis) and `out` (last axis) is given. */
static inline __attribute__((always_inline)) void resample_far(const struct plan *plan,
                                                               const void *const *in, bool wide,
                                                               int channels, int32_t *const *pairs,
                                                               uint8_t *const *out, int count)
{
    const struct resize_vector *p = plan->prepared;
    const struct order order = order_of(wide, channels);
    const __m256i half = half_of(out    ? finish_bits(channels)
                                 : wide ? FILTER_BITS
                                        : FILTER_BITS - 6);
    int width = plan->dst.width;
    for (int x = 0; x < width; x += 4) {
        __m256i sum[2][ROWS];
        for (int i = 0; i < 2; ++i) {
            __m256i s[2][ROWS];
            for (int k = 0; k < 2; ++k) {
                int output = x + 2 * i + k < width ? x + 2 * i + k : width - 1;
                sum_output(p, in, output, wide, channels, &order, s[k]);
            }
            for (int r = 0; r < ROWS; ++r)
                sum[i][r] = _mm256_add_epi32(fold(s[0][r], s[1][r], channels), half);
            if (pairs)
                store_pairs(sum[i], wide, channels, (ptrdiff_t)(x + 2 * i) * channels, pairs);
        }
        for (int r = 0; out && r < count; ++r)
            store_outputs(sum[0][r], sum[1][r], channels, (width - x) * channels,
                          out[r] + (ptrdiff_t)x * channels);
    }
}

static inline __attribute__((always_inline)) void
resample_near(const struct plan *plan, const void *const *in, ptrdiff_t ahead, bool wide,
              int channels, int32_t *const *pairs, uint8_t *const *out, int count)
{
    const struct resize_vector *p = plan->prepared;
    const __m256i half = half_of(out    ? finish_bits(channels)
                                 : wide ? FILTER_BITS
                                        : FILTER_BITS - 6);
    size_t size = wide ? sizeof(int16_t) : 1;
    ptrdiff_t advance = 2 * channels * (ptrdiff_t)size;
    int samples = plan->dst.width * channels;
    const uint8_t *const row[ROWS] = {in[0], in[1], in[2], in[3]};
    const int16_t *weight = p->weight;
    for (int x = 0; x < samples; x += 8) {
        __m256i order = near_order(p->index + x, wide, channels);
        ptrdiff_t low = p->start[x / 4] * (ptrdiff_t)size;
        ptrdiff_t high = p->start[x / 4 + 1] * (ptrdiff_t)size;
        for (int r = 0; !wide && r < ROWS; ++r)
            _mm_prefetch((const char *)row[r] + low + ahead, _MM_HINT_T1);
        __m256i s[ROWS] = {half, half, half, half};
        for (int step = 0; step < p->steps; ++step, low += advance, high += advance, weight += 16) {
            __m256i w = _mm256_loadu_si256((const void *)weight);
#pragma GCC unroll 4
            for (int r = 0; r < ROWS; ++r) {
                __m256i taps = _mm256_shuffle_epi8(load_halves(row[r] + low, row[r] + high), order);
                s[r] = add_products(s[r], taps, w);
            }
        }
        for (int q = 0; pairs && q < 2; ++q)
            _mm256_store_si256((void *)(pairs[q] + x), pair_rows(s[2 * q], s[2 * q + 1], wide));
        for (int r = 0; out && r < count; ++r) {
            __m256i words = _mm256_packs_epi32(finish(s[r], channels), finish(s[r], channels));
            __m256i bytes = _mm256_packus_epi16(words, words);
            __m128i eight = _mm_unpacklo_epi32(_mm256_castsi256_si128(bytes),
                                               _mm256_extracti128_si256(bytes, 1));
            store_bytes(out[r] + x, eight, samples - x < 8 ? samples - x : 8);
        }
    }
}

/* Both with the number of channels, and where the result goes, as constants. */
#define RESAMPLE(channels, wide, ahead, pairs, out, count)                                         \
    (((const struct resize_vector *)plan->prepared)->near                                          \
         ? resample_near(plan, in, ahead, wide, channels, pairs, out, count)                       \
         : resample_far(plan, in, wide, channels, pairs, out, count))

void resize_first_avx2(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                       int32_t *const *pairs)
{
    switch (plan->src.channels) {
    case 1:
        RESAMPLE(1, false, ahead, pairs, NULL, ROWS);
        break;
    case 2:
        RESAMPLE(2, true, ahead, pairs, NULL, ROWS);
        break;
    case 3:
        RESAMPLE(3, false, ahead, pairs, NULL, ROWS);
        break;
    default:
        RESAMPLE(4, true, ahead, pairs, NULL, ROWS);
        break;
    }
}

void resize_last_avx2(const struct plan *plan, const void *const *in, uint8_t *const *out,
                      int count)
{
    switch (plan->src.channels) {
    case 1:
        RESAMPLE(1, true, 0, NULL, out, count);
        break;
    case 2:
        RESAMPLE(2, true, 0, NULL, out, count);
        break;
    case 3:
        RESAMPLE(3, true, 0, NULL, out, count);
        break;
    default:
        RESAMPLE(4, true, 0, NULL, out, count);
        break;
    }
}
