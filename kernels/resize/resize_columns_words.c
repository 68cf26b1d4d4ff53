/* The y axis of resize, and alpha of whole rows: steps of resize_vector.h, one source for AVX2 and
 * AVX-512. A multiply-add of 16-bit pairs does all sums. */
#include "kernels/resize/resize_x86.h"
#include "kernels/shared/smaller.h"
#include "kernels/simd/words.h"

#define INLINE static inline __attribute__((always_inline))

enum { AHEAD = 512, LINE = 64 }; /* bytes that a prefetch is ahead; that it fetches */

static inline bool is_opaque(int channels)
{
    return channels == 1 || channels == 3;
}

/* What the first axis cuts off its sums. */
static inline int first_bits(int channels)
{
    return is_opaque(channels) ? FILTER_BITS - 6 : FILTER_BITS;
}

/* Adds two source rows, BYTES of each, to the sums of target rows `from` to `to`. Each vector of
 * pairs is used up before the next is made: registers are few. */
INLINE void add_pair(const uint8_t *a, const uint8_t *b, const vector *w, int from, int to,
                     int channels, vector sum[2][4])
{
    vector upper[2], lower[2];
    if (is_opaque(channels)) {
        vector va = load_vector(a), vb = load_vector(b);
        upper[0] = low_bytes(va, vb);
        upper[1] = high_bytes(va, vb);
        lower[0] = lower[1] = zero_vector();
    } else {
        for (int half = 0; half < 2; ++half) {
            upper[half] = weigh_samples(a + WORDS * half, channels);
            lower[half] = weigh_samples(b + WORDS * half, channels);
        }
    }
    for (int k = 0; k < 4; ++k) {
        vector part;
        if (is_opaque(channels))
            part = k % 2 ? high_bytes(upper[k / 2], lower[k / 2])
                         : low_bytes(upper[k / 2], lower[k / 2]);
        else
            part = k % 2 ? high_words(upper[k / 2], lower[k / 2])
                         : low_words(upper[k / 2], lower[k / 2]);
        for (int i = from; i < to; ++i)
            sum[i][k] = add_products(sum[i][k], part, w[i]);
    }
}

/* Adds source rows [begin, end) of the tile at `at` to the sums of target rows `from` to `to`. */
INLINE void add_rows(const struct resize_columns *c, ptrdiff_t at, int begin, int end, int from,
                     int to, int channels, vector sum[2][4])
{
    const uint8_t *a = c->first + (ptrdiff_t)(begin - c->begin[0]) * c->stride + at;
    vector w[2];
    int y = begin;
    for (; y + 1 < end; y += 2, a += 2 * c->stride) {
        for (int i = from; i < to; ++i)
            w[i] = weight_pair(c->weight[i] + (y - c->begin[i]));
        add_pair(a, a + c->stride, w, from, to, channels, sum);
    }
    if (y < end) {
        for (int i = from; i < to; ++i)
            w[i] = pair_vector((uint16_t)c->weight[i][y - c->begin[i]]);
        add_pair(a, a, w, from, to, channels, sum);
    }
}

/* Rounded sums of a tile to 16-bit intermediates, in the order of the samples. */
static inline void store_tile(const vector *sum, int channels, int16_t *t)
{
    int bits = first_bits(channels);
    vector low = pack_sums(sum[0], sum[1], bits), high = pack_sums(sum[2], sum[3], bits);
    if (is_opaque(channels)) /* each 16 bytes were unpacked on their own */
        order_lanes(&low, &high);
    store_vector(t, low);
    store_vector(t + WORDS, high);
}

/* The source rows come from the L2 cache, if it is told early enough which rows come next. */
INLINE void sum_tiles(const struct resize_columns *c, int samples, int channels, int16_t *const *t)
{
    int shared = larger(c->begin[1], smaller(c->end[0], c->end[1]));
    int last = larger(c->end[0], c->end[1]);
    for (ptrdiff_t at = 0; at < samples; at += BYTES) {
        vector sum[2][4];
        for (int i = 0; i < 2; ++i)
            for (int k = 0; k < 4; ++k)
                sum[i][k] = half_of(first_bits(channels));
        for (int y = c->fresh; at % LINE == 0 && y < last; ++y)
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

void VARIANT_NAME(resize_sum_columns)(const struct resize_columns *columns, int samples,
                                      int channels, int16_t *const *t)
{
    if (channels == 4)
        sum_tiles(columns, samples, 4, t);
    else if (channels == 2)
        sum_tiles(columns, samples, 2, t);
    else
        sum_tiles(columns, samples, 1, t);
}

/* --- The ring --- */

/* Adds pairs [begin, end) of the window to the sums of target rows `from` to `to`. gcc 12 knows
 * that there are at most PAIRS_MAX, and would write each out, with addresses kept in vector
 * registers. */
INLINE void add_pairs(const struct resize_window *w, int at, int begin, int end, int from, int to,
                      vector sum[2][4])
{
#pragma GCC unroll 1
    for (int k = begin; k < end; ++k) {
        const int32_t *pairs = w->pairs[k] + at;
        for (int line = 0; line < 4 * BYTES; line += LINE) /* of the next tile */
            _mm_prefetch((const char *)(pairs + BYTES) + line, _MM_HINT_T0);
        for (int i = from; i < to; ++i) {
            vector pair = pair_vector(w->weight[i][k]);
            for (int v = 0; v < 4; ++v)
                sum[i][v] = add_products(sum[i][v], load_aligned(pairs + LANES * v), pair);
        }
    }
}

/* What makes bytes of four vectors of sums. */
typedef vector finish_sums(const vector *sums, int channels);

INLINE void sum_rows(const struct resize_window *w, int samples, int channels,
                     finish_sums *bytes_of, uint8_t *const *out)
{
    const int begin[] = {w->begin[0], w->begin[1]}, end[] = {w->end[0], w->end[1]};
    const int alone = smaller(begin[1], end[0]), rest = larger(begin[1], end[0]);
    const int both = larger(begin[1], smaller(end[0], end[1]));
    bool streams = w->streams && ((uintptr_t)out[0] | (uintptr_t)out[1]) % BYTES == 0;
    for (int at = 0; at < samples; at += BYTES) {
        vector sum[2][4];
        for (int i = 0; i < 2; ++i)
            for (int v = 0; v < 4; ++v)
                sum[i][v] = half_of(finish_bits(channels));
        add_pairs(w, at, begin[0], alone, 0, 1, sum);
        add_pairs(w, at, begin[1], both, 0, 2, sum);
        add_pairs(w, at, both, end[0], 0, 1, sum);
        add_pairs(w, at, rest, end[1], 1, 2, sum);
        for (int i = 0; i < 2; ++i)
            store_part(bytes_of(sum[i], channels), samples - at, streams, out[i] + at);
    }
}

void VARIANT_NAME(resize_sum_ring)(const struct resize_window *window, int samples, int channels,
                                   uint8_t *const *out)
{
    if (channels == 4)
        sum_rows(window, samples, 4, finished_bytes, out);
    else if (channels == 2)
        sum_rows(window, samples, 2, finished_bytes, out);
    else
        sum_rows(window, samples, 1, finished_bytes, out);
}

#ifdef __AVX512VNNI__
INLINE vector finished_planes(const vector *sums, int channels)
{
    (void)channels;
    return finish_planes(sums);
}

void resize_sum_planes_avx512(const struct resize_window *window, int samples, uint8_t *const *out)
{
    sum_rows(window, samples, 4, finished_planes, out);
}
#endif

void VARIANT_NAME(resize_weigh_row)(const uint8_t *source, ptrdiff_t ahead, int samples,
                                    int channels, int16_t *q)
{
    for (int at = 0; at < samples; at += WORDS) {
        _mm_prefetch((const char *)source + at + ahead, _MM_HINT_T1);
        store_vector(q + at,
                     channels == 2 ? weigh_samples(source + at, 2) : weigh_samples(source + at, 4));
    }
}

void VARIANT_NAME(resize_fence)(void)
{
    _mm_sfence();
}
