/* Resize with AVX-512 along a row: four rows together, because they share weights and starts. */
#include <immintrin.h>

#include "avx512_pixels.h"
#include "resize_avx512.h"

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

/* Adds up four outputs, whose sums are spread over 16 lanes each: lane 4 i + c of the result is
 * channel c of output i (1 channel: all four the same; 2: c and c + 2). */
static inline __m512i fold(const __m512i *sum, int channels)
{
    __m512i a = _mm512_add_epi32(_mm512_shuffle_i64x2(sum[0], sum[1], 0x44),
                                 _mm512_shuffle_i64x2(sum[0], sum[1], 0xEE));
    __m512i b = _mm512_add_epi32(_mm512_shuffle_i64x2(sum[2], sum[3], 0x44),
                                 _mm512_shuffle_i64x2(sum[2], sum[3], 0xEE));
    __m512i all =
        _mm512_add_epi32(_mm512_shuffle_i64x2(a, b, 0x88), _mm512_shuffle_i64x2(a, b, 0xDD));
    if (channels <= 2)
        all = _mm512_add_epi32(all, _mm512_shuffle_epi32(all, _MM_PERM_BADC));
    if (channels == 1)
        all = _mm512_add_epi32(all, _mm512_shuffle_epi32(all, _MM_PERM_CDAB));
    return all;
}

/* Which lanes of fold() are samples, in order. */
static inline __mmask16 lanes_of(int channels)
{
    return channels == 1 ? 0x1111 : channels == 2 ? 0x3333 : channels == 3 ? 0x7777 : 0xFFFF;
}

/* 16 neighbouring samples of one row, of which `left` are in the row; as store_group(). */
static inline void store_lanes(__m512i sums, int left, int channels, bool wide, int16_t *t,
                               uint8_t *out)
{
    if (t) {
        __m512i value = narrow(sums, wide ? FILTER_BITS : FILTER_BITS - 6);
        _mm256_storeu_si256((void *)t, _mm512_cvtepi32_epi16(value));
    } else {
        __mmask16 mask = (__mmask16)(left < LANES ? (1u << left) - 1 : 0xFFFFu);
        _mm_mask_storeu_epi8(out, mask, _mm512_cvtepi32_epi8(finish(sums, channels)));
    }
}

/* One group of four outputs of one row, to 16-bit intermediates (t) or finished bytes (out):
 * exactly one is given. */
static inline void store_group(__m512i sums, int samples, int channels, bool wide, int16_t *t,
                               uint8_t *out)
{
    if (t) {
        __m512i value = narrow(sums, wide ? FILTER_BITS : FILTER_BITS - 6);
        value = _mm512_maskz_compress_epi32(lanes_of(channels), value);
        _mm256_storeu_si256((void *)t, _mm512_cvtepi32_epi16(value));
        return;
    }
    __m512i value = _mm512_maskz_compress_epi32(lanes_of(channels), finish(sums, channels));
    _mm_mask_storeu_epi8(out, (__mmask16)((1u << samples) - 1), _mm512_cvtepi32_epi8(value));
}

/* The x axis of up to four rows at once. `in` are 4 rows (wide: of Q6, else bytes), counted from
 * the first column that x reads; of t or out, `count` are written. */
static inline __attribute__((always_inline)) void resample_rows(const struct plan *plan,
                                                                const void *const *in, bool wide,
                                                                int channels, int16_t *const *t,
                                                                uint8_t *const *out, int count)
{
    const struct resize_avx512 *p = plan->prepared;
    const struct order order = order_of(channels);
    int width = plan->dst.width, taps = taps_per_step(channels);
    for (int x = 0; x < width; x += 4) {
        __m512i sum[ROWS][4];
        int outputs = width - x < 4 ? width - x : 4;
        for (int i = 0; i < 4; ++i) {
            int output = x + (i < outputs ? i : 0);
            const int16_t *weight = p->weight + (ptrdiff_t)output * p->steps * taps;
            ptrdiff_t at = (ptrdiff_t)p->start[output] * channels;
            __m512i s[ROWS] = {_mm512_setzero_si512(), _mm512_setzero_si512(),
                               _mm512_setzero_si512(), _mm512_setzero_si512()};
            for (int step = 0; step < p->steps; ++step, at += taps * channels, weight += taps) {
                __m512i w = load_weights(weight, &order, channels);
                for (int r = 0; r < ROWS; ++r)
                    s[r] =
                        _mm512_dpwssd_epi32(s[r], load_taps(in[r], at, wide, &order, channels), w);
            }
            for (int r = 0; r < ROWS; ++r)
                sum[r][i] = s[r];
        }
        for (int r = 0; r < count; ++r)
            store_group(fold(sum[r], channels), outputs * channels, channels, wide,
                        t ? t[r] + (ptrdiff_t)x * channels : NULL,
                        out ? out[r] + (ptrdiff_t)x * channels : NULL);
    }
}

/* The pairs of one step of 16 lanes, out of the REACH source samples from `at` on. A row of bytes
 * ends after `left` more samples and IMAGE_PADDING; behind that no tap has a weight. */
static inline __m512i load_pairs(const void *row, ptrdiff_t at, ptrdiff_t left, bool wide,
                                 __m512i index)
{
    if (wide) {
        const int16_t *words = (const int16_t *)row + at;
        return _mm512_permutex2var_epi16(_mm512_loadu_si512(words), index,
                                         _mm512_loadu_si512(words + 32));
    }
    if (left < 0)
        return _mm512_setzero_si512();
    return _mm512_maskz_permutexvar_epi8(0x5555555555555555u, index,
                                         _mm512_loadu_si512((const uint8_t *)row + at));
}

/* resample_rows() where 16 samples of the result have their taps within reach. */
static inline __attribute__((always_inline)) void resample_near(const struct plan *plan,
                                                                const void *const *in, bool wide,
                                                                int channels, int16_t *const *t,
                                                                uint8_t *const *out, int count)
{
    const struct resize_tables *tables = plan->tables;
    const struct resize_avx512 *p = plan->prepared;
    int samples = plan->dst.width * channels;
    ptrdiff_t length = (ptrdiff_t)range_count(tables->columns) * channels;
    const void *const row[ROWS] = {in[0], in[1], in[2], in[3]};
    const int16_t *weight = p->weight;
    for (int x = 0, group = 0; x < samples; x += LANES, ++group) {
        __m512i first = _mm512_cvtepu8_epi32(
            _mm_loadu_si128((const void *)(p->index + (ptrdiff_t)group * LANES)));
        __m512i second = _mm512_add_epi32(first, _mm512_set1_epi32(channels));
        __m512i index = _mm512_or_si512(first, _mm512_slli_epi32(second, 16));
        __m512i s[ROWS] = {_mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512(),
                           _mm512_setzero_si512()};
        ptrdiff_t at = p->start[group];
        for (int step = 0; step < p->steps; ++step, at += 2 * channels, weight += 2 * LANES) {
            __m512i w = _mm512_loadu_si512(weight);
#pragma GCC unroll 4
            for (int r = 0; r < ROWS; ++r)
                s[r] =
                    _mm512_dpwssd_epi32(s[r], load_pairs(row[r], at, length - at, wide, index), w);
        }
        for (int r = 0; r < count; ++r)
            store_lanes(s[r], samples - x, channels, wide, t ? t[r] + x : NULL,
                        out ? out[r] + x : NULL);
    }
}

/* Both with the number of channels, and where the result goes, as constants. */
#define RESAMPLE(channels, wide, t, out)                                                           \
    (((const struct resize_avx512 *)plan->prepared)->near                                          \
         ? resample_near(plan, in, wide, channels, t, out, count)                                  \
         : resample_rows(plan, in, wide, channels, t, out, count))

void resample_first_avx512(const struct plan *plan, const void *const *in, int16_t *const *t,
                           int count)
{
    switch (plan->src.channels) {
    case 1:
        RESAMPLE(1, false, t, NULL);
        break;
    case 2:
        RESAMPLE(2, true, t, NULL);
        break;
    case 3:
        RESAMPLE(3, false, t, NULL);
        break;
    default:
        RESAMPLE(4, true, t, NULL);
        break;
    }
}

void resample_last_avx512(const struct plan *plan, const void *const *in, uint8_t *const *out,
                          int count)
{
    switch (plan->src.channels) {
    case 1:
        RESAMPLE(1, true, NULL, out);
        break;
    case 2:
        RESAMPLE(2, true, NULL, out);
        break;
    case 3:
        RESAMPLE(3, true, NULL, out);
        break;
    default:
        RESAMPLE(4, true, NULL, out);
        break;
    }
}
