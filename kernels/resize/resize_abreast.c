/* Tables of the x axis for rows that go abreast. */
#include <stdlib.h>
#include <string.h>

#include "kernels/resize/resize_vector.h"
#include "kernels/shared/smaller.h"

/* A near step is two taps of a few pixels of one row, by a permutation of what may cross lines of
 * the cache; one abreast is two taps of one pixel of all rows, without either. By measurement that
 * is faster where the width shrinks, but not from bytes of three channels, which near takes as they
 * are; and where it grows, with long windows, if permutations reach little. Where it shrinks to few
 * pixels, AVX2 takes longer to bring all columns abreast than their sums save. */
bool resize_goes_abreast(const struct resize_steps *steps, const struct plan *plan)
{
    const struct resize_tables *tables = plan->tables;
    int channels = plan->src.channels;
    int columns = range_count(tables->columns), width = plan->dst.width;
    bool pays = width < columns ? columns / width < steps->abreast_most
                                : steps->abreast_taps && tables->x.longest >= steps->abreast_taps;
    return steps->first_abreast && pays &&
           (channels == 4 || (channels == 3 && tables->vertical_first));
}

/* Columns of the longest window of `together` neighbouring outputs, from an even column on. */
static int longest_window(const struct resize_tables *tables, int together)
{
    const struct filter_axis *x = &tables->x;
    int longest = 0;
    for (int i = 0; i < x->size; ++i) {
        int first = i / together * together;
        int begin = (x->start[first] - tables->columns.begin) & ~1;
        longest = larger(longest, x->start[i] + x->count[i] - tables->columns.begin - begin);
    }
    return longest;
}

/* Weights of one output, the first at column `place` of its window. */
static void place_output(const struct resize_vector *p, const struct filter_axis *x, int output,
                         int place, int16_t *weight)
{
    const int16_t *from = x->weight + (ptrdiff_t)output * x->taps;
    const int16_t *end = from + x->count[output];
    ptrdiff_t step = 2 * (ptrdiff_t)p->together;
    weight += place / 2 * step;
    if (place % 2) {
        weight[1] = *from++;
        weight += step;
    }
    for (; end - from > 1; from += 2, weight += step)
        memcpy(weight, from, 2 * sizeof *from);
    if (from < end)
        *weight = *from;
}

/* Moves a window to the left where its last step would leave the row by more than one column, whose
 * weight is 0. */
static void place_window(struct resize_vector *p, const struct resize_tables *tables, int window)
{
    const struct filter_axis *x = &tables->x;
    int first = window * p->together, begin = tables->columns.begin;
    int last = larger(range_count(tables->columns) - 2 * p->steps, 0);
    int start = smaller((x->start[first] - begin) & ~1, (last + 1) & ~1);
    int16_t *weight = p->weight + (ptrdiff_t)window * p->steps * p->together * 2;
    p->start[window] = start;
    for (int i = 0; i < p->together && first + i < x->size; ++i)
        place_output(p, x, first + i, x->start[first + i] - begin - start, weight + 2 * i);
}

static bool is_staggered(const struct resize_vector *p, int window)
{
    const int16_t *first = p->weight + (ptrdiff_t)window * p->steps * 4;
    const int16_t *last = first + 4 * ((ptrdiff_t)p->steps - 1);
    return p->steps > 1 && !first[2] && !first[3] && !last[0] && !last[1];
}

/* Where the width shrinks by 2 or more they are all but those at the edges; else the first of them
 * that follow each other. */
static void find_staggered(struct resize_vector *p, int windows)
{
    int window = 0;
    while (window < windows && !is_staggered(p, window))
        ++window;
    p->staggered.begin = window;
    while (window < windows && is_staggered(p, window))
        ++window;
    p->staggered.end = window;
}

/* Of two outputs, a step together is one load of pixels and two of weights; apart two of each. By
 * measurement the former takes 4/3 of the time of one output's step, or less. */
int resize_prepare_abreast(struct resize_vector *p, const struct plan *plan)
{
    const struct resize_tables *tables = plan->tables;
    int one = (longest_window(tables, 1) + 1) / 2, both = (longest_window(tables, 2) + 1) / 2;
    p->near = false;
    p->together = 2 * both <= 3 * one ? 2 : 1;
    p->steps = p->together == 2 ? both : one;
    int windows = (plan->dst.width + p->together - 1) / p->together;
    size_t weights = (size_t)windows * (size_t)(p->steps * p->together) * 2;
    p->start = malloc((size_t)windows * sizeof *p->start);
    p->weight = resize_lines(weights * sizeof *p->weight);
    if (!p->start || !p->weight)
        return -1;
    for (int window = 0; window < windows; ++window)
        place_window(p, tables, window);
    if (p->together == 2)
        find_staggered(p, windows);
    return 0;
}
