/* Moving things apart: those that touch form a block, which stands where its members wanted to be
 * on average; blocks that meet become one. */
#include "tests/check/check_spread.h"

#include <stdlib.h>

static int compare_places(const void *left, const void *right)
{
    const struct spread *a = left, *b = right;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return a->which - b->which;
}

/* The first place of items[begin … end - 1] as a block. */
static double block_place(const struct spread *items, int begin, int end, double gap)
{
    double sum = 0, last = 1 - gap * (end - 1 - begin);
    for (int i = begin; i < end; ++i)
        sum += items[i].place - gap * (i - begin);
    double place = sum / (end - begin);
    return place < 0 ? 0 : place > last ? last : place;
}

/* Blocks are found from the left: the last one takes in those before it while it touches them. */
void spread_apart(struct spread *items, int count, double gap)
{
    int *begin = malloc(((size_t)count + 1) * sizeof *begin), blocks = 0;
    if (!begin)
        return; /* they overlap, that is all */
    qsort(items, (size_t)count, sizeof *items, compare_places);
    if (gap * (count - 1) > 1)
        gap = 1.0 / (count - 1);
    for (int i = 0; i < count; ++i) {
        begin[blocks++] = i;
        while (blocks > 1) {
            int before = begin[blocks - 2], here = begin[blocks - 1];
            double end = block_place(items, before, here, gap) + gap * (here - before);
            if (end <= block_place(items, here, i + 1, gap))
                break;
            --blocks;
        }
    }
    begin[blocks] = count;
    for (int b = 0; b < blocks; ++b) {
        double place = block_place(items, begin[b], begin[b + 1], gap);
        for (int i = begin[b]; i < begin[b + 1]; ++i)
            items[i].place = place + gap * (i - begin[b]);
    }
    free(begin);
}
