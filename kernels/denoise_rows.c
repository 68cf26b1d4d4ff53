/* The rows of denoise, by the definition in denoise.c.
 *
 * The rows are computed tile by tile. A tile's source is first copied to planes of 16 bits with the
 * border continued: what follows knows no edges, no channels in turn and no bands. Then, one offset
 * after the other, rows of squared differences slide through sums over the height of a patch; all
 * that an offset touches stays in the L1 and L2 caches. */
#include "denoise.h"

#include <assert.h>
#include <string.h>

enum { ROWS = 16, COLUMNS = 192, COLOURS_MAX = 3 };

/* A tile and its arrays in scratch. `left` and `top` are its first target pixel's place in the
 * image; `halo` pixels more on each side are in the planes, rows `pitch` samples apart. */
struct tile {
    const struct denoise_tables *tables;
    int colours, halo, left, top, width, height;
    size_t pitch, plane; /* distances of rows and of colours */
    uint16_t *pixels;    /* [colours][ROWS + 2 halo][pitch] */
    uint32_t *squares;   /* [2 radius + 1][pitch]: rows of differences, in turn */
    uint32_t *column;    /* [pitch]: their sum */
    uint32_t *box;       /* [COLUMNS]: sums over whole patches */
    uint16_t *weight;    /* [COLUMNS] */
    uint32_t *sums;      /* [ROWS][colours + 1][COLUMNS]: of weighted samples; of weights */
};

/* Places the arrays in `scratch`, each aligned, and returns the bytes they take. */
static size_t lay_out(struct tile *t, const struct plan *plan, uint8_t *scratch)
{
    const struct denoise_tables *tables = t->tables;
    t->colours = denoise_colours(plan->src.channels);
    t->halo = tables->radius + tables->search;
    t->pitch = ((size_t)(COLUMNS + 2 * t->halo) + 31) & ~(size_t)31;
    t->plane = t->pitch * (size_t)(ROWS + 2 * t->halo);
    size_t squares = t->plane * (size_t)t->colours * sizeof *t->pixels;
    size_t side = (size_t)(2 * tables->radius + 1);
    size_t column = squares + side * t->pitch * sizeof *t->squares;
    size_t box = column + t->pitch * sizeof *t->column;
    size_t weight = box + COLUMNS * sizeof *t->box;
    size_t sums = weight + COLUMNS * sizeof *t->weight;
    if (scratch) {
        t->pixels = (uint16_t *)(void *)scratch;
        t->squares = (uint32_t *)(void *)(scratch + squares);
        t->column = (uint32_t *)(void *)(scratch + column);
        t->box = (uint32_t *)(void *)(scratch + box);
        t->weight = (uint16_t *)(void *)(scratch + weight);
        t->sums = (uint32_t *)(void *)(scratch + sums);
    }
    return sums + ROWS * (size_t)(t->colours + 1) * COLUMNS * sizeof *t->sums;
}

size_t VARIANT_NAME(denoise_scratch)(const struct plan *plan)
{
    struct tile tile = {.tables = plan->tables};
    return lay_out(&tile, plan, NULL);
}

static inline int clamp(int x, int last)
{
    return x < 0 ? 0 : x > last ? last : x;
}

/* The tile's source, its border continued, one plane a colour. */
static void load_tile(const struct tile *t, const struct image *src)
{
    int channels = src->shape.channels, right = src->shape.width - 1;
    int begin = t->left - t->halo, end = t->left + t->width + t->halo;
    int inside = clamp(begin, right), inside_end = clamp(end, right + 1);
    for (int y = -t->halo; y < t->height + t->halo; ++y) {
        const uint8_t *row = image_row(src, clamp(t->top + y, src->shape.height - 1));
        for (int c = 0; c < t->colours; ++c) {
            uint16_t *out = t->pixels + (size_t)c * t->plane + (size_t)(y + t->halo) * t->pitch;
            for (int x = begin; x < inside; ++x)
                *out++ = row[c];
            for (int x = inside; x < inside_end; ++x)
                *out++ = row[(ptrdiff_t)x * channels + c];
            for (int x = inside_end; x < end; ++x)
                *out++ = row[(ptrdiff_t)right * channels + c];
        }
    }
}

/* A new row of squared differences takes the place of the oldest one, in `square` and in the sum.
 * `colours` is a constant where this is called. */
static inline void slide(const uint16_t *restrict here, const uint16_t *restrict there,
                         size_t plane, int colours, int count, uint32_t *restrict square,
                         uint32_t *restrict column)
{
    for (int x = 0; x < count; ++x) {
        uint32_t sum = 0;
        for (int c = 0; c < colours; ++c) {
            int difference =
                here[(size_t)c * plane + (size_t)x] - there[(size_t)c * plane + (size_t)x];
            sum += (uint16_t)(difference * difference);
        }
        column[x] += sum - square[x];
        square[x] = sum;
    }
}

/* The weights of one row, from the sums over the height of its patches. */
static void find_weights(const struct tile *t)
{
    const struct denoise_tables *tables = t->tables;
    uint32_t *restrict box = t->box;
    int width = t->width, shift = tables->shift;
    memcpy(box, t->column, (size_t)width * sizeof *box);
    for (int k = 1; k <= 2 * tables->radius; ++k) {
        const uint32_t *restrict column = t->column + k;
        for (int x = 0; x < width; ++x)
            box[x] += column[x];
    }
    for (int x = 0; x < width; ++x) {
        uint32_t level = box[x] >> shift;
        t->weight[x] = tables->weight[level < DENOISE_LEVELS ? level : DENOISE_LEVELS - 1];
    }
}

/* Adds the weighted samples of one row, and the weights. */
static void add_row(const struct tile *t, const uint16_t *there, uint32_t *sums)
{
    const uint16_t *restrict weight = t->weight;
    int width = t->width;
    for (int c = 0; c < t->colours; ++c) {
        const uint16_t *restrict in = there + (size_t)c * t->plane;
        uint32_t *restrict sum = sums + c * COLUMNS;
        for (int x = 0; x < width; ++x)
            sum[x] += (uint32_t)weight[x] * in[x];
    }
    uint32_t *restrict sum = sums + t->colours * COLUMNS;
    for (int x = 0; x < width; ++x)
        sum[x] += weight[x];
}

/* All patches at distance (down, right) from those of the tile. */
static void add_offset(const struct tile *t, int down, int right)
{
    int radius = t->tables->radius, side = 2 * radius + 1, count = t->width + 2 * radius;
    ptrdiff_t offset = down * (ptrdiff_t)t->pitch + right;
    memset(t->squares, 0, (size_t)(side + 1) * t->pitch * sizeof *t->squares); /* column too */
    for (int y = -radius; y < t->height + radius; ++y) {
        const uint16_t *here =
            t->pixels + (ptrdiff_t)(t->halo + y) * (ptrdiff_t)t->pitch + (t->halo - radius);
        uint32_t *square = t->squares + (size_t)((y + radius) % side) * t->pitch;
        if (t->colours == 1)
            slide(here, here + offset, t->plane, 1, count, square, t->column);
        else
            slide(here, here + offset, t->plane, COLOURS_MAX, count, square, t->column);
        if (y < radius)
            continue;
        const uint16_t *centre = here - (ptrdiff_t)radius * (ptrdiff_t)t->pitch + radius;
        find_weights(t);
        add_row(t, centre + offset, t->sums + (y - radius) * (t->colours + 1) * COLUMNS);
    }
}

/* The weighted means, and alpha. */
static void store_tile(const struct tile *t, const struct image *src, struct image *dst)
{
    ptrdiff_t channels = src->shape.channels, first = t->left * channels;
    for (int y = 0; y < t->height; ++y) {
        const uint32_t *sum = t->sums + y * (t->colours + 1) * COLUMNS;
        const uint32_t *weights = sum + t->colours * COLUMNS;
        const uint8_t *in = image_row(src, t->top + y) + first;
        uint8_t *out = image_row(dst, t->top + y) + first;
        for (int x = 0; x < t->width; ++x, in += channels, out += channels) {
            for (int c = 0; c < t->colours; ++c)
                out[c] = (uint8_t)((sum[c * COLUMNS + x] + weights[x] / 2) / weights[x]);
            if (channels > t->colours)
                out[t->colours] = in[t->colours];
        }
    }
}

void VARIANT_NAME(denoise_rows)(const struct plan *plan, const struct image *src, struct image *dst,
                                struct range rows, const uint64_t *total, uint64_t *tally,
                                void *scratch)
{
    (void)total;
    (void)tally;
    struct tile t = {.tables = plan->tables};
    size_t used = lay_out(&t, plan, scratch);
    assert(used <= plan->scratch);
    (void)used;
    int search = t.tables->search;
    for (t.top = rows.begin; t.top < rows.end; t.top += ROWS)
        for (t.left = 0; t.left < plan->src.width; t.left += COLUMNS) {
            t.height = rows.end - t.top < ROWS ? rows.end - t.top : ROWS;
            t.width = plan->src.width - t.left < COLUMNS ? plan->src.width - t.left : COLUMNS;
            load_tile(&t, src);
            size_t sums = (size_t)(t.height * (t.colours + 1)) * COLUMNS;
            memset(t.sums, 0, sums * sizeof *t.sums);
            for (int down = -search; down <= search; ++down)
                for (int right = -search; right <= search; ++right)
                    add_offset(&t, down, right);
            store_tile(&t, src, dst);
        }
}
