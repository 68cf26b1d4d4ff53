/* Median of a square window over 1..4 channels of 8 bits.
 *
 * Formula: dst(y, x, c) is number 2 r (r + 1), counted from 0, of the (2 r + 1)^2 samples
 * src(y - r ... y + r, x - r ... x + r, c) in order. Each channel on its own, alpha like any other.
 * Edge rule: the image is continued by its border pixels. Rounding: none, the result is one of the
 * samples. So the way to find it is free: networks of minimum and maximum for radius 1 and 2, and
 * merging of sorted columns for 3 and 4, where each instruction serves as many samples as fit in a
 * vector; for larger ones histograms, whose cost for each sample does not depend on the radius.
 * Sources: median_network_each.c, median_nine_words.c, median_five_each.c, median_merge_each.c and
 * median_histogram_each.c. */
#include "kernels/median/median.h"
#include "kernels/median/median_merger.h"

#include <stdlib.h>

static const struct param params[] = {
    {"radius",
     "the window has 2 radius + 1 rows and columns",
     PARAM_WHOLE,
     MEDIAN_RADIUS,
     {2},
     1,
     127, /* counts of a window fit in 16 bits */
     NULL,
     NULL},
    {NULL, NULL, PARAM_FLAG, 0, {0}, 0, 0, NULL, NULL},
};

static bool is_merged(int radius)
{
    return radius > MEDIAN_NETWORK_MAX && radius <= MEDIAN_MERGE_MAX;
}

static int plan(struct plan *plan)
{
    int radius = (int)plan->value[MEDIAN_RADIUS];
    plan->dst = plan->src;
    plan->tables = NULL;
    plan->scratch = 0;
    if (is_merged(radius)) {
        struct merger *merger = plan->tables = malloc(sizeof *merger);
        if (!merger)
            return -1;
        median_merger_make(merger, 2 * radius + 1, plan->src.channels);
        plan->scratch = VARIANT_NAME(median_merge_scratch)(plan);
    } else if (radius > MEDIAN_MERGE_MAX)
        plan->scratch = VARIANT_NAME(median_histogram_scratch)(plan);
    return 0;
}

static void unplan(struct plan *plan)
{
    free(plan->tables);
}

static struct area needs(const struct plan *plan, int pass, struct range rows)
{
    (void)pass;
    return area_halo(plan->src, rows, (int)plan->value[MEDIAN_RADIUS]);
}

/* Minima and maxima of the networks; for histograms operations on 16 counters at a time: a column
 * changes by two samples (4), the window moves (2 in each level), both levels are searched (2). */
static struct cost cost(const struct plan *plan, int pass, struct range rows)
{
    static const int operations[] = {0, 18, 59, 160};
    int radius = (int)plan->value[MEDIAN_RADIUS];
    int each = is_merged(radius) ? median_merger_operations(plan->tables)
                                 : operations[radius <= MEDIAN_NETWORK_MAX ? radius : 3];
    double width = plan->src.width, written = range_count(rows);
    double read = range_count(needs(plan, pass, rows).rows);
    return (struct cost){each * written * width * plan->src.channels,
                         (read + written) * width * shape_pixel_bytes(plan->src)};
}

const struct kernel kernel_median = {
    .name = "median",
    .summary = "median of a square window",
    .revision = 1,
    .params = params,
    .plan = plan,
    .unplan = unplan,
    .needs = needs,
    .cost = cost,
    .variants = VARIANTS(median_rows),
};
