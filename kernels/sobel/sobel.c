/* Sobel: the strength of edges, a 3 x 3 stencil.
 *
 * Formula, per colour channel, with p the source around a pixel:
 *   gx = (p[-1,1] + 2 p[0,1] + p[1,1]) - (p[-1,-1] + 2 p[0,-1] + p[1,-1]), gy the same transposed
 *   (indices: row, column); the result is min(255, |gx| + |gy|). Alpha is copied.
 * Edge rule: the image is continued by its border pixels. Rounding: none, all integers.
 * Source: Sobel & Feldman 1968; the sum of absolute values is the usual integer magnitude. */
#include "kernels/sobel/sobel.h"

static int plan(struct plan *plan)
{
    plan->dst = plan->src;
    return 0;
}

static struct area needs(const struct plan *plan, int pass, struct range rows)
{
    (void)pass;
    return area_halo(plan->src, rows, 1);
}

/* Per sample, as the formula says: 7 operations each for gx and gy, two absolute values, their sum
 * and a minimum. */
static struct cost cost(const struct plan *plan, int pass, struct range rows)
{
    double width = plan->src.width, written = range_count(rows);
    double read = range_count(needs(plan, pass, rows).rows);
    return (struct cost){18 * written * width * plan->src.channels,
                         (read + written) * width * shape_pixel_bytes(plan->src)};
}

const struct kernel kernel_sobel = {
    .name = "sobel",
    .summary = "strength of edges, a 3 x 3 stencil",
    .revision = 1,
    .plan = plan,
    .needs = needs,
    .cost = cost,
    .variants = VARIANTS(sobel_rows),
};
