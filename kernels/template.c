/* Template: what a new kernel starts from; it is part of no program. See CONTRIBUTING.md.
 *
 * Formula, per colour sample p: p + round(a (255 - 2 p) / 100), a the amount in percent: 0 leaves
 * the picture, 100 gives its negative. Alpha is copied.
 * Edge rule: none, a result depends on one pixel. Rounding: half away from zero, in integers.
 * Source: a kernel has one, or says how its formula comes about. */
#include "kernels/kernel.h"

enum { AMOUNT, PERCENT = 100 };

static const struct param params[] = {
    {"amount",
     "how much of the negative, in percent",
     PARAM_WHOLE,
     AMOUNT,
     {100},
     0,
     100,
     NULL,
     NULL},
    {NULL, NULL, PARAM_FLAG, 0, {0}, 0, 0, NULL, NULL},
};

/* The shape of the result. Tables and scratch, where there are any, are made here, too. */
static int plan(struct plan *plan)
{
    plan->dst = plan->src;
    return 0;
}

/* The rows of the source that these rows of the result are computed from: the same ones. */
static struct area needs(const struct plan *plan, int pass, struct range rows)
{
    (void)pass;
    return area_halo(plan->src, rows, 0);
}

/* A sample takes a subtraction, a multiplication, a division and an addition; each is read once and
 * written once. */
static struct cost cost(const struct plan *plan, int pass, struct range rows)
{
    (void)pass;
    double samples = (double)range_count(rows) * plan->src.width * plan->src.channels;
    double pixels = (double)range_count(rows) * plan->src.width;
    return (struct cost){4 * samples, 2 * pixels * shape_pixel_bytes(plan->src)};
}

static void template_rows(const struct plan *plan, const struct image *src, struct image *dst,
                          const struct band *band)
{
    /* Locals: the compiler cannot know that what it stores is not the band. */
    const struct range rows = band->rows;
    const int channels = plan->src.channels, width = plan->src.width;
    const int colours = channels % 2 == 0 ? channels - 1 : channels;
    const int amount = (int)plan->value[AMOUNT];
    for (int y = rows.begin; y < rows.end; ++y) {
        const uint8_t *from = image_row(src, y);
        uint8_t *to = image_row(dst, y);
        for (int x = 0; x < width; ++x, from += channels, to += channels) {
            for (int c = 0; c < colours; ++c) {
                int change = amount * (255 - 2 * from[c]);
                change = (change + (change < 0 ? -PERCENT / 2 : PERCENT / 2)) / PERCENT;
                to[c] = (uint8_t)(from[c] + change);
            }
            if (colours < channels)
                to[colours] = from[colours];
        }
    }
}

const struct kernel kernel_template = {
    .name = "template",
    .summary = "the negative of a picture, or part of it",
    .revision = 1,
    .params = params,
    .plan = plan,
    .needs = needs,
    .cost = cost,
    .variants = {{.name = "c", .run = {template_rows}}},
};
