/* Histogram: how often each value occurs in each channel, a reduction; then a chart of it.
 *
 * Formula: pass 0 counts, tally[256 c + v] = number of samples of channel c that are v. Pass 1
 * draws 256 x HEIGHT bars, each channel on its own (alpha is counted, not drawn): the sample of
 * channel c in column v of row y is 255 if count * HEIGHT > highest * (HEIGHT - 1 - y), else 0,
 * where highest is the largest count of channel c. Edge rule and rounding: none, all integers. */
#include "kernels/shared/count.h"

enum { VALUES = COUNT_VALUES, HEIGHT = 128 };

static int plan(struct plan *plan)
{
    plan->dst = (struct shape){VALUES, HEIGHT, plan->src.channels < 3 ? 1 : 3};
    plan->scratch = count_scratch(plan->src.channels);
    return 0;
}

static int pass_rows(const struct plan *plan, int pass)
{
    return pass == 0 ? plan->src.height : plan->dst.height;
}

static struct area needs(const struct plan *plan, int pass, struct range rows)
{
    if (pass == 1)
        return (struct area){{0, 0}, {0, 0}};
    return (struct area){rows, {0, plan->src.width}};
}

static struct cost cost(const struct plan *plan, int pass, struct range rows)
{
    if (pass == 1) {
        double pixels = (double)range_count(rows) * plan->dst.width;
        return (struct cost){pixels * plan->dst.channels, pixels * shape_pixel_bytes(plan->dst)};
    }
    return count_cost(plan, rows);
}

static void draw(const struct plan *plan, const struct image *src, struct image *dst,
                 const struct band *band)
{
    (void)src;
    const struct range rows = band->rows;
    int channels = plan->dst.channels;
    for (int c = 0; c < channels; ++c) {
        const uint64_t *counts = band->total + c * VALUES;
        uint64_t highest = 0;
        for (int v = 0; v < VALUES; ++v)
            highest = counts[v] > highest ? counts[v] : highest;
        for (int y = rows.begin; y < rows.end; ++y) {
            uint64_t line = highest * (uint64_t)(HEIGHT - 1 - y);
            for (int v = 0; v < VALUES; ++v)
                image_row(dst, y)[v * channels + c] = counts[v] * HEIGHT > line ? 255 : 0;
        }
    }
}

const struct kernel kernel_histogram = {
    .name = "histogram",
    .summary = "counts of each value in each channel, and a chart of them",
    .revision = 1,
    .tallies = COUNT_TALLIES,
    .plan = plan,
    .rows = pass_rows,
    .needs = needs,
    .cost = cost,
    .variants = {{.name = "c", .run = {count_rows, draw}}},
};
