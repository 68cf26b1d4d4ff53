/* Resize with AVX-512 along a row: four rows together, because they share weights and starts. */
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/simd/words.h"

/* What brings the taps of one step into pairs, by the number of channels. */
struct order {
    __m512i words;   /* 16-bit source: which word comes where */
    __m512i bytes;   /* 8-bit source: the same in bytes, and */
    __mmask64 low;   /* only into low halves */
    __m512i weights; /* which pair of weights each lane takes */
};

static inline struct order order_of(int channels)
{
    int16_t word[32];
    int8_t byte[64];
    int32_t pair[16];
    for (int lane = 0; lane < 16; ++lane) {
        int channel = channels == 1 ? 0 : channels == 2 ? lane % 2 : lane % 4;
        int tap = 2 * (channels == 1 ? lane : channels == 2 ? lane / 2 : lane / 4);
        pair[lane] = tap / 2;
        for (int half = 0; half < 2; ++half) {
            int from = (tap + half) * channels + (channel < channels ? channel : channels - 1);
            word[2 * lane + half] = (int16_t)from;
            byte[4 * lane + 2 * half] = (int8_t)from;
            byte[4 * lane + 2 * half + 1] = 0;
        }
    }
    return (struct order){_mm512_loadu_si512(word), _mm512_loadu_si512(byte), 0x5555555555555555u,
                          _mm512_loadu_si512(pair)};
}

static inline __m512i load_weights(const int16_t *weight, const struct order *order, int channels)
{
    if (channels == 1)
        return _mm512_loadu_si512(weight);
    if (channels == 2)
        return _mm512_permutexvar_epi32(
            order->weights, _mm512_castsi256_si512(_mm256_loadu_si256((const void *)weight)));
    return _mm512_permutexvar_epi32(order->weights,
                                    _mm512_castsi128_si512(_mm_loadu_si128((const void *)weight)));
}

static inline __m512i load_taps(const void *row, ptrdiff_t at, bool wide, const struct order *order,
                                int channels)
{
    if (!wide) {
        __m256i bytes = _mm256_loadu_si256((const void *)((const uint8_t *)row + at));
        return _mm512_maskz_permutexvar_epi8(order->low, order->bytes,
                                             _mm512_castsi256_si512(bytes));
    }
    __m512i words = _mm512_loadu_si512((const int16_t *)row + at);
    return channels == 1 ? words : _mm512_permutexvar_epi16(order->words, words);
}

/* Adds up outputs, whose sums are spread over 16 lanes each: of two to 8 lanes each, */
static inline __m512i fold_two(__m512i a, __m512i b)
{
    return _mm512_add_epi32(_mm512_shuffle_i64x2(a, b, 0x44), _mm512_shuffle_i64x2(a, b, 0xEE));
}

/* and of four in fold_two()'s form: lane 4 i + c of the result is channel c of output i (1 channel:
 * all four the same; 2: c and c + 2). */
static inline __m512i fold_four(__m512i a, __m512i b, int channels)
{
    __m512i all =
        _mm512_add_epi32(_mm512_shuffle_i64x2(a, b, 0x88), _mm512_shuffle_i64x2(a, b, 0xDD));
    if (channels <= 2)
        all = _mm512_add_epi32(all, _mm512_shuffle_epi32(all, _MM_PERM_BADC));
    if (channels == 1)
        all = _mm512_add_epi32(all, _mm512_shuffle_epi32(all, _MM_PERM_CDAB));
    return all;
}

/* The samples among the lanes of fold_four(), in order. */
static inline __m512i samples_of(__m512i lanes, int channels)
{
    __mmask16 mask = channels == 1 ? 0x1111 : channels == 2 ? 0x3333 : 0x7777;
    return channels == 4 ? lanes : _mm512_maskz_compress_epi32(mask, lanes);
}

/* Rounded sums of two rows of the first axis to pairs. Those of bytes are cut by a byte. */
static inline __m512i pair_rows(__m512i upper, __m512i lower, bool wide)
{
    if (wide)
        return _mm512_mask_blend_epi16(0xAAAAAAAAu, _mm512_srli_epi32(upper, FILTER_BITS),
                                       _mm512_slli_epi32(lower, 16 - FILTER_BITS));
    const __m512i middle = _mm512_set4_epi32(0x0E0D0E0D, 0x0A090A09, 0x06050605, 0x02010201);
    return _mm512_mask_shuffle_epi8(_mm512_shuffle_epi8(upper, middle), 0xCCCCCCCCCCCCCCCCu, lower,
                                    middle);
}

/* Finished sums of one row to bytes, where it has room for `left` more. */
static inline void store_bytes(uint8_t *out, __m512i values, int left)
{
    __m128i bytes = _mm512_cvtusepi32_epi8(_mm512_max_epi32(values, _mm512_setzero_si512()));
    if (left >= 16)
        _mm_storeu_si128((void *)out, bytes);
    else
        _mm_mask_storeu_epi8(out, (__mmask16)((1u << left) - 1), bytes);
}

/* One output of four rows: sums spread over 16 lanes each. */
static inline __attribute__((always_inline)) void
sum_output(const struct resize_vector *p, const void *const row[ROWS], int x, bool wide,
           int channels, const struct order *order, __m512i s[ROWS])
{
    int taps = channels == 1 ? 32 : channels == 2 ? 16 : 8, steps = p->steps;
    const int16_t *weight = p->weight + (ptrdiff_t)x * steps * taps;
    ptrdiff_t at = (ptrdiff_t)p->start[x] * channels;
    for (int r = 0; r < ROWS; ++r)
        s[r] = _mm512_setzero_si512();
    for (int step = 0; step < steps; ++step, at += taps * channels, weight += taps) {
        __m512i w = load_weights(weight, order, channels);
        for (int r = 0; r < ROWS; ++r)
            s[r] = add_products(s[r], load_taps(row[r], at, wide, order, channels), w);
    }
}

/* Far: exactly one of `pairs` (first axis) and `out` (last axis) is given. */
static inline __attribute__((always_inline)) void resample_far(const struct plan *plan,
                                                               const void *const *in, bool wide,
                                                               int channels, int32_t *const *pairs,
                                                               uint8_t *const *out, int count)
{
    const struct resize_vector *p = plan->prepared;
    const struct order order = order_of(channels);
    const __m512i half = half_of(out    ? finish_bits(channels)
                                 : wide ? FILTER_BITS
                                        : FILTER_BITS - 6);
    const void *const row[ROWS] = {in[0], in[1], in[2], in[3]};
    int last = plan->dst.width - 1;
    for (int x = 0; x <= last; x += 4) {
        __m512i s[4][ROWS], all[ROWS];
        ptrdiff_t at = (ptrdiff_t)x * channels;
        for (int i = 0; i < 4; ++i)
            sum_output(p, row, x + i < last ? x + i : last, wide, channels, &order, s[i]);
        for (int r = 0; r < ROWS; ++r)
            all[r] = _mm512_add_epi32(
                half, fold_four(fold_two(s[0][r], s[1][r]), fold_two(s[2][r], s[3][r]), channels));
        for (int i = 0; pairs && i < 2; ++i)
            _mm512_storeu_si512(pairs[i] + at,
                                samples_of(pair_rows(all[2 * i], all[2 * i + 1], wide), channels));
        for (int r = 0; out && r < count; ++r)
            store_bytes(out[r] + at, samples_of(finish(all[r], channels), channels),
                        (last - x + 1) * channels);
    }
}

/* The pairs of one step of 16 lanes; `close`: within the first 32 samples. */
static inline __m512i load_near(const void *row, ptrdiff_t at, bool wide, bool close, __m512i index)
{
    const uint8_t *bytes = (const uint8_t *)row + at;
    const int16_t *words = (const int16_t *)row + at;
    if (wide && close)
        return _mm512_permutexvar_epi16(index, _mm512_loadu_si512(words));
    if (wide)
        return _mm512_permutex2var_epi16(_mm512_loadu_si512(words), index,
                                         _mm512_loadu_si512(words + 32));
    return _mm512_maskz_permutexvar_epi8(
        0x5555555555555555u, index,
        close ? _mm512_castsi256_si512(_mm256_loadu_si256((const void *)bytes))
              : _mm512_loadu_si512(bytes));
}

static inline __attribute__((always_inline)) void
resample_near(const struct plan *plan, const void *const *in, ptrdiff_t ahead, bool wide,
              bool close, int channels, int32_t *const *pairs, uint8_t *const *out, int count)
{
    const struct resize_vector *p = plan->prepared;
    const __m512i half = half_of(out    ? finish_bits(channels)
                                 : wide ? FILTER_BITS
                                        : FILTER_BITS - 6);
    const void *const row[ROWS] = {in[0], in[1], in[2], in[3]};
    const int16_t *weight = p->weight;
    int samples = plan->dst.width * channels;
    for (int x = 0; x < samples; x += 16) {
        __m512i first = _mm512_cvtepu8_epi32(_mm_load_si128((const void *)(p->index + x)));
        __m512i second = _mm512_add_epi32(first, _mm512_set1_epi32(channels));
        __m512i index = _mm512_or_si512(first, _mm512_slli_epi32(second, 16));
        __m512i s0 = half, s1 = half, s2 = half, s3 = half;
        ptrdiff_t at = p->start[x / 16];
        for (int r = 0; !wide && r < ROWS; ++r)
            _mm_prefetch((const char *)row[r] + at + ahead, _MM_HINT_T1);
        for (int step = 0; step < p->steps; ++step, at += 2 * channels, weight += 32) {
            __m512i w = _mm512_loadu_si512(weight);
            s0 = add_products(s0, load_near(row[0], at, wide, close, index), w);
            s1 = add_products(s1, load_near(row[1], at, wide, close, index), w);
            s2 = add_products(s2, load_near(row[2], at, wide, close, index), w);
            s3 = add_products(s3, load_near(row[3], at, wide, close, index), w);
        }
        const __m512i s[ROWS] = {s0, s1, s2, s3};
        for (int i = 0; pairs && i < 2; ++i)
            _mm512_store_si512(pairs[i] + x, pair_rows(s[2 * i], s[2 * i + 1], wide));
        for (int r = 0; out && r < count; ++r)
            store_bytes(out[r] + x, finish(s[r], channels), samples - x);
    }
}

/* All with the number of channels, and where the result goes, as constants. */
#define RESAMPLE(channels, wide, ahead, pairs, out, count)                                         \
    (!p->near         ? resample_far(plan, in, wide, channels, pairs, out, count)                  \
     : p->reach <= 32 ? resample_near(plan, in, ahead, wide, true, channels, pairs, out, count)    \
                      : resample_near(plan, in, ahead, wide, false, channels, pairs, out, count))

void resize_first_avx512(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                         int32_t *const *pairs)
{
    const struct resize_vector *p = plan->prepared;
    if (!resize_has_alpha(plan->src.channels) && resize_first_whole_avx512(plan, in, ahead, pairs))
        return;
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

void resize_last_avx512(const struct plan *plan, const void *const *in, uint8_t *const *out,
                        int count)
{
    const struct resize_vector *p = plan->prepared;
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
