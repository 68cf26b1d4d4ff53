/* Sobel: the strength of edges, a 3 x 3 stencil.
 *
 * Formula, per colour channel, with p the source around a pixel:
 *   gx = (p[-1,1] + 2 p[0,1] + p[1,1]) - (p[-1,-1] + 2 p[0,-1] + p[1,-1]), gy the same transposed
 *   (indices: row, column); the result is min(255, |gx| + |gy|). Alpha is copied.
 * Edge rule: the image is continued by its border pixels. Rounding: none, all integers.
 * Source: Sobel & Feldman 1968; the sum of absolute values is the usual integer magnitude. */
#include "kernel.h"

#include <stdlib.h>

static int plan(struct plan *plan)
{
    plan->dst = plan->src;
    return 0;
}

static struct area needs(const struct plan *plan, int pass, struct range rows)
{
    (void)pass;
    if (range_count(rows) == 0)
        return (struct area){{0, 0}, {0, 0}};
    int last = plan->src.height - 1;
    struct range halo = {rows.begin > 0 ? rows.begin - 1 : 0,
                         (rows.end > last ? last : rows.end) + 1};
    return (struct area){halo, {0, plan->src.width}};
}

static struct cost cost(const struct plan *plan, int pass, struct range rows)
{
    double row = (double)plan->src.width * plan->src.channels;
    double read = range_count(needs(plan, pass, rows).rows) * row;
    return (struct cost){14 * range_count(rows) * row, read + range_count(rows) * row};
}

/* The three source rows around one target row. */
struct rows {
    const uint8_t *above, *here, *below;
};

static inline uint8_t magnitude(struct rows p, ptrdiff_t left, ptrdiff_t here, ptrdiff_t right)
{
    int gx = (p.above[right] + 2 * p.here[right] + p.below[right]) -
             (p.above[left] + 2 * p.here[left] + p.below[left]);
    int gy = (p.below[left] + 2 * p.below[here] + p.below[right]) -
             (p.above[left] + 2 * p.above[here] + p.above[right]);
    int sum = abs(gx) + abs(gy);
    return (uint8_t)(sum > 255 ? 255 : sum);
}

static void run_row(struct rows p, ptrdiff_t samples, ptrdiff_t channels, uint8_t *restrict out)
{
    ptrdiff_t first = channels < samples ? channels : samples;
    for (ptrdiff_t i = 0; i < first; ++i)
        out[i] = magnitude(p, i, i, i + channels < samples ? i + channels : i);
    for (ptrdiff_t i = channels; i < samples - channels; ++i)
        out[i] = magnitude(p, i - channels, i, i + channels);
    for (ptrdiff_t i = samples - channels; i >= channels && i < samples; ++i)
        out[i] = magnitude(p, i - channels, i, i);
    if (channels == 2 || channels == 4)
        for (ptrdiff_t i = channels - 1; i < samples; i += channels)
            out[i] = p.here[i];
}

static void run(const struct plan *plan, const struct image *src, struct image *dst,
                struct range rows, const uint64_t *total, uint64_t *tally, void *scratch)
{
    (void)total;
    (void)tally;
    (void)scratch;
    int last = plan->src.height - 1;
    for (int y = rows.begin; y < rows.end; ++y) {
        struct rows around = {image_row(src, y > 0 ? y - 1 : 0), image_row(src, y),
                              image_row(src, y < last ? y + 1 : last)};
        run_row(around, (ptrdiff_t)plan->src.width * plan->src.channels, plan->src.channels,
                image_row(dst, y));
    }
}

const struct kernel kernel_sobel = {
    .name = "sobel",
    .summary = "strength of edges, a 3 x 3 stencil",
    .plan = plan,
    .needs = needs,
    .cost = cost,
    .variants = {{.name = "c", .run = {run}}},
};
