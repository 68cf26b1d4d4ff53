/* The rows of blur, by the definition in blur.c. */
#include "kernels/blur/blur.h"
#include "kernels/shared/alpha.h"

#include <string.h>

enum { STRIP = 768, GROUP = 3 }; /* samples whose sums stay in the L1 cache, a multiple of 1 … 4 */

static inline int32_t product(int16_t weight, int16_t a, int16_t b)
{
    return weight * (int16_t)(a + b);
}

/* sums += the taps at distances k … k + GROUP - 1 on both sides: `low` and `high` point to the
 * taps at distance k, those of larger distances come before `low` and behind `high`. */
static inline void add_group(const int16_t *weight, const int16_t *const *low,
                             const int16_t *const *high, int begin, int samples,
                             int32_t *restrict sums)
{
    const int16_t *restrict a0 = low[0] + begin, *restrict b0 = high[0] + begin;
    const int16_t *restrict a1 = low[-1] + begin, *restrict b1 = high[1] + begin;
    const int16_t *restrict a2 = low[-2] + begin, *restrict b2 = high[2] + begin;
    int16_t w0 = weight[0], w1 = weight[1], w2 = weight[2];
    for (int i = 0; i < samples; ++i)
        sums[i] +=
            product(w0, a0[i], b0[i]) + product(w1, a1[i], b1[i]) + product(w2, a2[i], b2[i]);
}

/* Sums of `samples` samples from number `begin` on; tap[k] is what output i takes at [i] with the
 * weight of distance |k - radius|. Along x the taps are shifted by a pixel, along y by a row. */
static void sum_taps(const struct blur_axis *axis, const int16_t *const *tap, int begin,
                     int samples, int32_t *restrict sums)
{
    const int16_t *const *centre = tap + axis->radius;
    const int16_t *restrict here = centre[0] + begin;
    int16_t weight = axis->weight[0];
    int k = 1;
    for (int i = 0; i < samples; ++i)
        sums[i] = weight * here[i];
    for (; k + GROUP - 1 <= axis->radius; k += GROUP)
        add_group(axis->weight + k, centre - k, centre + k, begin, samples, sums);
    for (; k <= axis->radius; ++k) {
        const int16_t *restrict low = centre[-k] + begin, *restrict high = centre[k] + begin;
        weight = axis->weight[k];
        for (int i = 0; i < samples; ++i)
            sums[i] += product(weight, low[i], high[i]);
    }
}

static inline int strip(int begin, int samples)
{
    return samples - begin < STRIP ? samples - begin : STRIP;
}

/* One source row to Q6, continued on both sides by `radius` pixels. */
static void widen_row(const uint8_t *row, int samples, int channels, int radius, int16_t *q)
{
    int16_t *inside = q + (ptrdiff_t)radius * channels;
    size_t pixel = (size_t)channels * sizeof *q;
    widen(row, samples, channels, inside);
    for (int x = 0; x < radius; ++x) {
        memcpy(q + (ptrdiff_t)x * channels, inside, pixel);
        memcpy(inside + samples + (ptrdiff_t)x * channels, inside + samples - channels, pixel);
    }
}

static void blur_x(const struct plan *plan, const uint8_t *row, int16_t *q, const int16_t **tap,
                   int16_t *t)
{
    const struct blur_axis *x = &((const struct blur_tables *)plan->tables)->x;
    int channels = plan->src.channels, samples = plan->src.width * channels;
    int32_t sums[STRIP];
    widen_row(row, samples, channels, x->radius, q);
    for (int k = 0; k <= 2 * x->radius; ++k)
        tap[k] = q + (ptrdiff_t)k * channels;
    for (int begin = 0; begin < samples; begin += STRIP) {
        sum_taps(x, tap, begin, strip(begin, samples), sums);
        narrow(sums, strip(begin, samples), t + begin);
    }
}

static void blur_y(const struct plan *plan, const int16_t *const *tap, uint8_t *out)
{
    const struct blur_axis *y = &((const struct blur_tables *)plan->tables)->y;
    int channels = plan->src.channels, samples = plan->src.width * channels;
    int32_t sums[STRIP];
    for (int begin = 0; begin < samples; begin += STRIP) {
        sum_taps(y, tap, begin, strip(begin, samples), sums);
        finish(sums, strip(begin, samples), channels, out + begin);
    }
}

void blur_rows_c(const struct plan *plan, const struct image *src, struct image *dst,
                 const struct band *band)
{
    const struct range rows = band->rows;
    const struct blur_tables *tables = plan->tables;
    char *memory = band->scratch;
    int16_t *q = (int16_t *)(void *)(memory + tables->source);
    const int16_t **tap = (const int16_t **)(void *)(memory + tables->taps);
    int radius = tables->y.radius, last = plan->src.height - 1;
    int next = clamp(rows.begin - radius, 0, last);
    for (int y = rows.begin; y < rows.end; ++y) {
        for (; next <= clamp(y + radius, 0, last); ++next) {
            size_t place = (size_t)(next % tables->ring_rows) * tables->ring_stride;
            blur_x(plan, image_row(src, next), q, tap, (int16_t *)(void *)(memory + place));
        }
        for (int k = 0; k <= 2 * radius; ++k) {
            int row = clamp(y - radius + k, 0, last);
            size_t place = (size_t)(row % tables->ring_rows) * tables->ring_stride;
            tap[k] = (const int16_t *)(const void *)(memory + place);
        }
        blur_y(plan, (const int16_t *const *)tap, image_row(dst, y));
    }
}
