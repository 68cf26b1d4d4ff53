/* The rows of denoise, by the definition in denoise.c.
 *
 * The rows are computed tile by tile. A tile's source is first copied to planes of 16 bits with the
 * border continued: what follows knows no edges, no channels in turn and no bands. Then, one offset
 * after the other, rows of squared differences slide through sums over the height of a patch; all
 * that an offset touches stays in the L1 and L2 caches. Two patches are as far from each other as
 * the other way round, w(i, o) = w(i + o, -o): half of the offsets give all weights. */
#include "kernels/denoise/denoise.h"

#include <assert.h>
#include <string.h>

/* LONGEST: pixels of a row, with those beside the tile. Inner loops go on to whole VECTORs of
 * pixels; what they read and leave beyond the row's end is not used. */
enum { ROWS = 32, LONGEST = 256, VECTOR = 32, COLOURS_MAX = 3 };

static inline int whole(int count)
{
    return (count + VECTOR - 1) / VECTOR * VECTOR;
}

/* A tile and its arrays in scratch. `left` and `top` are its first target pixel's place in the
 * image; `halo` pixels more on each side are in the planes, rows `pitch` samples apart. */
struct tile {
    const struct denoise_tables *tables;
    int colours, halo, rows, longest, left, top, width, height;
    ptrdiff_t pitch, plane; /* distances of rows and of colours */
    uint16_t *pixels;       /* [colours][rows + 2 halo][pitch] */
    uint32_t *squares;      /* [2 radius + 1][pitch]: rows of differences, in turn */
    uint32_t *column;       /* [pitch]: their sum */
    uint16_t *weight;       /* [rows + search][pitch]: of one offset, see weigh_offset() */
    uint32_t *sums;         /* [rows][colours + 1][longest]: of weighted samples; of weights */
};

/* Places the arrays in `scratch`, each aligned, and returns the bytes they take. */
static size_t lay_out(struct tile *t, const struct plan *plan, uint8_t *scratch)
{
    const struct denoise_tables *tables = t->tables;
    t->colours = denoise_colours(plan->src.channels);
    t->halo = tables->radius + tables->search;
    int longest = plan->src.width + 2 * tables->radius + tables->search;
    t->longest = longest < LONGEST ? whole(longest) : LONGEST;
    t->rows = plan->src.height < ROWS ? plan->src.height : ROWS;
    t->pitch = whole(t->longest + 2 * t->halo);
    t->plane = t->pitch * (t->rows + 2 * t->halo);
    size_t pitch = (size_t)t->pitch, colours = (size_t)t->colours;
    size_t squares = (size_t)t->plane * colours * sizeof *t->pixels;
    size_t column = squares + (size_t)(2 * tables->radius + 1) * pitch * sizeof *t->squares;
    size_t weight = column + pitch * sizeof *t->column;
    size_t sums = weight + (size_t)(t->rows + tables->search) * pitch * sizeof *t->weight;
    if (scratch) {
        t->pixels = (uint16_t *)(void *)scratch;
        t->squares = (uint32_t *)(void *)(scratch + squares);
        t->column = (uint32_t *)(void *)(scratch + column);
        t->weight = (uint16_t *)(void *)(scratch + weight);
        t->sums = (uint32_t *)(void *)(scratch + sums);
    }
    return sums + (size_t)(t->rows * t->longest) * (colours + 1) * sizeof *t->sums;
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
            uint16_t *out = t->pixels + c * t->plane + (y + t->halo) * t->pitch;
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
                         ptrdiff_t plane, int colours, int count, uint32_t *restrict square,
                         uint32_t *restrict column)
{
    for (int x = 0; x < count; ++x) {
        uint32_t sum = 0;
        for (int c = 0; c < colours; ++c) {
            ptrdiff_t at = c * plane + x;
            int difference = here[at] - there[at];
            sum += (uint16_t)(difference * difference);
        }
        column[x] += sum - square[x];
        square[x] = sum;
    }
}

/* Where the weights of one row stand in the table, from the sums over the height of its patches.
 * `radius` is a constant where this is called. */
static inline void find_levels(const uint32_t *restrict column, int radius, int shift, int count,
                               uint16_t *restrict level)
{
    for (int x = 0; x < count; ++x) {
        uint32_t box = column[x];
        for (int k = 1; k <= 2 * radius; ++k)
            box += column[x + k];
        box >>= shift;
        level[x] = (uint16_t)(box < DENOISE_LEVELS ? box : DENOISE_LEVELS - 1);
    }
}

/* The weights of one row. */
static void find_weights(const struct tile *t, int count, uint16_t *restrict weight)
{
    const uint16_t *table = t->tables->weight;
    int radius = t->tables->radius, shift = t->tables->shift, more = whole(count);
    if (radius == 1)
        find_levels(t->column, 1, shift, more, weight);
    else if (radius == 2)
        find_levels(t->column, 2, shift, more, weight);
    else
        find_levels(t->column, DENOISE_RADIUS_MAX, shift, more, weight);
    for (int x = 0; x < count; ++x)
        weight[x] = table[weight[x]];
}

/* The weights between each pixel i and i + (down, right), where one of both is in the tile: rows
 * from `down` above the tile on, columns from `right` left of it on; `down` is not negative. */
static void weigh_offset(const struct tile *t, int down, int right)
{
    int radius = t->tables->radius, side = 2 * radius + 1;
    int before = right > 0 ? right : 0, width = t->width + (right > 0 ? right : -right);
    int count = whole(width + 2 * radius);
    ptrdiff_t pitch = t->pitch, offset = down * pitch + right;
    memset(t->squares, 0, (size_t)((side + 1) * pitch) * sizeof *t->squares); /* column too */
    for (int y = -radius; y < down + t->height + radius; ++y) {
        const uint16_t *here =
            t->pixels + (t->halo - down + y) * pitch + (t->halo - before - radius);
        uint32_t *square = t->squares + (y + radius) % side * pitch;
        if (t->colours == 1)
            slide(here, here + offset, t->plane, 1, count, square, t->column);
        else
            slide(here, here + offset, t->plane, COLOURS_MAX, count, square, t->column);
        if (y >= radius && (y - radius < t->height || y - radius >= down))
            find_weights(t, width, t->weight + (y - radius) * pitch);
    }
}

/* Adds the samples at (down, right) from those of the tile, and those on the other side. */
static void add_offset(const struct tile *t, int down, int right)
{
    ptrdiff_t pitch = t->pitch, offset = down * pitch + right;
    int width = whole(t->width);
    for (int y = 0; y < t->height; ++y) {
        const uint16_t *restrict back = t->weight + y * pitch + (right < 0 ? -right : 0);
        const uint16_t *restrict on = back + offset;
        const uint16_t *centre = t->pixels + (t->halo + y) * pitch + t->halo;
        uint32_t *restrict sum = t->sums + y * (t->colours + 1) * t->longest;
        for (int c = 0; c < t->colours; ++c, sum += t->longest, centre += t->plane) {
            const uint16_t *restrict before = centre - offset, *restrict after = centre + offset;
            for (int x = 0; x < width; ++x)
                sum[x] += (uint32_t)back[x] * before[x] + (uint32_t)on[x] * after[x];
        }
        for (int x = 0; x < width; ++x)
            sum[x] += (uint32_t)back[x] + on[x];
    }
}

/* The sums begin with each pixel itself, whose distance is 0. */
static void add_centre(const struct tile *t)
{
    for (int y = 0; y < t->height; ++y) {
        const uint16_t *centre = t->pixels + (t->halo + y) * t->pitch + t->halo;
        uint32_t *restrict sum = t->sums + y * (t->colours + 1) * t->longest;
        for (int c = 0; c < t->colours; ++c, sum += t->longest, centre += t->plane)
            for (int x = 0; x < t->width; ++x)
                sum[x] = (uint32_t)centre[x] << DENOISE_BITS;
        for (int x = 0; x < t->width; ++x)
            sum[x] = 1 << DENOISE_BITS;
    }
}

static void compute_tile(const struct tile *t)
{
    int search = t->tables->search;
    add_centre(t);
    for (int down = 0; down <= search; ++down)
        for (int right = down > 0 ? -search : 1; right <= search; ++right) {
            weigh_offset(t, down, right);
            add_offset(t, down, right);
        }
}

/* The weighted means, and alpha. Sums are below 2^31, and a quotient of such numbers is cut off
 * rightly in double precision: unless whole, it is farther from the next whole number than rounding
 * moves it. */
static void store_tile(const struct tile *t, const struct image *src, struct image *dst)
{
    ptrdiff_t channels = src->shape.channels, first = t->left * channels;
    uint8_t mean[LONGEST];
    for (int y = 0; y < t->height; ++y) {
        const uint32_t *sum = t->sums + y * (t->colours + 1) * t->longest;
        const uint32_t *weights = sum + t->colours * t->longest;
        const uint8_t *in = image_row(src, t->top + y) + first;
        uint8_t *out = image_row(dst, t->top + y) + first;
        for (int c = 0; c < t->colours; ++c, sum += t->longest) {
            for (int x = 0; x < t->width; ++x) {
                int rounded = (int)(sum[x] + weights[x] / 2);
                mean[x] = (uint8_t)(int)((double)rounded / (int)weights[x]);
            }
            for (int x = 0; x < t->width; ++x)
                out[x * channels + c] = mean[x];
        }
        for (int x = 0; x < t->width && channels > t->colours; ++x)
            out[x * channels + t->colours] = in[x * channels + t->colours];
    }
}

void VARIANT_NAME(denoise_rows)(const struct plan *plan, const struct image *src, struct image *dst,
                                const struct band *band)
{
    const struct range rows = band->rows;
    struct tile t = {.tables = plan->tables};
    size_t used = lay_out(&t, plan, band->scratch);
    assert(used <= plan->scratch);
    (void)used;
    memset(t.pixels, 0, (size_t)(t.plane * t.colours) * sizeof *t.pixels);
    int columns = LONGEST - 2 * t.tables->radius - t.tables->search;
    for (t.top = rows.begin; t.top < rows.end; t.top += t.rows)
        for (t.left = 0; t.left < plan->src.width; t.left += columns) {
            t.height = rows.end - t.top < t.rows ? rows.end - t.top : t.rows;
            t.width = plan->src.width - t.left < columns ? plan->src.width - t.left : columns;
            load_tile(&t, src);
            compute_tile(&t);
            store_tile(&t, src, dst);
        }
}
