/* Resize with AVX-512 BW, VNNI and VBMI: the definition in resize.c, bit for bit.
 *
 * A multiply-add of 16-bit pairs (vpdpwssd) does all sums. Down a column, a pair is two rows of one
 * sample: their bytes are interleaved. Along a row, a pair is two neighbouring taps of one channel:
 * a permutation brings 8 taps (of 3 or 4 channels; 16 of 2, 32 of 1) into place, four lanes for
 * each pair of taps, and the lanes of a sum are added at its end. Four rows go together, because
 * they share weights and starts.
 *
 * Where the result's samples are so near one another that 16 of them have their taps within 64
 * source samples, one permutation serves all 16 lanes instead, and nothing is left to add up.
 *
 * Where the image shrinks to a third or less the vertical pass meets every source row about
 * 2 x support times: from the L2 cache, if it is told early enough which rows come next. */
#include <immintrin.h>

#include "avx512_pixels.h"
#include "resize_avx512.h"

/* The source rows of one or two target rows, and what is left of a row in front of the tile. */
struct column {
    const uint8_t *first; /* column 0 of source row `begin` of the first target row */
    ptrdiff_t stride;
    int begin[2], end[2];     /* source rows of each target row */
    const int16_t *weight[2]; /* for begin[i], … */
    int fresh;                /* the first source row that no earlier target row has read */
};

/* Adds source rows [begin, end) of the tile at `at` to the sums of target rows `from` to `to`. */
static inline __attribute__((always_inline)) void add_rows(const struct column *c, ptrdiff_t at,
                                                           int begin, int end, int from, int to,
                                                           int channels, __m512i sum[2][4])
{
    const __m512i zero = _mm512_setzero_si512();
    for (int y = begin; y < end; y += 2) {
        const uint8_t *a = c->first + (ptrdiff_t)(y - c->begin[0]) * c->stride + at;
        const uint8_t *b = y + 1 < end ? a + c->stride : a;
        __m512i part[4];
        if (channels == 1 || channels == 3) {
            __m512i va = _mm512_loadu_si512(a), vb = _mm512_loadu_si512(b);
            __m512i low = _mm512_unpacklo_epi8(va, vb), high = _mm512_unpackhi_epi8(va, vb);
            part[0] = _mm512_unpacklo_epi8(low, zero);
            part[1] = _mm512_unpackhi_epi8(low, zero);
            part[2] = _mm512_unpacklo_epi8(high, zero);
            part[3] = _mm512_unpackhi_epi8(high, zero);
        } else {
            for (int half = 0; half < 2; ++half) {
                __m512i qa = weigh(_mm256_loadu_si256((const void *)(a + 32 * half)), channels);
                __m512i qb = weigh(_mm256_loadu_si256((const void *)(b + 32 * half)), channels);
                part[2 * half] = _mm512_unpacklo_epi16(qa, qb);
                part[2 * half + 1] = _mm512_unpackhi_epi16(qa, qb);
            }
        }
        for (int i = from; i < to; ++i) {
            __m512i w = weight_pair(c->weight[i] + (y - c->begin[i]), end - y);
            for (int k = 0; k < 4; ++k)
                sum[i][k] = _mm512_dpwssd_epi32(sum[i][k], part[k], w);
        }
    }
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* 64 sums of a tile to 16-bit intermediates, in the order of the samples. */
static inline void store_tile(const __m512i *sum, int channels, int16_t *t)
{
    bool opaque = channels == 1 || channels == 3;
    int bits = opaque ? FILTER_BITS - 6 : FILTER_BITS;
    __m512i low = _mm512_packs_epi32(narrow(sum[0], bits), narrow(sum[1], bits));
    __m512i high = _mm512_packs_epi32(narrow(sum[2], bits), narrow(sum[3], bits));
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

/* The y axis of two target rows, over all samples of a row, into t[0] and t[1]. */
static inline __attribute__((always_inline)) void sum_columns(const struct column *c, int samples,
                                                              int channels, int16_t *const *t)
{
    int shared = larger(c->begin[1], smaller(c->end[0], c->end[1]));
    int last = larger(c->end[0], c->end[1]);
    for (ptrdiff_t at = 0; at < samples; at += 64) {
        __m512i sum[2][4];
        for (int i = 0; i < 2; ++i)
            for (int k = 0; k < 4; ++k)
                sum[i][k] = _mm512_setzero_si512();
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

static struct column column_of(const struct plan *plan, const struct image *src, int row, int next,
                               int fresh)
{
    const struct resize_tables *tables = plan->tables;
    const struct filter_axis *y = &tables->y;
    ptrdiff_t left = tables->columns.begin - src->held.columns.begin;
    return (struct column){
        .first = image_row(src, y->start[row]) + left * plan->src.channels,
        .stride = src->stride,
        .begin = {y->start[row], y->start[next]},
        .end = {y->start[row] + y->count[row], y->start[next] + y->count[next]},
        .weight = {y->weight + (ptrdiff_t)row * y->taps, y->weight + (ptrdiff_t)next * y->taps},
        .fresh = fresh,
    };
}

static void run_vertical_first(const struct plan *plan, const struct image *src, struct image *dst,
                               struct range rows, int16_t *scratch)
{
    const struct resize_tables *tables = plan->tables;
    int channels = plan->src.channels, samples = range_count(tables->columns) * channels;
    int fresh = tables->y.start[rows.begin];
    int16_t *t[ROWS];
    for (int r = 0; r < ROWS; ++r)
        t[r] = scratch + (size_t)r * padded_row(samples);
    for (int row = rows.begin; row < rows.end; row += ROWS) {
        int count = smaller(rows.end - row, ROWS);
        uint8_t *out[ROWS];
        const void *in[ROWS];
        for (int r = 0; r < count; r += 2) {
            int next = smaller(row + r + 1, rows.end - 1);
            struct column column = column_of(plan, src, row + r, next, fresh);
            if (channels == 1 || channels == 3)
                sum_columns(&column, samples, 3, t + r);
            else if (channels == 2)
                sum_columns(&column, samples, 2, t + r);
            else
                sum_columns(&column, samples, 4, t + r);
            fresh = larger(column.end[0], column.end[1]);
        }
        for (int r = 0; r < ROWS; ++r) {
            in[r] = t[smaller(r, count - 1)];
            out[r] = image_row(dst, smaller(row + r, rows.end - 1));
        }
        resample_last_avx512(plan, in, out, count);
    }
}

/* --- Along the rows first --- */

/* The rows of the ring that a target row needs, in order, and their weights. */
struct window {
    const int16_t *ring;
    size_t stride;
    int size; /* rows of the ring */
    int begin, count;
    const int16_t *weight;
};

static const int16_t *ring_row(const struct window *w, int k)
{
    return w->ring + (size_t)((w->begin + k) % w->size) * w->stride;
}

static inline void sum_ring(const struct window *w, int at, __m512i sum[2])
{
    sum[0] = sum[1] = _mm512_setzero_si512();
    for (int k = 0; k < w->count; k += 2) {
        const int16_t *a = ring_row(w, k), *b = k + 1 < w->count ? ring_row(w, k + 1) : a;
        __m512i va = _mm512_loadu_si512(a + at), vb = _mm512_loadu_si512(b + at);
        __m512i pair = weight_pair(w->weight + k, w->count - k);
        sum[0] = _mm512_dpwssd_epi32(sum[0], _mm512_unpacklo_epi16(va, vb), pair);
        sum[1] = _mm512_dpwssd_epi32(sum[1], _mm512_unpackhi_epi16(va, vb), pair);
    }
}

/* The y axis of one target row, over all its samples. */
static inline __attribute__((always_inline)) void finish_row(const struct window *w, int samples,
                                                             int channels, uint8_t *out)
{
    for (int at = 0; at < samples; at += 32) {
        __m512i sum[2];
        sum_ring(w, at, sum);
        __m512i words = _mm512_packs_epi32(finish(sum[0], channels), finish(sum[1], channels));
        int left = samples - at;
        __mmask32 mask = left >= 32 ? 0xFFFFFFFFu : (1u << left) - 1;
        _mm256_mask_storeu_epi8(out + at, mask, _mm512_cvtepi16_epi8(words));
    }
}

/* Up to four source rows along x into the ring; rows with alpha are weighed first. */
static void fill_ring(const struct plan *plan, const struct image *src, int y, int count,
                      int16_t *q, int16_t *const *t)
{
    const struct resize_tables *tables = plan->tables;
    int channels = plan->src.channels, samples = range_count(tables->columns) * channels;
    ptrdiff_t left = (ptrdiff_t)(tables->columns.begin - src->held.columns.begin) * channels;
    bool opaque = channels == 1 || channels == 3;
    const void *in[ROWS];
    for (int r = 0; r < ROWS; ++r) {
        const uint8_t *row = image_row(src, y + smaller(r, count - 1)) + left;
        int16_t *words = q + (size_t)r * padded_row(samples);
        in[r] = opaque ? (const void *)row : words;
        for (int at = 0; !opaque && at < samples; at += 32) {
            __m256i bytes = _mm256_loadu_si256((const void *)(row + at));
            _mm512_storeu_si512(words + at, channels == 2 ? weigh(bytes, 2) : weigh(bytes, 4));
        }
    }
    resample_first_avx512(plan, in, t, count);
}

static void run_horizontal_first(const struct plan *plan, const struct image *src,
                                 struct image *dst, struct range rows, int16_t *q, int16_t *ring)
{
    const struct resize_tables *tables = plan->tables;
    const struct filter_axis *y = &tables->y;
    int channels = plan->src.channels, samples = plan->dst.width * channels;
    struct window w = {.ring = ring, .stride = padded_row(samples), .size = y->taps + ROWS};
    int next = y->start[rows.begin], end = 0;
    for (int row = rows.begin; row < rows.end; ++row)
        end = larger(end, y->start[row] + y->count[row]);
    for (int row = rows.begin; row < rows.end; ++row) {
        w.begin = y->start[row];
        w.count = y->count[row];
        w.weight = y->weight + (ptrdiff_t)row * y->taps;
        while (next < w.begin + w.count) {
            int16_t *t[ROWS];
            int count = smaller(end - next, ROWS);
            for (int r = 0; r < count; ++r)
                t[r] = ring + (size_t)((next + r) % w.size) * w.stride;
            fill_ring(plan, src, next, count, q, t);
            next += count;
        }
        if (channels == 1 || channels == 3)
            finish_row(&w, samples, 3, image_row(dst, row));
        else if (channels == 2)
            finish_row(&w, samples, 2, image_row(dst, row));
        else
            finish_row(&w, samples, 4, image_row(dst, row));
    }
}

void resize_rows_avx512(const struct plan *plan, const struct image *src, struct image *dst,
                        struct range rows, const uint64_t *total, uint64_t *tally, void *scratch)
{
    const struct resize_tables *tables = plan->tables;
    size_t source = padded_row(range_count(tables->columns) * plan->src.channels);
    int16_t *q = scratch;
    if (range_count(rows) == 0)
        return;
    if (tables->nearest)
        resize_rows_c(plan, src, dst, rows, total, tally, scratch);
    else if (tables->vertical_first)
        run_vertical_first(plan, src, dst, rows, q);
    else
        run_horizontal_first(plan, src, dst, rows, q, q + ROWS * source);
}
