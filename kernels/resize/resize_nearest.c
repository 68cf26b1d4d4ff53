/* Resize by nearest in plain C: pixels are copied, there is no arithmetic. */
#include "kernels/resize/resize.h"

#include <string.h>

/* The pixel of column `column`. Where column 0 is not held, no pointer may lead to it: so the row's
 * `origin` is a number. A subtraction for each pixel instead was 6 % slower. */
static inline const uint8_t *pixel_at(uintptr_t origin, int column, size_t pixel)
{
    return (const uint8_t *)(origin + (size_t)column * pixel);
}

/* Copies `count` pixels, a constant where this is called, as is `pixel`. Three bytes are copied as
 * four: the next pixel overwrites the fourth, and a byte behind the source may be read. */
static inline void copy_group(const int *start, int count, size_t pixel, uintptr_t origin,
                              uint8_t *restrict out)
{
    size_t copied = pixel == 3 ? 4 : pixel;
#pragma GCC unroll 16
    for (int i = 0; i < count; ++i)
        memcpy(out + (size_t)i * pixel, pixel_at(origin, start[i], pixel), copied);
}

/* Tells the L2 cache, where the compiler can, what a row later will be needed: a whole row of
 * source is more than the L1 cache keeps that long. */
static inline void expect(uintptr_t place)
{
#ifdef __GNUC__
    enum { TO_READ, L2 = 2 };
    __builtin_prefetch((const void *)place, TO_READ, L2);
#else
    (void)place;
#endif
}

/* One row of nearest. The next row that is needed is `ahead` bytes behind it, which no CPU foresees
 * where rows are left out. Where results go is also told: few stores of a pixel can wait for their
 * lines at a time. */
static inline void copy_pixels(const int *start, int width, size_t pixel, ptrdiff_t ahead,
                               uintptr_t origin, uint8_t *restrict out)
{
    enum { GROUP = 16, LINE = 64, WRITTEN_AHEAD = 512 };
    int i = 0;
    for (; i + GROUP < width; i += GROUP) {
        uintptr_t next = (uintptr_t)pixel_at(origin, start[i], pixel) + (uintptr_t)ahead;
        ptrdiff_t bytes = (ptrdiff_t)(start[i + GROUP] - start[i]) * (ptrdiff_t)pixel;
        ptrdiff_t step = bytes / GROUP > LINE ? bytes / GROUP : LINE;
        if (bytes <= LINE)
            resize_expect((const void *)next);
        for (ptrdiff_t at = 0; bytes > LINE && at < bytes; at += step)
            expect(next + (uintptr_t)at);
        expect((uintptr_t)out + (size_t)i * pixel + WRITTEN_AHEAD);
        copy_group(start + i, GROUP, pixel, origin, out + (size_t)i * pixel);
    }
    for (; i + 1 < width; ++i)
        copy_group(start + i, 1, pixel, origin, out + (size_t)i * pixel);
    memcpy(out + (size_t)i * pixel, pixel_at(origin, start[i], pixel), pixel);
}

static void copy_row(const struct plan *plan, const uint8_t *in, ptrdiff_t ahead, uint8_t *out)
{
    const struct resize_tables *tables = plan->tables;
    const int *start = tables->x.start;
    int width = plan->dst.width;
    uintptr_t origin =
        (uintptr_t)in - (size_t)tables->columns.begin * (size_t)shape_pixel_bytes(plan->src);
    switch (shape_pixel_bytes(plan->src)) {
    case 1:
        copy_pixels(start, width, 1, ahead, origin, out);
        break;
    case 2:
        copy_pixels(start, width, 2, ahead, origin, out);
        break;
    case 3:
        copy_pixels(start, width, 3, ahead, origin, out);
        break;
    default:
        copy_pixels(start, width, 4, ahead, origin, out);
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
