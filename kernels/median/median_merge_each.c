/* Median of windows of middle size by merging sorted columns, many samples at a time.
 *
 * Each column of the window is sorted; two neighbours are merged, two such pairs, and so on, each
 * once for all windows that it is part of. The window of 2 r + 1 columns is the longest list of a
 * power of two of them and a list of the rest, and its median is found in both without merging
 * them: the K smallest samples of the window are i of one list and K - i of the other, so the
 * largest of them is the minimum over i of max(a(i - 1), b(K - i - 1)).
 * Lists are in memory, rank by rank: a row has the samples of one rank for all windows of a span.
 * Sorting and merging are Batcher's networks (1968) without the steps of which nothing is used. */
#include "kernels/median/median.h"
#include "kernels/median/median_merger.h"
#include "kernels/median/median_order.h"

#include <string.h>

enum { SPAN = 256, ROW = SPAN + 64 }; /* samples that go together; with what is beside them */

static inline void exchange_rows(const uint8_t *a, const uint8_t *b, uint8_t *low, uint8_t *high)
{
    for (int x = 0; x < SPAN; ++x) {
        uint8_t first = a[x], second = b[x];
        low[x] = lower(first, second), high[x] = upper(first, second);
    }
}

static void run_network(const struct network *network, uint8_t (*row)[ROW])
{
    for (int i = 0; i < network->count; ++i) {
        struct step step = network->step[i];
        uint8_t *low = row[step.low], *high = row[step.high];
        if (step.lower && step.upper)
            exchange_rows(low, high, low, high);
        else if (step.lower)
            for (int x = 0; x < SPAN; ++x)
                low[x] = lower(low[x], high[x]);
        else
            for (int x = 0; x < SPAN; ++x)
                high[x] = upper(low[x], high[x]);
    }
}

/* The first steps, which are of the full distance, bring the rows into the list. */
static void run_stage(const struct stage *stage, uint8_t (*row)[ROW])
{
    uint8_t(*a)[ROW] = row + stage->a.first, (*b)[ROW] = row + stage->b.first;
    uint8_t(*to)[ROW] = row + stage->to;
    int count = stage->a.count, missing = merger_distance(count, stage->b.count) - count;
    for (int i = 0; i < missing && i < stage->b.count; ++i)
        memcpy(to[count + i], b[i] + stage->shift, SPAN);
    for (int i = 0; i < count; ++i)
        if (missing + i < stage->b.count)
            exchange_rows(a[i], b[missing + i] + stage->shift, to[i], to[count + missing + i]);
        else
            memcpy(to[i], a[i], SPAN);
    run_network(&stage->network, to);
}

/* Medians from the two lists. */
static void select_median(const struct merger *merger, uint8_t (*row)[ROW],
                          uint8_t *restrict median)
{
    const struct list *a = &merger->a, *b = &merger->b;
    int smallest = merger->window * merger->window / 2 + 1 - a->below - b->below; /* K */
    memset(median, UINT8_MAX, SPAN);
    for (int i = 0; i <= a->count && i <= smallest; ++i) {
        if (smallest - i > b->count)
            continue;
        const uint8_t *last_a = row[a->first + (i > 0 ? i - 1 : 0)];
        const uint8_t *last_b =
            row[b->first + (i < smallest ? smallest - i - 1 : 0)] + merger->shift;
        if (i == 0 || i == smallest)
            for (int x = 0; x < SPAN; ++x)
                median[x] = lower(median[x], i == 0 ? last_b[x] : last_a[x]);
        else
            for (int x = 0; x < SPAN; ++x)
                median[x] = lower(median[x], upper(last_a[x], last_b[x]));
    }
}

/* The samples of a source row that a span's windows have, continued by the border pixels. */
static void continue_row(const struct image *src, int y, int first, uint8_t *to)
{
    int channels = src->shape.channels, samples = src->shape.width * channels;
    int last = src->shape.height - 1;
    const uint8_t *row = image_row(src, y < 0 ? 0 : y > last ? last : y);
    int begin = first < 0 ? 0 : first, end = first + ROW < samples ? first + ROW : samples;
    memcpy(to + (begin - first), row + begin, (size_t)(end - begin));
    for (int i = begin - first - 1; i >= 0; --i)
        to[i] = to[i + channels];
    for (int i = end - first; i < ROW; ++i)
        to[i] = to[i - channels];
}

void VARIANT_NAME(median_merge)(const struct plan *plan, const struct image *src, struct image *dst,
                                const struct band *band)
{
    const struct range rows = band->rows;
    const struct merger *merger = plan->tables;
    int radius = (int)plan->value[MEDIAN_RADIUS], channels = plan->src.channels;
    int samples = plan->src.width * channels, outputs = SPAN - 2 * radius * channels;
    uint8_t(*row)[ROW] = band->scratch, median[SPAN];
    memset(row, 0, plan->scratch); /* what is beside a span is read, though not used */
    for (int y = rows.begin; y < rows.end; ++y)
        for (int begin = 0; begin < samples; begin += outputs) {
            for (int k = 0; k <= 2 * radius; ++k)
                continue_row(src, y - radius + k, begin - radius * channels, row[k]);
            run_network(&merger->sort, row);
            for (int i = 0; i < merger->stages; ++i)
                run_stage(&merger->stage[i], row);
            select_median(merger, row, median);
            int count = samples - begin < outputs ? samples - begin : outputs;
            memcpy(image_row(dst, y) + begin, median, (size_t)count);
        }
}

size_t VARIANT_NAME(median_merge_scratch)(const struct plan *plan)
{
    const struct merger *merger = plan->tables;
    return (size_t)merger->rows * ROW;
}
