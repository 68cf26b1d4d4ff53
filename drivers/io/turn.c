/* Turning pictures the right way up. */
#include "drivers/io/turn.h"

#include <assert.h>
#include <string.h>

/* Source rows at a time: each has a cache line and a page of its own under way, of which there are
 * to be no more than the first level of caches holds. */
enum { BLOCK = 32 };

static void mirror_row(uint8_t *row, int width, int channels)
{
    uint8_t *end = row + (ptrdiff_t)(width - 1) * channels;
    for (; row < end; row += channels, end -= channels)
        for (int c = 0; c < channels; ++c) {
            uint8_t sample = row[c];
            row[c] = end[c];
            end[c] = sample;
        }
}

static void swap_rows(uint8_t *a, uint8_t *b, size_t size)
{
    uint8_t part[256];
    for (size_t at = 0, count; at < size; at += count) {
        count = size - at < sizeof part ? size - at : sizeof part;
        memcpy(part, a + at, count);
        memcpy(a + at, b + at, count);
        memcpy(b + at, part, count);
    }
}

static bool turns_columns_round(enum orientation orientation)
{
    return orientation == ORIENTATION_MIRROR || orientation == ORIENTATION_HALF_TURN ||
           orientation == ORIENTATION_TRANSVERSE || orientation == ORIENTATION_LEFT_TURN;
}

static bool turns_rows_round(enum orientation orientation)
{
    return orientation == ORIENTATION_FLIP || orientation == ORIENTATION_HALF_TURN ||
           orientation == ORIENTATION_TRANSVERSE || orientation == ORIENTATION_RIGHT_TURN;
}

struct shape turn_enough(struct shape stored, struct shape enough, enum orientation orientation)
{
    bool columns = turns_columns_round(orientation), rows = turns_rows_round(orientation);
    for (int parts = 8; (columns || rows) && parts > 1; parts /= 2) {
        struct shape shrunk = {(stored.width + parts - 1) / parts,
                               (stored.height + parts - 1) / parts, enough.channels};
        bool whole =
            (!columns || stored.width % parts == 0) && (!rows || stored.height % parts == 0);
        if (whole && shrunk.width >= enough.width && shrunk.height >= enough.height)
            return shrunk;
    }
    return columns || rows ? stored : enough;
}

void turn_mirror(const struct image *image, struct range rows)
{
    for (int y = rows.begin; y < rows.end; ++y)
        mirror_row(image_row(image, y), image->shape.width, image->shape.channels);
}

void turn_in_place(struct image *image, enum orientation orientation)
{
    assert(!turn_swaps(orientation) && area_contains(image->held, area_whole(image->shape)));
    int height = image->shape.height;
    bool mirrors = orientation == ORIENTATION_MIRROR || orientation == ORIENTATION_HALF_TURN;
    bool flips = orientation == ORIENTATION_FLIP || orientation == ORIENTATION_HALF_TURN;
    if (mirrors)
        turn_mirror(image, (struct range){0, height});
    for (int y = 0; flips && y < height / 2; ++y)
        swap_rows(image_row(image, y), image_row(image, height - 1 - y), image_row_bytes(image));
}

/* One column of `count` rows to one row: `step` bytes from sample to sample of the column. */
static inline void take_column(const uint8_t *column, ptrdiff_t step, int count, int channels,
                               uint8_t *row)
{
    for (int i = 0; i < count; ++i, column += step, row += channels)
        for (int c = 0; c < channels; ++c)
            row[c] = column[c];
}

/* The same with a number of channels that the compiler knows. */
static void take(const uint8_t *column, ptrdiff_t step, int count, int channels, uint8_t *row)
{
    if (channels == 1)
        take_column(column, step, count, 1, row);
    else if (channels == 2)
        take_column(column, step, count, 2, row);
    else if (channels == 3)
        take_column(column, step, count, 3, row);
    else
        take_column(column, step, count, 4, row);
}

int turn_into(const struct image *stored, enum orientation orientation, struct image *turned)
{
    assert(turn_swaps(orientation) && area_contains(stored->held, area_whole(stored->shape)));
    struct shape from = stored->shape, to = turn_shape(from, orientation);
    if (image_allocate(turned, to, area_whole(to)))
        return -1;
    bool upwards = orientation == ORIENTATION_RIGHT_TURN || orientation == ORIENTATION_TRANSVERSE;
    bool backwards = orientation == ORIENTATION_LEFT_TURN || orientation == ORIENTATION_TRANSVERSE;
    ptrdiff_t step = upwards ? -stored->stride : stored->stride;
    for (int x = 0, count; x < to.width; x += count) {
        count = to.width - x < BLOCK ? to.width - x : BLOCK;
        const uint8_t *first = image_row(stored, upwards ? from.height - 1 - x : x);
        for (int y = 0; y < to.height; ++y) {
            int column = backwards ? from.width - 1 - y : y;
            take(first + (ptrdiff_t)column * from.channels, step, count, from.channels,
                 image_row(turned, y) + (ptrdiff_t)x * from.channels);
        }
    }
    return 0;
}
