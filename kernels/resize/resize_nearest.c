/* Resize by nearest in plain C: pixels are copied, there is no arithmetic. */
#include "kernels/resize/resize.h"

#include <string.h>

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
            resize_expect(in + ahead + from);
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
    switch (shape_pixel_bytes(plan->src)) {
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

void resize_nearest(const struct plan *plan, const struct image *src, struct image *dst,
                    struct range rows)
{
    const struct resize_tables *tables = plan->tables;
    const int *start = tables->y.start;
    for (int row = rows.begin; row < rows.end; ++row) {
        int next = row + 1 < rows.end ? start[row + 1] : start[row];
        if (row > rows.begin && start[row] == start[row - 1])
            memcpy(image_row(dst, row), image_row(dst, row - 1), image_row_bytes(dst));
        else
            copy_row(plan, resize_source_row(plan, src, start[row]),
                     (next - start[row]) * src->stride, image_row(dst, row));
    }
}
