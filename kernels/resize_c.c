/* Resize in plain C: the reference for every other variant, by the definition in resize.c. */
#include "alpha.h"
#include "resize.h"

#include <string.h>

enum { STRIP = 768 }; /* sums that stay in the L1 cache; a multiple of 1, 2, 3 and 4 channels */

static inline void add_weighted(int weight, const int16_t *restrict q, int samples,
                                int32_t *restrict sums)
{
    for (int i = 0; i < samples; ++i)
        sums[i] += weight * q[i];
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

/* Tells the caches, where the compiler can, what will be read soon. */
static inline void expect(const void *place)
{
#ifdef __GNUC__
    __builtin_prefetch(place);
#else
    (void)place;
#endif
}

/* One row of nearest. The next one that is needed is `ahead` bytes behind it, which no CPU foresees
 * where rows are left out. `pixel` is a constant where this is called. Three bytes are copied as
 * four: the next pixel overwrites the fourth, and a byte behind the source may be read. */
static inline void copy_pixels(const int *start, int left, int width, size_t pixel, ptrdiff_t ahead,
                               const uint8_t *restrict in, uint8_t *restrict out)
{
    enum { GROUP = 16, LINE = 64 };
    size_t copied = pixel == 3 ? 4 : pixel;
    int last = width - 1;
    for (int i = 0; i < last;) {
        int end = i + GROUP < last ? i + GROUP : last;
        size_t from = (size_t)(start[i] - left) * pixel;
        size_t to = (size_t)(start[end] - left) * pixel;
        size_t step = (to - from) / GROUP > LINE ? (to - from) / GROUP : LINE;
        for (; from < to; from += step)
            expect(in + ahead + from);
        for (; i < end; ++i)
            memcpy(out + (size_t)i * pixel, in + (size_t)(start[i] - left) * pixel, copied);
    }
    memcpy(out + (size_t)last * pixel, in + (size_t)(start[last] - left) * pixel, pixel);
}

static void copy_row(const struct plan *plan, const uint8_t *in, ptrdiff_t ahead, uint8_t *out)
{
    const struct resize_tables *tables = plan->tables;
    const int *start = tables->x.start;
    int left = tables->columns.begin, width = plan->dst.width;
    switch (plan->src.channels) {
    case 1:
        copy_pixels(start, left, width, 1, ahead, in, out);
        break;
    case 2:
        copy_pixels(start, left, width, 2, ahead, in, out);
        break;
    case 3:
        copy_pixels(start, left, width, 3, ahead, in, out);
        break;
    default:
        copy_pixels(start, left, width, 4, ahead, in, out);
        break;
    }
}

static void run_nearest(const struct plan *plan, const struct image *src, struct image *dst,
                        struct range rows)
{
    const struct resize_tables *tables = plan->tables;
    const int *start = tables->y.start;
    for (int row = rows.begin; row < rows.end; ++row) {
        int next = row + 1 < rows.end ? start[row + 1] : start[row];
        if (row > rows.begin && start[row] == start[row - 1])
            memcpy(image_row(dst, row), image_row(dst, row - 1), image_row_bytes(dst));
        else
            copy_row(plan, source_row(plan, src, start[row]), (next - start[row]) * src->stride,
                     image_row(dst, row));
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
