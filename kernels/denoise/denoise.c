/* Denoise: non-local means, bound by arithmetic.
 *
 * Formula, with p the source, r the patch radius and s the search radius: the distance of the
 * patches around pixel i and around i + o is
 *   d2(i, o) = sum over |k| <= r along both axes and over colours of (p(i + k) - p(i + o + k))^2,
 * of n = (2 r + 1)^2 x colours terms; its weight is w(d2) = exp(-d2 / (n h^2)), h the strength; and
 *   dst(i) = sum of w p(i + o) / sum of w, over |o| <= s along both axes (o = 0 included, w = 1).
 * One weight serves all colours of a pixel. Alpha is copied and weighs nothing.
 * Edge rule: the image is continued by its border pixels, in patches and in the search.
 * Rounding: d2 is exact. Weights are in Q14 from a table: w(d2) = floor(2^14 e + 1/2) with e the
 * exponential at d2 rounded down to a multiple of 2^shift, shift the least with which LEVELS
 * entries reach a weight of 0 (which all above have) or the largest d2. Both sums are exact in 32
 * bits, and dst = floor((sum w p + floor(sum w / 2)) / sum w).
 * Source: Buades, Coll & Morel 2005, without a Gaussian over the patch; all distances of one offset
 * together from running sums, as in Darbon et al. 2008; each for both of its pixels. */
#include "kernels/denoise/denoise.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RADIUS, SEARCH, STRENGTH };

static const struct param params[] = {
    {"radius",
     "pixels from the centre of a patch to its border",
     PARAM_WHOLE,
     RADIUS,
     {1},
     1,
     DENOISE_RADIUS_MAX,
     NULL,
     NULL},
    {"search",
     "pixels along each axis within which like patches are sought",
     PARAM_WHOLE,
     SEARCH,
     {3},
     1,
     DENOISE_SEARCH_MAX,
     NULL,
     NULL},
    {"strength",
     "mean difference of two patches whose weight falls to 1/e, in levels of 255",
     PARAM_NUMBER,
     STRENGTH,
     {10},
     1,
     100,
     NULL,
     NULL},
    {NULL, NULL, PARAM_FLAG, 0, {0}, 0, 0, NULL, NULL},
};

/* exp(-x) for x in 0..16: Taylor's polynomial of degree 16 at x / 16, to the 16th power. Only + - *
 * and /, each exactly rounded by IEEE 754, so that every CPU makes the same table. */
static double exp_negative(double x)
{
    double y = x / 16, power = 1;
    for (int n = 16; n >= 1; --n)
        power = 1 - power * y / n;
    for (int i = 0; i < 4; ++i)
        power *= power;
    return power;
}

/* In Q14; `scale` is n h^2. */
static uint16_t weight_of(uint32_t distance, double scale)
{
    double x = distance / scale;
    return (uint16_t)(x > 16 ? 0 : floor((1 << DENOISE_BITS) * exp_negative(x) + 0.5));
}

static int plan(struct plan *plan)
{
    struct denoise_tables *t = malloc(sizeof *t);
    if (!t)
        return -1;
    t->radius = (int)plan->value[RADIUS];
    t->search = (int)plan->value[SEARCH];
    int side = 2 * t->radius + 1, terms = side * side * denoise_colours(plan->src.channels);
    uint32_t largest = (uint32_t)terms * 255 * 255;
    double scale = terms * plan->value[STRENGTH] * plan->value[STRENGTH];
    uint32_t last = DENOISE_LEVELS - 1;
    t->shift = 0;
    while (largest >> t->shift > last && weight_of(last << t->shift, scale) > 0)
        ++t->shift;
    for (uint32_t i = 0; i <= last; ++i)
        t->weight[i] = weight_of(i << t->shift, scale);
    plan->dst = plan->src;
    plan->tables = t;
    plan->scratch = VARIANT_NAME(denoise_scratch)(plan);
    return 0;
}

static void unplan(struct plan *plan)
{
    free(plan->tables);
}

static struct area needs(const struct plan *plan, int pass, struct range rows)
{
    (void)pass;
    const struct denoise_tables *t = plan->tables;
    return area_halo(plan->src, rows, t->radius + t->search);
}

/* Each two offsets o and -o: 3 operations a colour for the differences, 4 for the running sums, 2
 * for the weight; 4 a colour and 2 to add up both; at last 2 a colour for the division. */
static struct cost cost(const struct plan *plan, int pass, struct range rows)
{
    const struct denoise_tables *t = plan->tables;
    double width = plan->src.width, pixels = width * range_count(rows);
    double read = width * range_count(needs(plan, pass, rows).rows);
    int side = 2 * t->search + 1, colours = denoise_colours(plan->src.channels);
    return (struct cost){pixels * ((side * side / 2) * (7 * colours + 8) + 2 * colours),
                         (read + pixels) * shape_pixel_bytes(plan->src)};
}

const struct kernel kernel_denoise = {
    .name = "denoise",
    .summary = "non-local means: averages of like patches",
    .revision = 1,
    .params = params,
    .plan = plan,
    .unplan = unplan,
    .needs = needs,
    .cost = cost,
    .variants = VARIANTS(denoise_rows),
};
