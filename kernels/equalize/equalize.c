/* Equalize: histogram equalisation, a reduction and then a look-up that depends on all of it.
 *
 * Formula, per colour channel of n pixels: pass 0 counts, tally[256 c + v] = number of samples of
 * channel c that are v (alpha is counted as well). With cdf(v) the number of samples up to v and
 * least = cdf of the lowest value that occurs, pass 1 maps
 *   v to round(255 (cdf(v) - least) / (n - least)):
 * the lowest value becomes 0, the highest 255. A channel of one value only (n = least) stays as it
 * is. Alpha is copied. Edge rule: none.
 * Rounding: to the nearest, halves up, exact in integers: (510 (cdf - least) + d) / (2 d) with
 * d = n - least. Source: the usual discrete form, as in Gonzalez & Woods, Digital Image Processing,
 * scaled so that the result reaches from 0 to 255. */
#include "kernels/equalize/equalize.h"

static int plan(struct plan *plan)
{
    plan->dst = plan->src;
    plan->scratch = count_scratch(plan->src.channels);
    return 0;
}

static struct area needs(const struct plan *plan, int pass, struct range rows)
{
    (void)pass;
    return (struct area){rows, {0, plan->src.width}};
}

static struct cost cost(const struct plan *plan, int pass, struct range rows)
{
    struct cost cost = count_cost(plan, rows);
    if (pass == 1)
        cost.bytes *= 2; /* a look-up in place of an increment, and a sample written */
    return cost;
}

/* The map of one colour channel. At most 2^48 pixels: nothing here passes 2^58. */
static void make_map(const uint64_t *counts, uint8_t *map)
{
    uint64_t pixels = 0, least = 0, up_to = 0;
    for (int v = 0; v < COUNT_VALUES; ++v) {
        pixels += counts[v];
        least = least ? least : counts[v];
    }
    uint64_t others = pixels - least;
    for (int v = 0; v < COUNT_VALUES; ++v) {
        up_to += counts[v];
        uint64_t above = up_to > least ? up_to - least : 0;
        map[v] = (uint8_t)(others ? (510 * above + others) / (2 * others) : (uint64_t)v);
    }
}

void equalize_make_maps(int channels, const uint64_t *total, uint8_t (*map)[COUNT_VALUES])
{
    int colours = channels - (channels + 1) % 2;
    for (int c = 0; c < colours; ++c)
        make_map(total + c * COUNT_VALUES, map[c]);
    for (int v = 0; v < COUNT_VALUES && colours < channels; ++v)
        map[colours][v] = (uint8_t)v;
}

/* `channels` is a constant where this is called, so that the inner loop unrolls. */
static inline void map_row(const uint8_t *restrict in, int width, int channels,
                           uint8_t (*restrict map)[COUNT_VALUES], uint8_t *restrict out)
{
    for (int x = 0; x < width; ++x, in += channels, out += channels)
        for (int c = 0; c < channels; ++c)
            out[c] = map[c][in[c]];
}

static void map_rows(const struct plan *plan, const struct image *src, struct image *dst,
                     const struct band *band)
{
    const struct range rows = band->rows;
    _Alignas(64) uint8_t map[CHANNELS_MAX][COUNT_VALUES]; /* a line more costs a tenth */
    int width = plan->src.width;
    equalize_make_maps(plan->src.channels, band->total, map);
    for (int y = rows.begin; y < rows.end; ++y) {
        const uint8_t *in = image_row(src, y);
        uint8_t *out = image_row(dst, y);
        switch (plan->src.channels) {
        case 1:
            map_row(in, width, 1, map, out);
            break;
        case 2:
            map_row(in, width, 2, map, out);
            break;
        case 3:
            map_row(in, width, 3, map, out);
            break;
        default:
            map_row(in, width, 4, map, out);
            break;
        }
    }
}

const struct kernel kernel_equalize = {
    .name = "equalize",
    .summary = "histogram equalisation of each colour channel",
    .revision = 1,
    .tallies = COUNT_TALLIES,
    .plan = plan,
    .needs = needs,
    .cost = cost,
    .variants =
        {
            {.name = "c", .run = {count_rows, map_rows}},
#ifdef PARALLAX_X86
            {.name = "avx512",
             .cpu = CPU_AVX512 | CPU_VNNI,
             .run = {count_rows, equalize_map_avx512}},
#endif
        },
};
