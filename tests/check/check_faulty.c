/* Kernels with one fault each. All of them average a pixel with those above and below it, and keep
 * the sum of all source samples in a tally, which the second pass adds to each pixel. */
#include "tests/check/check_faulty.h"

#include <errno.h>
#include <string.h>

static int plan(struct plan *plan)
{
    plan->dst = plan->src;
    plan->scratch = (size_t)plan->src.width * (size_t)shape_pixel_bytes(plan->src);
    return 0;
}

static int plan_strange(struct plan *plan)
{
    (void)plan;
    errno = EPERM;
    return -1;
}

static int plan_changed(struct plan *p)
{
    p->value[0] = 1;
    return plan(p);
}

static struct area needs(const struct plan *plan, int pass, struct range rows)
{
    int halo = pass == 1, last = plan->src.height;
    struct range read = {rows.begin - halo < 0 ? 0 : rows.begin - halo,
                         rows.end + halo > last ? last : rows.end + halo};
    return (struct area){read, {0, plan->src.width}};
}

static struct area needs_outside(const struct plan *plan, int pass, struct range rows)
{
    (void)pass;
    return (struct area){{rows.begin, rows.end + 1}, {0, plan->src.width}};
}

static struct cost cost(const struct plan *plan, int pass, struct range rows)
{
    (void)pass;
    return (struct cost){(double)range_count(rows) * plan->src.width, 1};
}

static struct cost cost_nothing(const struct plan *plan, int pass, struct range rows)
{
    (void)plan, (void)pass, (void)rows;
    return (struct cost){0, 0};
}

static uint64_t sum_rows(const struct image *src, struct range rows)
{
    uint64_t sum = 0;
    for (int y = rows.begin; y < rows.end; ++y)
        for (int i = 0; i < src->shape.width * src->shape.channels; ++i)
            sum += image_row(src, y)[i];
    return sum;
}

static void sum(const struct plan *plan, const struct image *src, struct image *dst,
                const struct band *band)
{
    (void)plan, (void)dst;
    band->tally[0] += sum_rows(src, band->rows);
}

static void sum_sets(const struct plan *plan, const struct image *src, struct image *dst,
                     const struct band *band)
{
    (void)plan, (void)dst;
    band->tally[0] = sum_rows(src, band->rows);
}

static void sum_draws(const struct plan *plan, const struct image *src, struct image *dst,
                      const struct band *band)
{
    sum(plan, src, dst, band);
    image_row(dst, band->rows.begin)[0] ^= 1;
}

static void average(const struct plan *plan, const struct image *src, struct image *dst,
                    const struct band *band)
{
    const struct range rows = band->rows;
    uint8_t *line = band->scratch;
    int last = plan->src.height - 1;
    for (int y = rows.begin; y < rows.end; ++y) {
        const uint8_t *above = image_row(src, y > 0 ? y - 1 : 0);
        const uint8_t *below = image_row(src, y < last ? y + 1 : last);
        for (size_t i = 0; i < plan->scratch; ++i)
            line[i] = (uint8_t)((above[i] + below[i]) / 2);
        for (size_t i = 0; i < plan->scratch; ++i)
            image_row(dst, y)[i] = (uint8_t)(line[i] + image_row(src, y)[i] + band->total[0]);
    }
}

static void average_wide(const struct plan *plan, const struct image *src, struct image *dst,
                         const struct band *band)
{
    average(plan, src, dst, band);
    if (plan->dst.width % 16 == 1)
        image_row(dst, band->rows.end - 1)[plan->scratch] ^= 1;
}

static void average_short(const struct plan *plan, const struct image *src, struct image *dst,
                          const struct band *band)
{
    uint8_t *last = image_row(dst, band->rows.end - 1) + plan->scratch - 1, before = *last;
    average(plan, src, dst, band);
    if (plan->dst.width % 16 == 15)
        *last = before;
}

static void average_early(const struct plan *plan, const struct image *src, struct image *dst,
                          const struct band *band)
{
    average(plan, src, dst, band);
    if (band->rows.begin > dst->held.rows.begin)
        image_row(dst, band->rows.begin - 1)[0] ^= 1;
}

static void average_stale(const struct plan *plan, const struct image *src, struct image *dst,
                          const struct band *band)
{
    uint8_t stale = *(uint8_t *)band->scratch;
    average(plan, src, dst, band);
    if (plan->dst.height > 40)
        image_row(dst, band->rows.begin)[0] = stale;
}

static void average_local(const struct plan *plan, const struct image *src, struct image *dst,
                          const struct band *band)
{
    average(plan, src, dst, band);
    if (band->rows.begin > 0) /* as if the image began with the band */
        image_row(dst, band->rows.begin)[0] =
            (uint8_t)(2 * image_row(src, band->rows.begin)[0] + band->total[0]);
}

static void average_source(const struct plan *plan, const struct image *src, struct image *dst,
                           const struct band *band)
{
    average(plan, src, dst, band);
    src->pixels[0] ^= 1;
}

/* Wrong beside two samples of 255 only, as an overflow in a vector lane would be. */
static void average_extreme(const struct plan *plan, const struct image *src, struct image *dst,
                            const struct band *band)
{
    average(plan, src, dst, band);
    int first = band->rows.begin;
    for (size_t i = 0; i + 1 < plan->scratch; ++i)
        if (image_row(src, first)[i] == 255 && image_row(src, first)[i + 1] == 255)
            image_row(dst, first)[i] ^= 1;
}

#define KERNEL(text, make, need, price, first, second)                                             \
    {                                                                                              \
        .name = text, .tallies = 1, .plan = make, .needs = need, .cost = price,                    \
        .variants = {{.name = "c", .run = {sum, average}},                                         \
                     {.name = "other", .run = {first, second}}},                                   \
    }

const struct kernel faultless = KERNEL("faultless", plan, needs, cost, sum, average);

const struct kernel faulty_kernels[FAULTY_COUNT] = {
    KERNEL("plan fails without a reason", plan_strange, needs, cost, sum, average),
    KERNEL("plan changes an option", plan_changed, needs, cost, sum, average),
    KERNEL("needs() leaves the source", plan, needs_outside, cost, sum, average),
    KERNEL("cost() is zero", plan, needs, cost_nothing, sum, average),
    KERNEL("tally is set, not added to", plan, needs, cost, sum_sets, average),
    KERNEL("pass 0 draws", plan, needs, cost, sum_draws, average),
    KERNEL("writes behind a row", plan, needs, cost, sum, average_wide),
    KERNEL("leaves a pixel out", plan, needs, cost, sum, average_short),
    KERNEL("writes to the row before the band", plan, needs, cost, sum, average_early),
    KERNEL("reads what scratch held before", plan, needs, cost, sum, average_stale),
    KERNEL("takes the band for the image", plan, needs, cost, sum, average_local),
    KERNEL("writes to its source", plan, needs, cost, sum, average_source),
    KERNEL("differs on extreme data", plan, needs, cost, sum, average_extreme),
};
