/* The map of equalize with AVX-512, by the definition in equalize.c: a table of 256 bytes is four
 * vectors, and one permutation looks up in two of them. */
#include "kernels/equalize/equalize.h"

#include <immintrin.h>

enum { BYTES = 64, COLOURS_MAX = 3, PHASES_MAX = 3 };

/* Samples of colour c are the lanes mine[p][c] of a vector that begins p vectors behind a pixel's
 * begin; one of three channels every third does. */
struct tables {
    __m512i part[COLOURS_MAX][4];
    __mmask64 mine[PHASES_MAX][COLOURS_MAX];
};

static inline struct tables tables_of(uint8_t (*map)[COUNT_VALUES], int channels, int colours)
{
    struct tables t = {0};
    for (int c = 0; c < colours; ++c) {
        for (int i = 0; i < 4; ++i)
            t.part[c][i] = _mm512_loadu_si512(map[c] + i * BYTES);
        for (int i = c; i < PHASES_MAX * BYTES; i += channels)
            t.mine[i / BYTES][c] |= (__mmask64)1 << i % BYTES;
    }
    return t;
}

/* Alpha stays what it is. */
static inline __m512i look_up(__m512i values, const struct tables *t, int colours, int phase)
{
    __mmask64 high = _mm512_movepi8_mask(values);
    for (int c = 0; c < colours; ++c) {
        const __m512i *part = t->part[c];
        __mmask64 mine = t->mine[phase][c];
        values = _mm512_mask2_permutex2var_epi8(part[0], values, mine & ~high, part[1]);
        values = _mm512_mask2_permutex2var_epi8(part[2], values, mine & high, part[3]);
    }
    return values;
}

/* `channels` and `colours` are constants where this is called. */
static inline void map_row(const uint8_t *in, int samples, const struct tables *t, int channels,
                           int colours, uint8_t *out)
{
    enum { STEP = PHASES_MAX * BYTES };
    int i = 0;
    for (; i + STEP <= samples; i += STEP)
        for (int v = 0; v < PHASES_MAX; ++v) {
            __m512i values = _mm512_loadu_si512(in + i + v * BYTES);
            values = look_up(values, t, colours, channels == 3 ? v : 0);
            _mm512_storeu_si512(out + i + v * BYTES, values);
        }
    for (int v = 0; i < samples; i += BYTES, ++v) {
        int left = samples - i;
        __mmask64 mask = left < BYTES ? ((__mmask64)1 << left) - 1 : ~(__mmask64)0;
        __m512i values = _mm512_maskz_loadu_epi8(mask, in + i);
        values = look_up(values, t, colours, channels == 3 ? v : 0);
        _mm512_mask_storeu_epi8(out + i, mask, values);
    }
}

static inline void map_rows(const struct plan *plan, const struct image *src, struct image *dst,
                            struct range rows, uint8_t (*map)[COUNT_VALUES], int channels,
                            int colours)
{
    const struct tables t = tables_of(map, channels, colours);
    for (int y = rows.begin; y < rows.end; ++y)
        map_row(image_row(src, y), plan->src.width * channels, &t, channels, colours,
                image_row(dst, y));
}

void equalize_map_avx512(const struct plan *plan, const struct image *src, struct image *dst,
                         const struct band *band)
{
    const struct range rows = band->rows;
    uint8_t map[CHANNELS_MAX][COUNT_VALUES];
    equalize_make_maps(plan->src.channels, band->total, map);
    switch (plan->src.channels) {
    case 1:
        map_rows(plan, src, dst, rows, map, 1, 1);
        break;
    case 2:
        map_rows(plan, src, dst, rows, map, 2, 1);
        break;
    case 3:
        map_rows(plan, src, dst, rows, map, 3, 3);
        break;
    default:
        map_rows(plan, src, dst, rows, map, 4, 3);
        break;
    }
}
