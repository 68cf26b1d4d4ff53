/* Images of 8-bit samples, whole or in part: what every kernel reads and writes. */
#ifndef PARALLAX_IMAGE_H
#define PARALLAX_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes behind the last row of every image of ours that may be read (zeros at first, though their
 * values mean nothing): a vector load at the end of a row needs no mask. */
enum { IMAGE_PADDING = 64, CHANNELS_MAX = 4, SIDE_MAX = 1 << 24 };

/* Width and height in pixels, 1..SIDE_MAX; channels interleaved: 1 grey, 2 grey + alpha, 3 RGB, 4
 * RGBA. */
struct shape {
    int width, height, channels;
};

/* Half open: begin, …, end - 1. Empty if end <= begin. */
struct range {
    int begin, end;
};

struct area {
    struct range rows, columns;
};

/* The part `held` of an image of `shape`. Rows and columns keep their numbers in the whole image,
 * so that a kernel cannot tell a band on a rank from a full image in shared memory. `stride` is the
 * distance of two rows in bytes. `capacity` is what image_allocate() owns; 0: somebody else's
 * pixels. */
struct image {
    struct shape shape;
    struct area held;
    ptrdiff_t stride;
    uint8_t *pixels;
    size_t capacity;
};

static inline int range_count(struct range range)
{
    return range.end > range.begin ? range.end - range.begin : 0;
}

static inline bool area_is_empty(struct area area)
{
    return range_count(area.rows) == 0 || range_count(area.columns) == 0;
}

static inline struct area area_whole(struct shape shape)
{
    return (struct area){{0, shape.height}, {0, shape.width}};
}

/* Bytes of one pixel: one for each sample. */
static inline int shape_pixel_bytes(struct shape shape)
{
    return shape.channels;
}

/* The smallest area that holds both; an empty one adds nothing. */
struct area area_join(struct area a, struct area b);

/* Whether all of `inner` is in `outer`; true for an empty `inner`. */
bool area_contains(struct area outer, struct area inner);

/* The rows of an image of `shape` that are at most `radius` rows away from one of `rows`, which are
 * in it; all columns. Empty if `rows` is. `radius` is not negative. */
struct area area_halo(struct shape shape, struct range rows, int radius);

bool shape_equal(struct shape a, struct shape b);

/* Sides in 1..SIDE_MAX and 1..CHANNELS_MAX channels. */
bool shape_is_valid(struct shape shape);

/* The first held column of row `y`, which must be held. */
static inline uint8_t *image_row(const struct image *image, int y)
{
    return image->pixels + (ptrdiff_t)(y - image->held.rows.begin) * image->stride;
}

/* Bytes of one held row without its padding. */
static inline size_t image_row_bytes(const struct image *image)
{
    return (size_t)range_count(image->held.columns) * (size_t)shape_pixel_bytes(image->shape);
}

/* Bytes that image_allocate() would own for this area. */
size_t image_bytes(struct shape shape, struct area held);

/* Makes *image hold `held` of `shape`; pixel values are undefined, and what is between rows. A
 * zeroed image is allocated, one from an earlier call keeps its memory where that is large enough.
 * Rows are 64-byte aligned, no stride is a multiple of 4096 (which would map a column to one cache
 * set). Returns 0, or -1 when out of memory: then the image is empty. The caller frees with
 * image_free(). */
int image_allocate(struct image *image, struct shape shape, struct area held);

/* Makes *image hold `held` of `shape` in somebody else's memory, of image_bytes() at least and
 * 64-byte aligned, which must stay. Frees what image_allocate() owns. */
void image_place(struct image *image, struct shape shape, struct area held, void *memory);

/* Frees what image_allocate() owns and zeroes *image. A zeroed image is allowed. */
void image_free(struct image *image);

/* Zeroes the bytes between the held rows. Whoever writes a source image does so, since vectors
 * multiply what they read there by zero: that it counts for nothing, memcheck cannot know. Not part
 * of image_allocate(): the first to touch a page decides where it lies. */
void image_clear_ends(const struct image *image);

/* Fills every held row with `value`. */
void image_fill(struct image *image, uint8_t value);

#endif
