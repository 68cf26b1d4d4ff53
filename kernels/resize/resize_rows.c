/* Resize in plain C: the reference for every other variant, by the definition in resize.c. */
#include "kernels/resize/resize.h"
#include "kernels/shared/alpha.h"

#include <string.h>

enum {
    STRIP = 768, /* sums that stay in the L1 cache; a multiple of 1, 2, 3 and 4 channels */
    FEW = 3      /* taps for which a dot product is not worth its own overhead */
};

static inline int strip(int begin, int samples)
{
    return samples - begin < STRIP ? samples - begin : STRIP;
}

static inline void add_weighted(int16_t weight, const int16_t *restrict q, int samples,
                                int32_t *restrict sums)
{
    for (int i = 0; i < samples; ++i)
        sums[i] += weight * q[i];
}

/* widen() of a strip, with the number of channels a constant where it matters: so it vectorises. */
static inline void widen_strip(const uint8_t *source, int samples, int channels, int16_t *q)
{
    switch (channels) {
    case 2:
        widen(source, samples, 2, q);
        break;
    case 4:
        widen(source, samples, 4, q);
        break;
    default:
        widen(source, samples, 1, q);
        break;
    }
}

static inline void split_channels(const int16_t *restrict q, int pixels, int channels, int columns,
                                  int16_t *restrict planes)
{
    for (int c = 0; c < channels; ++c, planes += columns)
        for (int i = 0; i < pixels; ++i)
            planes[i] = q[i * channels + c];
}

/* A strip to the line that the x axis reads. Where windows are not short, that has a plane for each
 * channel: taps are neighbours there and their sums dot products, which compilers vectorise. */
static void store_strip(const struct plan *plan, const int16_t *q, int begin, int samples,
                        int16_t *line)
{
    const struct resize_tables *tables = plan->tables;
    int columns = range_count(tables->columns);
    switch (tables->x.longest <= FEW ? 1 : plan->src.channels) {
    case 1:
        split_channels(q, samples, 1, columns, line + begin);
        break;
    case 2:
        split_channels(q, samples / 2, 2, columns, line + begin / 2);
        break;
    case 3:
        split_channels(q, samples / 3, 3, columns, line + begin / 3);
        break;
    default:
        split_channels(q, samples / 4, 4, columns, line + begin / 4);
        break;
    }
}

/* Sums of outputs along x from planes of `columns` samples, the first of them column `left`. Whole
 * groups of taps are summed: the last ones may weigh 0, and lie behind the plane. */
static void sum_planes(const struct filter_axis *x, const int16_t *planes, int left, int columns,
                       struct range outputs, int channels, int32_t *restrict sums)
{
    size_t taps = ((size_t)x->longest + FILTER_GROUP - 1) / FILTER_GROUP * FILTER_GROUP;
    for (int i = outputs.begin; i < outputs.end; ++i) {
        const int16_t *weight = x->weight + (ptrdiff_t)i * x->taps;
        const int16_t *in = planes + (x->start[i] - left);
        for (int c = 0; c < channels; ++c, in += columns) {
            int32_t sum = 0;
            for (size_t k = 0; k < taps; ++k)
                sum += weight[k] * in[k];
            *sums++ = sum;
        }
    }
}

/* The same from pixels; `channels` is a constant where this is called. */
static inline void sum_pixels(const struct filter_axis *x, const int16_t *pixels, int left,
                              struct range outputs, int channels, int32_t *restrict sums)
{
    for (int i = outputs.begin; i < outputs.end; ++i, sums += channels) {
        const int16_t *weight = x->weight + (ptrdiff_t)i * x->taps;
        const int16_t *in = pixels + (ptrdiff_t)(x->start[i] - left) * channels;
        int32_t sum[CHANNELS_MAX] = {0};
        for (int k = 0; k < x->count[i]; ++k, in += channels)
            for (int c = 0; c < channels; ++c)
                sum[c] += weight[k] * in[c];
        for (int c = 0; c < channels; ++c)
            sums[c] = sum[c];
    }
}

static void sum_outputs(const struct plan *plan, const int16_t *line, struct range outputs,
                        int32_t *sums)
{
    const struct resize_tables *tables = plan->tables;
    const struct filter_axis *x = &tables->x;
    int channels = plan->src.channels, left = tables->columns.begin;
    if (x->longest > FEW)
        sum_planes(x, line, left, range_count(tables->columns), outputs, channels, sums);
    else if (channels == 1)
        sum_pixels(x, line, left, outputs, 1, sums);
    else if (channels == 2)
        sum_pixels(x, line, left, outputs, 2, sums);
    else if (channels == 3)
        sum_pixels(x, line, left, outputs, 3, sums);
    else
        sum_pixels(x, line, left, outputs, 4, sums);
}

/* The x axis over a whole row, in strips: exactly one of t (first axis) and out (second) is given.
 */
static void resample_row(const struct plan *plan, const int16_t *line, int16_t *t, uint8_t *out)
{
    int channels = plan->src.channels, all = plan->dst.width * channels;
    int32_t sums[STRIP];
    for (int begin = 0; begin < all; begin += STRIP) {
        int n = strip(begin, all);
        sum_outputs(plan, line, (struct range){begin / channels, (begin + n) / channels}, sums);
        if (t)
            narrow(sums, n, t + begin);
        else
            finish(sums, n, channels, out + begin);
    }
}

/* Each target row: the source rows of its window, weighted and summed, then along x. */
static void run_vertical_first(const struct plan *plan, const struct image *src, struct image *dst,
                               struct range rows, int16_t *line)
{
    const struct resize_tables *tables = plan->tables;
    const struct filter_axis *y = &tables->y;
    int channels = plan->src.channels, samples = range_count(tables->columns) * channels;
    int32_t sums[STRIP];
    int16_t q[STRIP];
    for (int row = rows.begin; row < rows.end; ++row) {
        for (int begin = 0; begin < samples; begin += STRIP) {
            int n = strip(begin, samples);
            memset(sums, 0, sizeof sums);
            for (int k = 0; k < y->count[row]; ++k) {
                widen_strip(resize_source_row(plan, src, y->start[row] + k) + begin, n, channels,
                            q);
                add_weighted(y->weight[(ptrdiff_t)row * y->taps + k], q, n, sums);
            }
            narrow(sums, n, q);
            store_strip(plan, q, begin, n, line);
        }
        resample_row(plan, line, NULL, image_row(dst, row));
    }
}

static void widen_row(const struct plan *plan, const uint8_t *source, int16_t *line)
{
    const struct resize_tables *tables = plan->tables;
    int channels = plan->src.channels, samples = range_count(tables->columns) * channels;
    int16_t q[STRIP];
    for (int begin = 0; begin < samples; begin += STRIP) {
        int n = strip(begin, samples);
        widen_strip(source + begin, n, channels, q);
        store_strip(plan, q, begin, n, line);
    }
}

/* Each source row along x once, into a ring of as many rows as the longest window has. The strip
 * that is expected keeps gcc 12 from merging the loops of two rows, which it then would not
 * vectorise. */
static void run_horizontal_first(const struct plan *plan, const struct image *src,
                                 struct image *dst, struct range rows, int16_t *line, int16_t *ring)
{
    const struct resize_tables *tables = plan->tables;
    const struct filter_axis *y = &tables->y;
    int channels = plan->src.channels, samples = plan->dst.width * channels;
    size_t stride = resize_row_bytes(plan->dst.width, channels) / sizeof *ring;
    int next = y->start[rows.begin];
    int32_t sums[STRIP];
    for (int row = rows.begin; row < rows.end; ++row) {
        for (; next < y->start[row] + y->count[row]; ++next) {
            widen_row(plan, resize_source_row(plan, src, next), line);
            resample_row(plan, line, ring + (size_t)(next % y->longest) * stride, NULL);
        }
        for (int begin = 0; begin < samples; begin += STRIP) {
            int n = strip(begin, samples);
            memset(sums, 0, sizeof sums);
            for (int k = 0; k < y->count[row]; ++k) {
                const int16_t *t =
                    ring + (size_t)((y->start[row] + k) % y->longest) * stride + begin;
                resize_expect(t + n);
                add_weighted(y->weight[(ptrdiff_t)row * y->taps + k], t, n, sums);
            }
            finish(sums, n, channels, image_row(dst, row) + begin);
        }
    }
}

void resize_rows_c(const struct plan *plan, const struct image *src, struct image *dst,
                   const struct band *band)
{
    const struct range rows = band->rows;
    const struct resize_tables *tables = plan->tables;
    size_t length = resize_line_bytes(tables, plan->src.channels) / sizeof(int16_t);
    int16_t *line = band->scratch;
    if (range_count(rows) == 0)
        return;
    if (tables->nearest) {
        resize_nearest(plan, src, dst, rows);
        return;
    }
    int samples = range_count(tables->columns) * plan->src.channels;
    memset(line + samples, 0, (size_t)tables->x.taps * sizeof *line);
    if (tables->vertical_first)
        run_vertical_first(plan, src, dst, rows, line);
    else
        run_horizontal_first(plan, src, dst, rows, line, line + length);
}
