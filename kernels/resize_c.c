/* Resize in plain C: the reference for every other variant, by the definition in resize.c. */
#include "resize.h"

#include <string.h>

enum { STRIP = 768 }; /* sums that stay in the L1 cache; a multiple of 1, 2, 3 and 4 channels */

static inline bool has_alpha(int channels)
{
    return channels == 2 || channels == 4;
}

/* Source samples to Q6, colours weighted by alpha; `samples` is a multiple of `channels`. */
static void widen(const uint8_t *restrict source, int samples, int channels, int16_t *restrict q)
{
    if (!has_alpha(channels)) {
        for (int i = 0; i < samples; ++i)
            q[i] = (int16_t)(64 * source[i]);
        return;
    }
    for (int i = 0; i < samples; i += channels) {
        int alpha = source[i + channels - 1];
        for (int c = 0; c < channels - 1; ++c)
            q[i + c] = (int16_t)((source[i + c] * alpha + 2) >> 2);
        q[i + channels - 1] = (int16_t)((255 * alpha + 2) >> 2);
    }
}

static inline void add_weighted(int weight, const int16_t *restrict q, int samples,
                                int32_t *restrict sums)
{
    for (int i = 0; i < samples; ++i)
        sums[i] += weight * q[i];
}

/* Sums of the first axis back to Q6. */
static inline void narrow(const int32_t *restrict sums, int samples, int16_t *restrict t)
{
    for (int i = 0; i < samples; ++i)
        t[i] = (int16_t)((sums[i] + (1 << (FILTER_BITS - 1))) >> FILTER_BITS);
}

static inline int clamp(int x, int low, int high)
{
    return x < low ? low : x > high ? high : x;
}

/* Sums of the second axis to a pixel with alpha: t and alpha in Q6 times 255 / 4 of full scale.
 * Colours are divided by alpha before it is clamped: where a filter overshoots, both do, and a
 * colour beside an edge of alpha stays what it was. */
static inline void finish_alpha(const int32_t *sums, int channels, uint8_t *out)
{
    enum { FULL = 16256 }; /* (255 * 255 + 2) >> 2 */
    int round = 1 << (FILTER_BITS - 1);
    int alpha = clamp((sums[channels - 1] + round) >> FILTER_BITS, 0, INT16_MAX);
    for (int c = 0; c < channels - 1; ++c) {
        int colour = clamp((sums[c] + round) >> FILTER_BITS, 0, alpha);
        out[c] = (uint8_t)(alpha == 0 ? 0 : (255 * colour + alpha / 2) / alpha);
    }
    out[channels - 1] = (uint8_t)((4 * clamp(alpha, 0, FULL) + 127) / 255);
}

static void finish(const int32_t *restrict sums, int samples, int channels, uint8_t *restrict out)
{
    enum { BITS = FILTER_BITS + 6 };
    if (has_alpha(channels))
        for (int i = 0; i < samples; i += channels)
            finish_alpha(sums + i, channels, out + i);
    else
        for (int i = 0; i < samples; ++i)
            out[i] = (uint8_t)clamp((sums[i] + (1 << (BITS - 1))) >> BITS, 0, 255);
}

/* Sums of outputs [begin, end) of the x axis; q holds the source columns from `left` on. `channels`
 * is a constant where this is called, so that the compiler unrolls its loops. */
static inline void sum_row(const struct filter_axis *x, const int16_t *restrict q, int left,
                           struct range outputs, int channels, int32_t *restrict sums)
{
    for (int i = outputs.begin; i < outputs.end; ++i, sums += channels) {
        const int16_t *weight = x->weight + (ptrdiff_t)i * x->taps;
        const int16_t *in = q + (ptrdiff_t)(x->start[i] - left) * channels;
        int32_t sum[CHANNELS_MAX] = {0};
        for (int k = 0; k < x->count[i]; ++k, in += channels)
            for (int c = 0; c < channels; ++c)
                sum[c] += weight[k] * in[c];
        for (int c = 0; c < channels; ++c)
            sums[c] = sum[c];
    }
}

static void sum_outputs(const struct filter_axis *x, const int16_t *q, int left,
                        struct range outputs, int channels, int32_t *sums)
{
    switch (channels) {
    case 1:
        sum_row(x, q, left, outputs, 1, sums);
        break;
    case 2:
        sum_row(x, q, left, outputs, 2, sums);
        break;
    case 3:
        sum_row(x, q, left, outputs, 3, sums);
        break;
    default:
        sum_row(x, q, left, outputs, 4, sums);
        break;
    }
}

/* The x axis over a whole row, in strips: exactly one of t (first axis) and out (second) is given.
 */
static void resample_row(const struct plan *plan, const int16_t *q, int16_t *t, uint8_t *out)
{
    const struct resize_tables *tables = plan->tables;
    int channels = plan->src.channels, width = plan->dst.width;
    int32_t sums[STRIP];
    for (int begin = 0; begin < width; begin += STRIP / channels) {
        int end = begin + STRIP / channels < width ? begin + STRIP / channels : width;
        int samples = (end - begin) * channels;
        sum_outputs(&tables->x, q, tables->columns.begin, (struct range){begin, end}, channels,
                    sums);
        if (t)
            narrow(sums, samples, t + (ptrdiff_t)begin * channels);
        else
            finish(sums, samples, channels, out + (ptrdiff_t)begin * channels);
    }
}

static const uint8_t *source_row(const struct plan *plan, const struct image *src, int y)
{
    const struct resize_tables *tables = plan->tables;
    return image_row(src, y) +
           (ptrdiff_t)(tables->columns.begin - src->held.columns.begin) * src->shape.channels;
}

/* Each target row: the source rows of its window, weighted and summed, then along x. */
static void run_vertical_first(const struct plan *plan, const struct image *src, struct image *dst,
                               struct range rows, int16_t *t)
{
    const struct resize_tables *tables = plan->tables;
    const struct filter_axis *y = &tables->y;
    int channels = plan->src.channels, samples = range_count(tables->columns) * channels;
    int32_t sums[STRIP];
    int16_t q[STRIP];
    for (int row = rows.begin; row < rows.end; ++row) {
        for (int begin = 0; begin < samples; begin += STRIP) {
            int n = samples - begin < STRIP ? samples - begin : STRIP;
            memset(sums, 0, sizeof sums);
            for (int k = 0; k < y->count[row]; ++k) {
                widen(source_row(plan, src, y->start[row] + k) + begin, n, channels, q);
                add_weighted(y->weight[(ptrdiff_t)row * y->taps + k], q, n, sums);
            }
            narrow(sums, n, t + begin);
        }
        resample_row(plan, t, NULL, image_row(dst, row));
    }
}

/* Each source row along x once, into a ring of as many rows as a window has taps. */
static void run_horizontal_first(const struct plan *plan, const struct image *src,
                                 struct image *dst, struct range rows, int16_t *q, int16_t *ring)
{
    const struct resize_tables *tables = plan->tables;
    const struct filter_axis *y = &tables->y;
    int channels = plan->src.channels, samples = plan->dst.width * channels;
    int source_samples = range_count(tables->columns) * channels;
    size_t stride = resize_row_bytes(plan->dst.width, channels) / sizeof *ring;
    int next = y->start[rows.begin];
    int32_t sums[STRIP];
    for (int row = rows.begin; row < rows.end; ++row) {
        for (; next < y->start[row] + y->count[row]; ++next) {
            widen(source_row(plan, src, next), source_samples, channels, q);
            resample_row(plan, q, ring + (size_t)(next % y->taps) * stride, NULL);
        }
        for (int begin = 0; begin < samples; begin += STRIP) {
            int n = samples - begin < STRIP ? samples - begin : STRIP;
            memset(sums, 0, sizeof sums);
            for (int k = 0; k < y->count[row]; ++k)
                add_weighted(y->weight[(ptrdiff_t)row * y->taps + k],
                             ring + (size_t)((y->start[row] + k) % y->taps) * stride + begin, n,
                             sums);
            finish(sums, n, channels, image_row(dst, row) + begin);
        }
    }
}

static void run_nearest(const struct plan *plan, const struct image *src, struct image *dst,
                        struct range rows)
{
    const struct resize_tables *tables = plan->tables;
    size_t pixel = (size_t)plan->src.channels;
    for (int row = rows.begin; row < rows.end; ++row) {
        const uint8_t *in = source_row(plan, src, tables->y.start[row]);
        uint8_t *out = image_row(dst, row);
        for (int i = 0; i < plan->dst.width; ++i)
            for (size_t c = 0; c < pixel; ++c)
                out[(size_t)i * pixel + c] =
                    in[(size_t)(tables->x.start[i] - tables->columns.begin) * pixel + c];
    }
}

void resize_rows_c(const struct plan *plan, const struct image *src, struct image *dst,
                   struct range rows, const uint64_t *total, uint64_t *tally, void *scratch)
{
    (void)total;
    (void)tally;
    const struct resize_tables *tables = plan->tables;
    size_t source_row = resize_row_bytes(range_count(tables->columns), plan->src.channels);
    int16_t *q = scratch, *ring = q + source_row / sizeof *q;
    if (range_count(rows) == 0)
        return;
    if (tables->nearest)
        run_nearest(plan, src, dst, rows);
    else if (tables->vertical_first)
        run_vertical_first(plan, src, dst, rows, q);
    else
        run_horizontal_first(plan, src, dst, rows, q, ring);
}
