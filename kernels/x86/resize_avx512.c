/* Resize with AVX-512 BW, VNNI and VBMI, the y axis and the steps of resize_vector.h: a
 * multiply-add of 16-bit pairs (vpdpwssd) does all sums. */
#include <immintrin.h>

#include "avx512_pixels.h"
#include "resize_avx512.h"
#include "smaller.h"

enum { AHEAD = 512 }; /* bytes that a prefetch is ahead */

/* Adds two source rows, a tile of each, to the sums of target rows `from` to `to`. Each vector of
 * pairs is used up before the next is made: registers are few. */
static inline __attribute__((always_inline)) void add_pair(const uint8_t *a, const uint8_t *b,
                                                           const __m512i *w, int from, int to,
                                                           int channels, __m512i sum[2][4])
{
    bool opaque = channels == 1 || channels == 3;
    __m512i upper[2], lower[2];
    if (opaque) {
        __m512i va = _mm512_loadu_si512(a), vb = _mm512_loadu_si512(b);
        upper[0] = _mm512_unpacklo_epi8(va, vb);
        upper[1] = _mm512_unpackhi_epi8(va, vb);
        lower[0] = lower[1] = _mm512_setzero_si512();
    } else {
        for (int half = 0; half < 2; ++half) {
            upper[half] = weigh(_mm256_loadu_si256((const void *)(a + 32 * half)), channels);
            lower[half] = weigh(_mm256_loadu_si256((const void *)(b + 32 * half)), channels);
        }
    }
    for (int k = 0; k < 4; ++k) {
        __m512i part;
        if (opaque)
            part = k % 2 ? _mm512_unpackhi_epi8(upper[k / 2], lower[k / 2])
                         : _mm512_unpacklo_epi8(upper[k / 2], lower[k / 2]);
        else
            part = k % 2 ? _mm512_unpackhi_epi16(upper[k / 2], lower[k / 2])
                         : _mm512_unpacklo_epi16(upper[k / 2], lower[k / 2]);
        for (int i = from; i < to; ++i)
            sum[i][k] = _mm512_dpwssd_epi32(sum[i][k], part, w[i]);
    }
}

/* Adds source rows [begin, end) of the tile at `at` to the sums of target rows `from` to `to`. */
static inline __attribute__((always_inline)) void add_rows(const struct resize_columns *c,
                                                           ptrdiff_t at, int begin, int end,
                                                           int from, int to, int channels,
                                                           __m512i sum[2][4])
{
    const uint8_t *a = c->first + (ptrdiff_t)(begin - c->begin[0]) * c->stride + at;
    __m512i w[2];
    int y = begin;
    for (; y + 1 < end; y += 2, a += 2 * c->stride) {
        for (int i = from; i < to; ++i)
            w[i] = weight_pair(c->weight[i] + (y - c->begin[i]));
        add_pair(a, a + c->stride, w, from, to, channels, sum);
    }
    if (y < end) {
        for (int i = from; i < to; ++i)
            w[i] = _mm512_set1_epi32((uint16_t)c->weight[i][y - c->begin[i]]);
        add_pair(a, a, w, from, to, channels, sum);
    }
}

/* 64 rounded sums of a tile to 16-bit intermediates, in the order of the samples. */
static inline void store_tile(const __m512i *sum, int channels, int16_t *t)
{
    bool opaque = channels == 1 || channels == 3;
    unsigned bits = opaque ? FILTER_BITS - 6 : FILTER_BITS;
    __m512i low =
        _mm512_packs_epi32(_mm512_srai_epi32(sum[0], bits), _mm512_srai_epi32(sum[1], bits));
    __m512i high =
        _mm512_packs_epi32(_mm512_srai_epi32(sum[2], bits), _mm512_srai_epi32(sum[3], bits));
    if (opaque) { /* each 16 bytes were unpacked on their own */
        const __m512i first = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
        const __m512i second = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
        __m512i swapped = _mm512_permutex2var_epi64(low, second, high);
        low = _mm512_permutex2var_epi64(low, first, high);
        high = swapped;
    }
    _mm512_storeu_si512(t, low);
    _mm512_storeu_si512(t + 32, high);
}

/* The source rows come from the L2 cache, if it is told early enough which rows come next. */
static inline __attribute__((always_inline)) void
sum_tiles(const struct resize_columns *c, int samples, int channels, int16_t *const *t)
{
    int shared = larger(c->begin[1], smaller(c->end[0], c->end[1]));
    int last = larger(c->end[0], c->end[1]);
    bool opaque = channels == 1 || channels == 3;
    for (ptrdiff_t at = 0; at < samples; at += 64) {
        __m512i sum[2][4];
        for (int i = 0; i < 2; ++i)
            for (int k = 0; k < 4; ++k)
                sum[i][k] = half_of(opaque ? FILTER_BITS - 6 : FILTER_BITS);
        for (int y = c->fresh; y < last; ++y)
            _mm_prefetch((const char *)c->first + (ptrdiff_t)(y - c->begin[0]) * c->stride + at +
                             AHEAD,
                         _MM_HINT_T1);
        add_rows(c, at, c->begin[0], smaller(c->begin[1], c->end[0]), 0, 1, channels, sum);
        add_rows(c, at, c->begin[1], shared, 0, 2, channels, sum);
        add_rows(c, at, shared, c->end[0], 0, 1, channels, sum);
        add_rows(c, at, larger(c->begin[1], c->end[0]), c->end[1], 1, 2, channels, sum);
        store_tile(sum[0], channels, t[0] + at);
        store_tile(sum[1], channels, t[1] + at);
    }
}

static void sum_columns(const struct resize_columns *columns, int samples, int channels,
                        int16_t *const *t)
{
    if (channels == 4)
        sum_tiles(columns, samples, 4, t);
    else if (channels == 2)
        sum_tiles(columns, samples, 2, t);
    else
        sum_tiles(columns, samples, 1, t);
}

/* --- The ring --- */

/* Adds pairs [begin, end) of the window to the sums of target rows `from` to `to`. */
static inline __attribute__((always_inline)) void add_pairs(const struct resize_window *w, int at,
                                                            int begin, int end, int from, int to,
                                                            __m512i sum[2][4])
{
    for (int k = begin; k < end; ++k) {
        const int32_t *pairs = w->pairs[k] + at;
        for (int i = from; i < to; ++i) {
            __m512i pair = _mm512_set1_epi32(w->weight[i][k]);
            for (int v = 0; v < 4; ++v)
                sum[i][v] = _mm512_dpwssd_epi32(sum[i][v], _mm512_load_si512(pairs + 16 * v), pair);
        }
    }
}

/* 64 finished bytes of one row, of which `left` are in the row. */
static inline void store_row(const __m512i *sum, int left, int channels, bool streams, uint8_t *out)
{
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    __m512i low = _mm512_packs_epi32(finish(sum[0], channels), finish(sum[1], channels));
    __m512i high = _mm512_packs_epi32(finish(sum[2], channels), finish(sum[3], channels));
    __m512i bytes = _mm512_permutexvar_epi32(order, _mm512_packus_epi16(low, high));
    store_part(bytes, left, streams, out);
}

static inline __attribute__((always_inline)) void
sum_rows(const struct resize_window *w, int samples, int channels, uint8_t *const *out)
{
    int both = larger(w->begin[1], smaller(w->end[0], w->end[1]));
    bool streams = w->streams && ((uintptr_t)out[0] | (uintptr_t)out[1]) % 64 == 0;
    for (int at = 0; at < samples; at += 64) {
        __m512i sum[2][4];
        for (int i = 0; i < 2; ++i)
            for (int v = 0; v < 4; ++v)
                sum[i][v] = half_of(finish_bits(channels));
        add_pairs(w, at, w->begin[0], smaller(w->begin[1], w->end[0]), 0, 1, sum);
        add_pairs(w, at, w->begin[1], both, 0, 2, sum);
        add_pairs(w, at, both, w->end[0], 0, 1, sum);
        add_pairs(w, at, larger(w->begin[1], w->end[0]), w->end[1], 1, 2, sum);
        for (int i = 0; i < 2; ++i)
            store_row(sum[i], samples - at, channels, streams, out[i] + at);
    }
}

static void sum_ring(const struct resize_window *window, int samples, int channels,
                     uint8_t *const *out)
{
    if (channels == 4)
        sum_rows(window, samples, 4, out);
    else if (channels == 2)
        sum_rows(window, samples, 2, out);
    else
        sum_rows(window, samples, 1, out);
}

static void weigh_row(const uint8_t *source, ptrdiff_t ahead, int samples, int channels, int16_t *q)
{
    for (int at = 0; at < samples; at += 32) {
        _mm_prefetch((const char *)source + at + ahead, _MM_HINT_T1);
        __m256i bytes = _mm256_loadu_si256((const void *)(source + at));
        _mm512_storeu_si512(q + at, channels == 2 ? weigh(bytes, 2) : weigh(bytes, 4));
    }
}

static void copy_row(const struct resize_vector *p, const uint8_t *in, int bytes, uint8_t *out)
{
    bool streams = p->streams && (uintptr_t)out % COPIED == 0;
    for (int at = 0; at < bytes; at += COPIED) {
        __m512i source = _mm512_loadu_si512(in + p->start[at / COPIED]);
        __m512i copy = _mm512_permutexvar_epi8(_mm512_loadu_si512(p->index + at), source);
        store_part(copy, bytes - at, streams, out + at);
    }
}

static void fence(void)
{
    _mm_sfence();
}

static const struct resize_steps steps = {
    .lanes = 16,
    .unit = 16,
    .reach = {64, 64},
    .taps = {32, 16, 8, 8},
    .weigh = weigh_row,
    .first_abreast = first_abreast_avx512,
    .last_abreast = last_abreast_avx512,
    .sum_columns = sum_columns,
    .resample_first = resample_first_avx512,
    .resample_last = resample_last_avx512,
    .sum_ring = sum_ring,
    .copy_row = copy_row,
    .average = average_avx512,
    .fence = fence,
};

int resize_prepare_avx512(struct plan *plan)
{
    return resize_prepare_vector(plan, &steps);
}
