/* Photograph-like images: value noise as a pyramid, each level the one above enlarged plus noise.
 *
 * Linear interpolation of a lattice of spacing 2s is exact on one of spacing s, so the sum of all
 * octaves needs no loop over octaves at a pixel: level k (nodes 2^k pixels apart) is level k + 1
 * with its midpoints filled in, plus noise at every node of its own. Level 0 is the image. That is
 * 4/3 averages and 1/3 hashes a pixel. Halves are rounded up, always vertically before
 * horizontally, so a node has one value whoever computes it. */
#include "drivers/io/sources/synthetic.h"

#include <assert.h>
#include <string.h>

/* Samples are 16 bits, 16 steps to a grey level. 25 octaves of STEP_LUMA + STEP_CHROMA stay far
 * from the ends of the range. Colours share most of their noise, as in photographs. */
enum {
    LEVELS_MAX = 25,
    STRIP = 256, /* columns at a time: scratch stays on the stack and in the first cache */
    NODES_MAX = STRIP / 2 + 4,
    MIDDLE = 1 << 15,
    BLACK = MIDDLE - 128 * 16 - 8,
    STEP_LUMA = 4,
    STEP_CHROMA = 2,
    STEP_ALPHA = 24,
    ALPHA_OCTAVES = 3
};

/* Two neighbouring rows of one level: row y is in rows[y & 1]. */
struct level {
    uint16_t rows[2][NODES_MAX * CHANNELS_MAX];
    int row[2];       /* which rows these are; -1: none yet */
    int first, count; /* the nodes held */
};

/* A strip of columns of the image. */
struct pyramid {
    struct level levels[LEVELS_MAX + 1];
    int channels, top;
    uint64_t key;
};

static uint64_t mix(uint64_t value)
{
    value ^= value >> 32;
    value *= UINT64_C(0xd6e8feb86659fd93);
    value ^= value >> 32;
    value *= UINT64_C(0xd6e8feb86659fd93);
    return value ^ value >> 32;
}

static inline uint32_t node_hash(uint32_t row_key, uint32_t x)
{
    uint32_t hash = (x + row_key) * UINT32_C(0x9e3779b1);
    hash ^= hash >> 15;
    hash *= UINT32_C(0x85ebca77);
    hash ^= row_key;
    hash ^= hash >> 13;
    hash *= UINT32_C(0xc2b2ae3d);
    return hash ^ hash >> 16;
}

static inline int signed_byte(uint32_t hash, int index)
{
    return (int)(hash >> (8 * index) & 255) - 128;
}

/* Adds the octave's noise to the nodes of one row. */
static inline void row_disturb(uint16_t *row, int first, int count, int channels, uint32_t key,
                               int alpha_step)
{
    int colours = channels - (channels % 2 == 0);
    for (int i = 0; i < count; ++i) {
        uint32_t hash = node_hash(key, (uint32_t)(first + i));
        uint16_t *node = row + (ptrdiff_t)i * channels;
        int luma = STEP_LUMA * signed_byte(hash, 3);
        for (int c = 0; c < colours; ++c)
            node[c] = (uint16_t)(node[c] + luma + STEP_CHROMA * signed_byte(hash, c));
        if (channels > colours) {
            int alpha = signed_byte(hash * UINT32_C(0x27d4eb2f), 3);
            node[colours] = (uint16_t)(node[colours] + alpha_step * alpha);
        }
    }
}

/* out[i] = the average of a[i] and b[i]. */
static void row_average(uint16_t *restrict out, const uint16_t *a, const uint16_t *b, int count)
{
    for (int i = 0; i < count; ++i)
        out[i] = (uint16_t)((a[i] + b[i] + 1) >> 1);
}

/* Puts a node between each two of `coarse`: 2 count - 1 nodes from count. */
static inline void row_double(uint16_t *restrict fine, const uint16_t *restrict coarse, int count,
                              int channels)
{
    for (int i = 0; i + 1 < count; ++i) {
        const uint16_t *here = coarse + (ptrdiff_t)i * channels;
        uint16_t *pair = fine + (ptrdiff_t)2 * i * channels;
        for (int c = 0; c < channels; ++c) {
            pair[c] = here[c];
            pair[channels + c] = (uint16_t)((here[c] + here[channels + c] + 1) >> 1);
        }
    }
    size_t last = (size_t)(count - 1) * (size_t)channels;
    memcpy(fine + 2 * last, coarse + last, (size_t)channels * sizeof *fine);
}

static void row_disturb_any(const struct pyramid *pyramid, int k, uint16_t *row, int y)
{
    const struct level *level = &pyramid->levels[k];
    uint32_t key = (uint32_t)mix(pyramid->key ^ ((uint64_t)k << 32 | (uint32_t)y));
    int below_top = pyramid->top - k;
    int alpha_step = below_top >= 1 && below_top <= ALPHA_OCTAVES ? STEP_ALPHA : 0;
    switch (pyramid->channels) { /* constants, so that each case is a loop without inner loops */
    case 1:
        row_disturb(row, level->first, level->count, 1, key, alpha_step);
        break;
    case 2:
        row_disturb(row, level->first, level->count, 2, key, alpha_step);
        break;
    case 3:
        row_disturb(row, level->first, level->count, 3, key, alpha_step);
        break;
    default:
        row_disturb(row, level->first, level->count, 4, key, alpha_step);
    }
}

static void row_double_any(uint16_t *fine, const uint16_t *coarse, int count, int channels)
{
    switch (channels) {
    case 1:
        row_double(fine, coarse, count, 1);
        break;
    case 2:
        row_double(fine, coarse, count, 2);
        break;
    case 3:
        row_double(fine, coarse, count, 3);
        break;
    default:
        row_double(fine, coarse, count, 4);
    }
}

static const uint16_t *level_row(struct pyramid *pyramid, int k, int y);

/* Row y of level k without its own noise, from the first node that level k + 1 holds. */
static void row_enlarge(struct pyramid *pyramid, int k, int y, uint16_t *fine)
{
    const struct level *coarse = &pyramid->levels[k + 1];
    uint16_t between[NODES_MAX * CHANNELS_MAX];
    const uint16_t *row = level_row(pyramid, k + 1, y >> 1);
    if (y & 1) {
        const uint16_t *next = level_row(pyramid, k + 1, (y >> 1) + 1);
        row_average(between, row, next, coarse->count * pyramid->channels);
        row = between;
    }
    row_double_any(fine, row, coarse->count, pyramid->channels);
}

/* Row y of level k, made if it is not there. Calls itself once a level, at most LEVELS_MAX deep;
 * each level is asked for rows in ascending order, two neighbours at a time. */
static const uint16_t *level_row(struct pyramid *pyramid, int k, int y)
{
    struct level *level = &pyramid->levels[k];
    uint16_t *row = level->rows[y & 1];
    if (level->row[y & 1] == y)
        return row;
    int samples = level->count * pyramid->channels;
    if (k == pyramid->top) {
        for (int i = 0; i < samples; ++i)
            row[i] = MIDDLE;
    } else {
        uint16_t fine[2 * NODES_MAX * CHANNELS_MAX];
        row_enlarge(pyramid, k, y, fine);
        int skipped = level->first - 2 * pyramid->levels[k + 1].first;
        memcpy(row, fine + skipped * pyramid->channels, (size_t)samples * sizeof *row);
    }
    row_disturb_any(pyramid, k, row, y);
    level->row[y & 1] = y;
    return row;
}

static void row_store(uint8_t *restrict out, const uint16_t *restrict row, size_t samples)
{
    for (size_t i = 0; i < samples; ++i) {
        int grey = (row[i] - BLACK) >> 4;
        grey = grey < 0 ? 0 : grey;
        out[i] = (uint8_t)(grey > 255 ? 255 : grey);
    }
}

static void strip_fill(struct pyramid *pyramid, const struct image *image, struct range columns)
{
    for (int k = 1; k <= pyramid->top; ++k) {
        struct level *level = &pyramid->levels[k];
        level->first = columns.begin >> k;
        level->count = ((columns.end - 1) >> k) + 2 - level->first;
        level->row[0] = level->row[1] = -1;
        assert(level->count <= NODES_MAX);
    }
    size_t channels = (size_t)pyramid->channels;
    size_t skipped = (size_t)(columns.begin - 2 * pyramid->levels[1].first);
    size_t left = (size_t)(columns.begin - image->held.columns.begin) *
                  (size_t)shape_pixel_bytes(image->shape);
    uint16_t fine[2 * NODES_MAX * CHANNELS_MAX];
    for (int y = image->held.rows.begin; y < image->held.rows.end; ++y) {
        row_enlarge(pyramid, 0, y, fine);
        row_store(image_row(image, y) + left, fine + skipped * channels,
                  (size_t)range_count(columns) * channels);
    }
}

void synthetic_fill(const struct image *image, uint64_t seed, int item)
{
    struct pyramid pyramid;
    struct shape shape = image->shape;
    int side = shape.width > shape.height ? shape.width : shape.height;
    pyramid.channels = shape.channels;
    pyramid.key = mix(mix(seed) + (uint32_t)item + UINT64_C(0x9e3779b97f4a7c15));
    pyramid.top = 1;
    while (pyramid.top + 1 < LEVELS_MAX && side >> (pyramid.top + 1))
        ++pyramid.top;
    for (int x = image->held.columns.begin; x < image->held.columns.end; x += STRIP) {
        int end = image->held.columns.end;
        strip_fill(&pyramid, image, (struct range){x, end - x < STRIP ? end : x + STRIP});
    }
    if (image->capacity > 0) /* else what is between its rows is somebody else's */
        image_clear_ends(image);
}
