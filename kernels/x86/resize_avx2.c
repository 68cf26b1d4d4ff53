/* Resize with AVX2, the y axis and the steps of resize_vector.h. */
#include <immintrin.h>

#include "avx2_pixels.h"
#include "resize_avx2.h"
#include "smaller.h"

enum { TILE = 32, AHEAD = 512 }; /* bytes that go together; that a prefetch is ahead */

/* Adds two source rows, a tile of each, to the sums of target rows `from` to `to`. Each vector of
 * pairs is used up before the next is made: registers are few. */
static inline __attribute__((always_inline)) void add_pair(const uint8_t *a, const uint8_t *b,
                                                           const __m256i *w, int from, int to,
                                                           int channels, __m256i sum[2][4])
{
    bool opaque = channels == 1 || channels == 3;
    __m256i upper[2], lower[2];
    if (opaque) {
        __m256i va = _mm256_loadu_si256((const void *)a), vb = _mm256_loadu_si256((const void *)b);
        upper[0] = _mm256_unpacklo_epi8(va, vb);
        upper[1] = _mm256_unpackhi_epi8(va, vb);
        lower[0] = lower[1] = _mm256_setzero_si256();
    } else {
        for (int half = 0; half < 2; ++half) {
            upper[half] = weigh(_mm_loadu_si128((const void *)(a + 16 * half)), channels);
            lower[half] = weigh(_mm_loadu_si128((const void *)(b + 16 * half)), channels);
        }
    }
    for (int k = 0; k < 4; ++k) {
        __m256i part;
        if (opaque)
            part = k % 2 ? _mm256_unpackhi_epi8(upper[k / 2], lower[k / 2])
                         : _mm256_unpacklo_epi8(upper[k / 2], lower[k / 2]);
        else
            part = k % 2 ? _mm256_unpackhi_epi16(upper[k / 2], lower[k / 2])
                         : _mm256_unpacklo_epi16(upper[k / 2], lower[k / 2]);
        for (int i = from; i < to; ++i)
            sum[i][k] = add_products(sum[i][k], part, w[i]);
    }
}

/* Adds source rows [begin, end) of the tile at `at` to the sums of target rows `from` to `to`. */
static inline __attribute__((always_inline)) void add_rows(const struct resize_columns *c,
                                                           ptrdiff_t at, int begin, int end,
                                                           int from, int to, int channels,
                                                           __m256i sum[2][4])
{
    const uint8_t *a = c->first + (ptrdiff_t)(begin - c->begin[0]) * c->stride + at;
    __m256i w[2];
    int y = begin;
    for (; y + 1 < end; y += 2, a += 2 * c->stride) {
        for (int i = from; i < to; ++i)
            w[i] = weight_pair(c->weight[i] + (y - c->begin[i]));
        add_pair(a, a + c->stride, w, from, to, channels, sum);
    }
    if (y < end) {
        for (int i = from; i < to; ++i)
            w[i] = _mm256_set1_epi32((uint16_t)c->weight[i][y - c->begin[i]]);
        add_pair(a, a, w, from, to, channels, sum);
    }
}

/* 32 rounded sums of a tile to 16-bit intermediates, in the order of the samples. */
static inline void store_tile(const __m256i *sum, int channels, int16_t *t)
{
    bool opaque = channels == 1 || channels == 3;
    int bits = opaque ? FILTER_BITS - 6 : FILTER_BITS;
    __m256i low =
        _mm256_packs_epi32(_mm256_srai_epi32(sum[0], bits), _mm256_srai_epi32(sum[1], bits));
    __m256i high =
        _mm256_packs_epi32(_mm256_srai_epi32(sum[2], bits), _mm256_srai_epi32(sum[3], bits));
    if (opaque) { /* each 16 bytes were unpacked on their own */
        __m256i swapped = _mm256_permute2x128_si256(low, high, 0x31);
        low = _mm256_permute2x128_si256(low, high, 0x20);
        high = swapped;
    }
    _mm256_storeu_si256((void *)t, low);
    _mm256_storeu_si256((void *)(t + 16), high);
}

static inline __attribute__((always_inline)) void
sum_tile(const struct resize_columns *c, ptrdiff_t at, int channels, int16_t *const *t)
{
    int shared = larger(c->begin[1], smaller(c->end[0], c->end[1]));
    bool opaque = channels == 1 || channels == 3;
    __m256i sum[2][4];
    for (int i = 0; i < 2; ++i)
        for (int k = 0; k < 4; ++k)
            sum[i][k] = half_of(opaque ? FILTER_BITS - 6 : FILTER_BITS);
    add_rows(c, at, c->begin[0], smaller(c->begin[1], c->end[0]), 0, 1, channels, sum);
    add_rows(c, at, c->begin[1], shared, 0, 2, channels, sum);
    add_rows(c, at, shared, c->end[0], 0, 1, channels, sum);
    add_rows(c, at, larger(c->begin[1], c->end[0]), c->end[1], 1, 2, channels, sum);
    store_tile(sum[0], channels, t[0] + at);
    store_tile(sum[1], channels, t[1] + at);
}

/* The source rows come from the L2 cache, if it is told early enough which rows come next. */
static inline __attribute__((always_inline)) void
sum_tiles(const struct resize_columns *c, int samples, int channels, int16_t *const *t)
{
    int last = larger(c->end[0], c->end[1]);
    for (ptrdiff_t at = 0; at < samples; at += TILE) {
        for (int y = c->fresh; at % 64 == 0 && y < last; ++y)
            _mm_prefetch((const char *)c->first + (ptrdiff_t)(y - c->begin[0]) * c->stride + at +
                             AHEAD,
                         _MM_HINT_T1);
        sum_tile(c, at, channels, t);
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
                                                            __m256i sum[2][4])
{
    for (int k = begin; k < end; ++k)
        for (int i = from; i < to; ++i) {
            __m256i pair = _mm256_set1_epi32(w->weight[i][k]);
            for (int v = 0; v < 4; ++v)
                sum[i][v] = add_products(
                    sum[i][v], _mm256_load_si256((const void *)(w->pairs[k] + at + 8 * v)), pair);
        }
}

/* 32 finished bytes of one row, of which `left` are in the row. */
static inline void store_row(const __m256i *sum, int left, int channels, bool streams, uint8_t *out)
{
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    __m256i low = _mm256_packs_epi32(finish(sum[0], channels), finish(sum[1], channels));
    __m256i high = _mm256_packs_epi32(finish(sum[2], channels), finish(sum[3], channels));
    __m256i bytes = _mm256_permutevar8x32_epi32(_mm256_packus_epi16(low, high), order);
    if (left < 32) {
        uint8_t all[32];
        _mm256_storeu_si256((void *)all, bytes);
        memcpy(out, all, (size_t)left);
    } else if (streams) {
        _mm256_stream_si256((void *)out, bytes);
    } else {
        _mm256_storeu_si256((void *)out, bytes);
    }
}

static inline __attribute__((always_inline)) void
sum_rows(const struct resize_window *w, int samples, int channels, uint8_t *const *out)
{
    int both = larger(w->begin[1], smaller(w->end[0], w->end[1]));
    bool streams = w->streams && ((uintptr_t)out[0] | (uintptr_t)out[1]) % 32 == 0;
    for (int at = 0; at < samples; at += 32) {
        __m256i sum[2][4];
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
    for (int at = 0; at < samples; at += 16) {
        _mm_prefetch((const char *)source + at + ahead, _MM_HINT_T1);
        __m128i bytes = _mm_loadu_si128((const void *)(source + at));
        _mm256_storeu_si256((void *)(q + at), channels == 2 ? weigh(bytes, 2) : weigh(bytes, 4));
    }
}

static void fence(void)
{
    _mm_sfence();
}

static const struct resize_steps steps = {
    .lanes = 8,
    .unit = 4,
    .reach = {16, 8},
    .taps = {16, 8, 4, 4},
    .weigh = weigh_row,
    .sum_columns = sum_columns,
    .resample_first = resample_first_avx2,
    .resample_last = resample_last_avx2,
    .sum_ring = sum_ring,
    .fence = fence,
};

int resize_prepare_avx2(struct plan *plan)
{
    return resize_prepare_vector(plan, &steps);
}
