/* Transpose with AVX2, by the definition in transpose.c: blocks of 8 x 8 pixels of 32 bits,
 * whatever the channels, in registers. A tile of blocks is put together beside the image, so that
 * its rows are stored as whole cache lines. */
#include "kernels/shared/smaller.h"
#include "kernels/transpose/transpose.h"

#include <immintrin.h>
#include <string.h>

enum {
    BLOCK = 8,
    COLUMNS = 96, /* of the source: a tile */
    ROWS = 64,    /* of the source: whole cache lines of the target, whatever the channels */
    TILE_ROW = ROWS * CHANNELS_MAX + 32,
    LARGE = 4 << 20 /* bytes of a result that no cache is likely to keep */
};

/* What brings BLOCK pixels from `channels` bytes each to four and back. */
struct order {
    __m256i spread_lanes, spread_bytes, join_bytes, join_lanes;
};

static inline struct order order_of(int channels)
{
    enum { NONE = 0x80 };
    uint8_t spread[32], join[32];
    int32_t apart[8] = {0}, together[8] = {0};
    for (int i = 0; i < 32; ++i) {
        int pixel = i % 16 / 4, byte = i % 4;
        spread[i] = (uint8_t)(byte < channels ? pixel * channels + byte : NONE);
        join[i] = NONE;
    }
    for (int i = 0; i < 4 * channels; ++i)
        join[i] = join[16 + i] = (uint8_t)(i / channels * 4 + i % channels);
    for (int i = 0; i < channels; ++i) {
        apart[i] = together[i] = i;
        apart[4 + i] = channels + i;
        together[channels + i] = 4 + i;
    }
    return (struct order){
        _mm256_loadu_si256((const void *)apart), _mm256_loadu_si256((const void *)spread),
        _mm256_loadu_si256((const void *)join), _mm256_loadu_si256((const void *)together)};
}

static inline void transpose_block(__m256i *row)
{
    __m256i pair[BLOCK], four[BLOCK];
    for (int i = 0; i < BLOCK; i += 2) {
        pair[i] = _mm256_unpacklo_epi32(row[i], row[i + 1]);
        pair[i + 1] = _mm256_unpackhi_epi32(row[i], row[i + 1]);
    }
    for (int i = 0; i < BLOCK; i += 4)
        for (int j = 0; j < 2; ++j) {
            four[i + 2 * j] = _mm256_unpacklo_epi64(pair[i + j], pair[i + j + 2]);
            four[i + 2 * j + 1] = _mm256_unpackhi_epi64(pair[i + j], pair[i + j + 2]);
        }
    for (int i = 0; i < 4; ++i) {
        row[i] = _mm256_permute2x128_si256(four[i], four[i + 4], 0x20);
        row[i + 4] = _mm256_permute2x128_si256(four[i], four[i + 4], 0x31);
    }
}

static inline __m256i load_block_row(const uint8_t *in, int channels, const struct order *order)
{
    if (channels == 4)
        return _mm256_loadu_si256((const void *)in);
    __m256i bytes = channels == 3 ? _mm256_loadu_si256((const void *)in)
                                  : _mm256_castsi128_si256(_mm_loadu_si128((const void *)in));
    return _mm256_shuffle_epi8(_mm256_permutevar8x32_epi32(bytes, order->spread_lanes),
                               order->spread_bytes);
}

/* Of three channels, 8 bytes more, where the next block will stand. */
static inline void store_block_row(__m256i row, int channels, const struct order *order,
                                   uint8_t *out)
{
    if (channels < 4)
        row = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(row, order->join_bytes),
                                          order->join_lanes);
    if (channels == 1)
        _mm_storel_epi64((void *)out, _mm256_castsi256_si128(row));
    else if (channels == 2)
        _mm_storeu_si128((void *)out, _mm256_castsi256_si128(row));
    else
        _mm256_storeu_si256((void *)out, row);
}

/* BLOCK pixels of each of BLOCK source rows `step` apart, the last of them repeated where there are
 * only `count`, to as many rows of a tile. May read 32 bytes from each pixel on. */
static inline void turn_block(const uint8_t *in, ptrdiff_t step, int count, int channels,
                              const struct order *order, uint8_t *out)
{
    __m256i row[BLOCK];
    for (int i = 0; i < BLOCK; ++i)
        row[i] = load_block_row(in + smaller(i, count - 1) * step, channels, order);
    transpose_block(row);
    for (int i = 0; i < BLOCK; ++i)
        store_block_row(row[i], channels, order, out + (ptrdiff_t)i * TILE_ROW);
}

/* A tile: so many source pixels from `first` on; `step` bytes to the row that comes next in the
 * target. */
struct tile {
    const uint8_t *first;
    ptrdiff_t step;
    int columns, rows;
};

/* `out` becomes the tile's columns, TILE_ROW apart. The rows behind the tile will be read next: no
 * run that a CPU would fetch by itself. */
static inline void turn_tile(const struct tile *tile, int channels, const struct order *order,
                             uint8_t *out)
{
    for (int y = 0; y < tile->rows; y += BLOCK) {
        const uint8_t *in = tile->first + y * tile->step;
        for (int i = 0; i < BLOCK; ++i)
            for (int byte = 0; byte < COLUMNS * channels; byte += 64)
                _mm_prefetch((const char *)in + (ROWS + i) * tile->step + byte, _MM_HINT_T0);
        for (int x = 0; x < tile->columns; x += BLOCK)
            turn_block(in + (ptrdiff_t)x * channels, tile->step, smaller(tile->rows - y, BLOCK),
                       channels, order, out + (ptrdiff_t)x * TILE_ROW + (ptrdiff_t)y * channels);
    }
}

static inline void store_row(uint8_t *out, const uint8_t *row, size_t bytes, bool streams)
{
    if (streams && bytes % 64 == 0 && (uintptr_t)out % 64 == 0)
        for (size_t i = 0; i < bytes; i += 32)
            _mm256_stream_si256((void *)(out + i), _mm256_load_si256((const void *)(row + i)));
    else
        memcpy(out, row, bytes);
}

/* `channels` is a constant where this is called. */
static inline void turn_rows(const struct plan *plan, const struct image *src, struct image *dst,
                             struct range rows, int channels)
{
    _Alignas(64) uint8_t turned[COLUMNS * TILE_ROW];
    const struct order order = order_of(channels);
    const bool left = transpose_is_left(plan);
    int last = plan->src.width - 1, width = plan->dst.width;
    const bool streams = (size_t)plan->dst.height * (size_t)width * (size_t)channels > LARGE;
    int begin = left ? last + 1 - rows.end : rows.begin,
        end = left ? last + 1 - rows.begin : rows.end;
    for (int column = begin; column < end; column += COLUMNS) {
        struct tile tile = {.step = left ? src->stride : -src->stride,
                            .columns = smaller(end - column, COLUMNS)};
        for (int x = 0; x < width; x += ROWS) {
            tile.first = image_row(src, left ? x : width - 1 - x) +
                         (ptrdiff_t)(column - src->held.columns.begin) * channels;
            tile.rows = smaller(width - x, ROWS);
            turn_tile(&tile, channels, &order, turned);
            for (int i = 0; i < tile.columns; ++i) {
                int y = left ? last - column - i : column + i;
                store_row(image_row(dst, y) + (ptrdiff_t)x * channels, turned + i * TILE_ROW,
                          (size_t)tile.rows * (size_t)channels, streams);
            }
        }
    }
    _mm_sfence();
}

void transpose_rows_avx2(const struct plan *plan, const struct image *src, struct image *dst,
                         const struct band *band)
{
    const struct range rows = band->rows;
    switch (plan->src.channels) {
    case 1:
        turn_rows(plan, src, dst, rows, 1);
        break;
    case 2:
        turn_rows(plan, src, dst, rows, 2);
        break;
    case 3:
        turn_rows(plan, src, dst, rows, 3);
        break;
    default:
        turn_rows(plan, src, dst, rows, 4);
        break;
    }
}
