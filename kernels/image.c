/* Images of 8-bit samples: allocation and areas. */
#include "kernels/image.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The smallest range that holds both. */
static struct range range_join(struct range a, struct range b)
{
    return (struct range){a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

struct area area_join(struct area a, struct area b)
{
    if (area_is_empty(a))
        return b;
    if (area_is_empty(b))
        return a;
    return (struct area){range_join(a.rows, b.rows), range_join(a.columns, b.columns)};
}

bool area_contains(struct area outer, struct area inner)
{
    return area_is_empty(inner) ||
           (outer.rows.begin <= inner.rows.begin && inner.rows.end <= outer.rows.end &&
            outer.columns.begin <= inner.columns.begin && inner.columns.end <= outer.columns.end);
}

struct area area_halo(struct shape shape, struct range rows, int radius)
{
    if (range_count(rows) == 0)
        return (struct area){{0, 0}, {0, 0}};
    struct range seen = {rows.begin > radius ? rows.begin - radius : 0,
                         shape.height - rows.end > radius ? rows.end + radius : shape.height};
    return (struct area){seen, {0, shape.width}};
}

bool shape_equal(struct shape a, struct shape b)
{
    return a.width == b.width && a.height == b.height && a.channels == b.channels;
}

bool shape_is_valid(struct shape shape)
{
    return shape.width >= 1 && shape.width <= SIDE_MAX && shape.height >= 1 &&
           shape.height <= SIDE_MAX && shape.channels >= 1 && shape.channels <= CHANNELS_MAX;
}

static size_t stride_of(struct shape shape, struct area held)
{
    size_t bytes = (size_t)range_count(held.columns) * (size_t)shape_pixel_bytes(shape);
    size_t stride = (bytes + 63) & ~(size_t)63;
    return stride % 4096 == 0 ? stride + 64 : stride;
}

size_t image_bytes(struct shape shape, struct area held)
{
    return stride_of(shape, held) * (size_t)range_count(held.rows) + IMAGE_PADDING;
}

int image_allocate(struct image *image, struct shape shape, struct area held)
{
    assert(shape_is_valid(shape) && area_contains(area_whole(shape), held));
    size_t bytes = (image_bytes(shape, held) + 63) & ~(size_t)63;
    if (bytes > image->capacity) {
        /* Half as much again as there was, since who allocates again does so often, and new memory
         * costs a fault a page; what is not touched costs none. */
        size_t half = (image->capacity + image->capacity / 2 + 63) & ~(size_t)63;
        size_t most = half > bytes ? half : bytes;
        image_free(image);
        image->pixels = aligned_alloc(64, most);
        if (!image->pixels && most > bytes)
            image->pixels = aligned_alloc(64, most = bytes);
        if (!image->pixels)
            return -1;
        image->capacity = most;
    }
    image->shape = shape;
    image->held = held;
    image->stride = (ptrdiff_t)stride_of(shape, held);
    memset(image->pixels + image_bytes(shape, held) - IMAGE_PADDING, 0, IMAGE_PADDING);
    return 0;
}

void image_place(struct image *image, struct shape shape, struct area held, void *memory)
{
    assert(shape_is_valid(shape) && area_contains(area_whole(shape), held));
    image_free(image);
    *image = (struct image){shape, held, (ptrdiff_t)stride_of(shape, held), memory, 0};
}

void image_free(struct image *image)
{
    if (image->capacity)
        free(image->pixels);
    *image = (struct image){0};
}

void image_clear_ends(const struct image *image)
{
    size_t bytes = image_row_bytes(image), stride = (size_t)image->stride;
    for (int y = image->held.rows.begin; bytes < stride && y < image->held.rows.end; ++y)
        memset(image_row(image, y) + bytes, 0, stride - bytes);
}

void image_fill(struct image *image, uint8_t value)
{
    for (int y = image->held.rows.begin; y < image->held.rows.end; ++y)
        memset(image_row(image, y), value, image_row_bytes(image));
}
