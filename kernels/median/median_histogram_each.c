/* Median of windows of any radius: histograms that slide, at a cost that the radius does not
 * change.
 *
 * Perreault & Hébert 2007: each column of the window has a histogram, which follows the rows (one
 * sample out, one in); the window's is a sum of theirs, which follows the columns (one column out,
 * one in). Two levels: `coarse` counts by the upper half of the samples' bits, `fine` by the lower
 * half for each upper half; of the window's fine counts only those that the median needs are
 * brought up to date, as far as they lag behind.
 *
 * The rows are computed stripe by stripe, whose columns stay in the L2 cache; columns beyond the
 * image's border are columns like others. Each row is gone through twice, for the upper and for the
 * lower halves of its medians: short loops, in which many searches are under way at a time. */
#include "kernels/median/median.h"
#include "kernels/median/median_counts.h"

#include <assert.h>
#include <string.h>

enum { STRIPE = 384 }; /* outputs */

/* A stripe and its arrays in scratch. Samples are numbered as they lie in memory, from the window
 * of the first output on; each has a column. Output i has the window of samples i, i + channels, …,
 * `window` numbers in all. */
struct stripe {
    int radius, begin, outputs;
    ptrdiff_t channels, samples, window;
    struct column *coarse; /* [samples] */
    struct column *fine;   /* [BINS][samples]: by the upper half */
    uint16_t *rest;        /* [samples]: of output i: what is left of the median's number, */
    uint8_t *slot;         /* [samples]: and where the fine counts are: channel, upper half */
    uint8_t *in, *out;     /* [samples]: source rows */
};

static int clip(int x, int end)
{
    return x < 0 ? 0 : x < end ? x : end - 1;
}

/* Places the arrays for so many outputs in `scratch` and returns the bytes they take. */
static size_t lay_out(struct stripe *stripe, const struct plan *plan, int outputs, uint8_t *scratch)
{
    stripe->radius = (int)plan->value[MEDIAN_RADIUS];
    stripe->outputs = outputs;
    stripe->channels = plan->src.channels;
    stripe->samples = (outputs + 2 * stripe->radius) * stripe->channels;
    stripe->window = (2 * stripe->radius + 1) * stripe->channels;
    size_t samples = (size_t)stripe->samples;
    size_t rest = (1 + BINS) * samples * sizeof *stripe->coarse;
    size_t slot = rest + samples * sizeof *stripe->rest;
    if (scratch) {
        stripe->coarse = (struct column *)(void *)scratch;
        stripe->fine = stripe->coarse + samples;
        stripe->rest = (uint16_t *)(void *)(scratch + rest);
        stripe->slot = scratch + slot;
        stripe->in = stripe->slot + samples;
        stripe->out = stripe->in + samples;
    }
    return slot + 3 * samples;
}

size_t VARIANT_NAME(median_histogram_scratch)(const struct plan *plan)
{
    struct stripe stripe = {0};
    return lay_out(&stripe, plan, plan->src.width < STRIPE ? plan->src.width : STRIPE, NULL);
}

/* Copies what the stripe needs of a source row, continued by the border pixels. */
static void continue_row(const struct stripe *stripe, const struct image *src, int y, uint8_t *to)
{
    int width = src->shape.width, first = stripe->begin - stripe->radius;
    int end = first + stripe->outputs + 2 * stripe->radius;
    int inside = clip(first, width), inside_end = clip(end - 1, width) + 1;
    size_t channels = (size_t)stripe->channels;
    size_t bytes = (size_t)(inside_end - inside) * channels;
    const uint8_t *row = image_row(src, clip(y, src->shape.height));
    for (int x = first; x < inside; ++x, to += channels)
        memcpy(to, row, channels);
    memcpy(to, row + (size_t)inside * channels, bytes);
    to += bytes;
    for (int x = inside_end; x < end; ++x, to += channels)
        memcpy(to, row + (size_t)(width - 1) * channels, channels);
}

/* A row comes into the histograms of all columns. */
static void enter_row(const struct stripe *stripe)
{
    for (ptrdiff_t i = 0; i < stripe->samples; ++i) {
        int in = stripe->in[i];
        column_add(stripe->coarse + i, column_step(in >> 4));
        column_add(stripe->fine + (in >> 4) * stripe->samples + i, column_step(in & 15));
    }
}

/* A row comes in, another one leaves. */
static void change_row(const struct stripe *stripe)
{
    const uint8_t *in = stripe->in, *out = stripe->out;
    struct column *coarse = stripe->coarse, *fine = stripe->fine;
    ptrdiff_t samples = stripe->samples;
    for (ptrdiff_t i = 0; i < samples; ++i) {
        column_change(coarse + i, column_step(in[i] >> 4), column_step(out[i] >> 4));
        column_add(fine + (in[i] >> 4) * samples + i, column_step(in[i] & 15));
        column_subtract(fine + (out[i] >> 4) * samples + i, column_step(out[i] & 15));
    }
}

/* The upper halves of one row's medians, channel after channel. */
static void find_upper(const struct stripe *stripe)
{
    ptrdiff_t channels = stripe->channels, window = stripe->window;
    ptrdiff_t outputs = stripe->outputs * channels;
    int side = 2 * stripe->radius + 1, number = side * side / 2;
    uint8_t *slot = stripe->slot;
    uint16_t *rest = stripe->rest;
    for (ptrdiff_t c = 0; c < channels; ++c) {
        const struct column *coarse = stripe->coarse;
        struct counts counts = counts_none();
        for (ptrdiff_t k = c; k < window; k += channels)
            counts = counts_add(counts, coarse + k);
        for (ptrdiff_t i = c; i < outputs; i += channels) {
            int bin = counts_find(counts, number);
            slot[i] = (uint8_t)(BINS * c + bin);
            rest[i] = (uint16_t)(number - counts_below(counts, bin));
            /* In the last turn what comes in is no coarse column any more, but not used. */
            counts = counts_change(counts, coarse + i + window, coarse + i);
        }
    }
}

/* Fine counts of a window. */
struct slot {
    struct counts counts;
    const struct column *fine; /* of sample 0 */
    ptrdiff_t reached;         /* the output for which they are up to date */
};

/* Brings fine counts to output i. */
static inline struct counts catch_up(const struct slot *slot, ptrdiff_t i, ptrdiff_t window,
                                     ptrdiff_t channels)
{
    struct counts counts = slot->counts;
    if (2 * (i - slot->reached) > window) { /* more columns changed than are in the window */
        counts = counts_none();
        for (ptrdiff_t k = i; k < i + window; k += channels)
            counts = counts_add(counts, slot->fine + k);
        return counts;
    }
    for (ptrdiff_t k = slot->reached; k < i; k += channels)
        counts = counts_change(counts, slot->fine + k + window, slot->fine + k);
    return counts;
}

/* The whole medians; `to` is where the stripe's first goes. */
static void find_lower(const struct stripe *stripe, uint8_t *restrict to)
{
    const uint8_t *number = stripe->slot;
    const uint16_t *rest = stripe->rest;
    ptrdiff_t channels = stripe->channels, window = stripe->window;
    ptrdiff_t outputs = stripe->outputs * channels;
    struct slot slots[CHANNELS_MAX * BINS];
    for (int i = 0; i < channels * BINS; ++i) {
        slots[i].counts = counts_none();
        slots[i].fine = stripe->fine + i % BINS * stripe->samples;
        slots[i].reached = -window; /* never */
    }
    for (ptrdiff_t i = 0; i < outputs; ++i) {
        struct slot *slot = slots + number[i];
        struct counts counts = catch_up(slot, i, window, channels);
        slot->counts = counts;
        slot->reached = i;
        to[i] = (uint8_t)(number[i] % BINS * BINS + counts_find(counts, rest[i]));
    }
}

static void run_stripe(const struct stripe *stripe, const struct image *src, struct image *dst,
                       struct range rows)
{
    int radius = stripe->radius;
    memset(stripe->coarse, 0, (1 + BINS) * (size_t)stripe->samples * sizeof *stripe->coarse);
    for (int k = -radius; k <= radius; ++k) {
        continue_row(stripe, src, rows.begin + k, stripe->in);
        enter_row(stripe);
    }
    for (int y = rows.begin; y < rows.end; ++y) {
        find_upper(stripe);
        find_lower(stripe, image_row(dst, y) + stripe->begin * stripe->channels);
        if (y + 1 == rows.end)
            break;
        continue_row(stripe, src, y + radius + 1, stripe->in);
        continue_row(stripe, src, y - radius, stripe->out);
        change_row(stripe);
    }
}

void VARIANT_NAME(median_histogram)(const struct plan *plan, const struct image *src,
                                    struct image *dst, const struct band *band)
{
    int width = plan->src.width;
    struct stripe stripe = {0};
    for (int begin = 0; begin < width; begin += STRIPE) {
        int outputs = width - begin < STRIPE ? width - begin : STRIPE;
        size_t used = lay_out(&stripe, plan, outputs, band->scratch);
        assert(used <= plan->scratch);
        (void)used;
        stripe.begin = begin;
        run_stripe(&stripe, src, dst, band->rows);
    }
}
