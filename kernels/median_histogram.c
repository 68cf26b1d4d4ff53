/* Median of windows of any radius: histograms that slide, at a cost that the radius does not
 * change.
 *
 * Perreault & Hébert 2007: each column of the window has a histogram, which follows the rows (one
 * sample out, one in); the window's is a sum of theirs, which follows the columns (one column out,
 * one in). Two levels: `coarse` counts by the upper half of the samples' bits, `fine` by the lower
 * half for each upper half; of the window's fine counts only those that the median needs are
 * brought up to date, as far as they lag behind.
 *
 * All counts are cumulative: count number i says how many are at most i. So a sample changes all 16
 * by adding a step, and a median is found without a branch, which could not be predicted. Counts
 * have 16 bits (a window has 255^2 samples at most), four share a word: since no count of a
 * histogram leaves its 16 bits, sums and differences of words are right for each of the four. */
#include "median.h"

#include <string.h>

#define EACH UINT64_C(0x0001000100010001) /* 1 for each count of a word */

/* STRIPE: outputs whose columns stay in the L2 cache; each costs 544 bytes. */
enum { BINS = 16, WORDS = 4, STRIPE = 512 };

struct counts {
    uint64_t word[WORDS]; /* count i: bits 16 (i % 4) and up of word i / 4 */
};

struct histogram {
    struct counts coarse, fine[BINS]; /* fine[i]: of the samples whose upper half is i */
};

/* One channel of a stripe. Columns are those of the image; those of the window around output i are
 * around[i] … around[i + 2 radius], the same column more than once where the image is continued. */
struct stripe {
    int radius, channels, outputs;
    struct range held; /* columns of all windows, inside the image */
    struct histogram *column;
    const struct histogram **around;
};

static int clip(int x, int end)
{
    return x < 0 ? 0 : x < end ? x : end - 1;
}

/* What one sample adds: 1 to each count from its own place on. */
static inline const uint64_t *step(int place)
{
    static const uint64_t steps[4][2 * WORDS - 1] = {
        {0, 0, 0, EACH, EACH, EACH, EACH},
        {0, 0, 0, EACH << 16, EACH, EACH, EACH},
        {0, 0, 0, EACH << 32, EACH, EACH, EACH},
        {0, 0, 0, EACH << 48, EACH, EACH, EACH},
    };
    return steps[place % 4] + (WORDS - 1 - place / 4);
}

static inline void add(struct counts *counts, const uint64_t *more)
{
    for (int i = 0; i < WORDS; ++i)
        counts->word[i] += more[i];
}

static inline void subtract(struct counts *counts, const uint64_t *less)
{
    for (int i = 0; i < WORDS; ++i)
        counts->word[i] -= less[i];
}

static inline void change(struct counts *counts, const uint64_t *in, const uint64_t *out)
{
    for (int i = 0; i < WORDS; ++i)
        counts->word[i] += in[i] - out[i];
}

static inline int count(const struct counts *counts, int place)
{
    return (int)(counts->word[place / 4] >> 16 * (place % 4) & 0xFFFF);
}

/* The place whose samples include number `number`, counted from 0: that of the first count above
 * it. 2^15 - 1 - number more sets the highest bit of just those counts. No sum reaches 2^16: as
 * `number` is the median's, without what is below these counts, they exceed it by 32513 at most. */
static inline int find(const struct counts *counts, int number)
{
    uint64_t bias = EACH * (uint64_t)(INT16_MAX - number), above = 0;
    for (int i = 0; i < WORDS; ++i)
        above += (counts->word[i] + bias) >> 15 & EACH;
    return BINS - (int)(above * EACH >> 48);
}

/* A row comes into the histograms of all columns. */
static void enter_row(const struct stripe *stripe, const uint8_t *row)
{
    row += (ptrdiff_t)stripe->held.begin * stripe->channels;
    for (int i = 0; i < range_count(stripe->held); ++i, row += stripe->channels) {
        add(&stripe->column[i].coarse, step(*row >> 4));
        add(&stripe->column[i].fine[*row >> 4], step(*row & 15));
    }
}

/* A row comes in, another one leaves. */
static void change_row(const struct stripe *stripe, const uint8_t *in, const uint8_t *out)
{
    ptrdiff_t first = (ptrdiff_t)stripe->held.begin * stripe->channels;
    in += first, out += first;
    for (int i = 0; i < range_count(stripe->held); ++i) {
        struct histogram *column = stripe->column + i;
        change(&column->coarse, step(*in >> 4), step(*out >> 4));
        struct counts *in_fine = &column->fine[*in >> 4], *out_fine = &column->fine[*out >> 4];
        add(in_fine, step(*in & 15));
        subtract(out_fine, step(*out & 15));
        in += stripe->channels, out += stripe->channels;
    }
}

/* Brings fine[place] of the window from around output `from` to around output `to`. */
static inline void catch_up(const struct stripe *stripe, struct counts *fine, int place, int from,
                            int to)
{
    const struct histogram *const *around = stripe->around;
    int window = 2 * stripe->radius + 1;
    if (2 * (to - from) > window) { /* more columns changed than are in the window */
        *fine = (struct counts){{0}};
        for (int k = to; k < to + window; ++k)
            add(fine, around[k]->fine[place].word);
        return;
    }
    for (int k = from; k < to; ++k)
        change(fine, around[k + window]->fine[place].word, around[k]->fine[place].word);
}

/* Medians of one row; out is where the stripe's first goes. */
static void median_row(const struct stripe *stripe, uint8_t *out)
{
    const struct histogram *const *around = stripe->around;
    int window = 2 * stripe->radius + 1, number = window * window / 2;
    struct counts coarse = {{0}}, fine[BINS];
    int valid[BINS]; /* the output for which fine[i] was last brought up to date */
    for (int i = 0; i < BINS; ++i)
        valid[i] = -window; /* never */
    for (int k = 0; k < window; ++k)
        add(&coarse, around[k]->coarse.word);
    for (int i = 0; i < stripe->outputs; ++i, out += stripe->channels) {
        int place = find(&coarse, number);
        int below = place > 0 ? count(&coarse, place - 1) : 0;
        catch_up(stripe, &fine[place], place, valid[place], i);
        valid[place] = i;
        *out = (uint8_t)(BINS * place + find(&fine[place], number - below));
        change(&coarse, around[i + window]->coarse.word, around[i]->coarse.word);
    }
}

static int held_columns(const struct plan *plan)
{
    int columns = STRIPE + 2 * (int)plan->value[MEDIAN_RADIUS];
    return columns < plan->src.width ? columns : plan->src.width;
}

size_t VARIANT_NAME(median_histogram_scratch)(const struct plan *plan)
{
    size_t around = STRIPE + 2 * (size_t)plan->value[MEDIAN_RADIUS] + 1;
    return (size_t)held_columns(plan) * sizeof(struct histogram) +
           around * sizeof(struct histogram *);
}

/* One channel of one stripe, for all rows. */
static void run_stripe(const struct stripe *stripe, const struct image *src, struct image *dst,
                       struct range rows, int channel, int begin)
{
    int radius = stripe->radius, height = src->shape.height;
    memset(stripe->column, 0, (size_t)range_count(stripe->held) * sizeof *stripe->column);
    for (int k = -radius; k <= radius; ++k)
        enter_row(stripe, image_row(src, clip(rows.begin + k, height)) + channel);
    for (int y = rows.begin; y < rows.end; ++y) {
        median_row(stripe, image_row(dst, y) + (ptrdiff_t)begin * stripe->channels + channel);
        if (y + 1 < rows.end)
            change_row(stripe, image_row(src, clip(y + radius + 1, height)) + channel,
                       image_row(src, clip(y - radius, height)) + channel);
    }
}

void VARIANT_NAME(median_histogram)(const struct plan *plan, const struct image *src,
                                    struct image *dst, struct range rows, const uint64_t *total,
                                    uint64_t *tally, void *scratch)
{
    (void)total, (void)tally;
    int radius = (int)plan->value[MEDIAN_RADIUS], width = plan->src.width;
    struct histogram *column = scratch;
    const struct histogram **around = (void *)(column + held_columns(plan));
    for (int begin = 0; begin < width; begin += STRIPE) {
        int end = width - begin < STRIPE ? width : begin + STRIPE;
        struct stripe stripe = {
            .radius = radius,
            .channels = plan->src.channels,
            .outputs = end - begin,
            .held = {clip(begin - radius, width), clip(end - 1 + radius, width) + 1},
            .column = column,
            .around = around,
        };
        for (int x = begin - radius; x <= end + radius; ++x) {
            int held = clip(x, stripe.held.end) - stripe.held.begin;
            around[x - begin + radius] = column + held;
        }
        for (int channel = 0; channel < plan->src.channels; ++channel)
            run_stripe(&stripe, src, dst, rows, channel, begin);
    }
}
