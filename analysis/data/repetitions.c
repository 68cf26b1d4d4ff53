/* The repetitions of a cell, and ratios of two cells. */
#include "analysis/data/repetitions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"

/* A run and the repetition that it is a slice of. */
struct slice {
    struct run *run;
    struct repetition repetition;
};

static int compare_repetitions(const struct repetition *a, const struct repetition *b)
{
    int order = strcmp(a->job, b->job);
    order = order != 0 ? order : (a->round > b->round) - (a->round < b->round);
    return order != 0 ? order : (a->turn > b->turn) - (a->turn < b->turn);
}

static int compare_created(const struct run_row *a, const struct run_row *b)
{
    int order = strcmp(a->created, b->created);
    return order != 0 ? order : strcmp(a->run, b->run);
}

/* Before turns are known: launches of one slice next to one another, by time. */
static int compare_slices(const void *left, const void *right)
{
    const struct slice *a = left, *b = right;
    int order = compare_repetitions(&a->repetition, &b->repetition);
    const int32_t x = a->run->row->slice, y = b->run->row->slice;
    order = order != 0 ? order : (x > y) - (x < y);
    return order != 0 ? order : compare_created(a->run->row, b->run->row);
}

static int compare_turns(const void *left, const void *right)
{
    const struct slice *a = left, *b = right;
    int order = compare_repetitions(&a->repetition, &b->repetition);
    return order != 0 ? order : compare_created(a->run->row, b->run->row);
}

static bool is_of_sweep(const struct run_row *row)
{
    return row->round >= 0 && row->slice >= 0 && row->slice <= row->round;
}

static void find_turns(struct slice *slices, size_t count)
{
    for (size_t i = 1; i < count; ++i) {
        const struct slice *last = &slices[i - 1];
        struct slice *slice = &slices[i];
        const bool same = last->repetition.round == slice->repetition.round &&
                          strcmp(last->repetition.job, slice->repetition.job) == 0;
        /* A second launch of a slice is another sweep's; runs of no sweep are all by themselves. */
        if (same &&
            (slice->repetition.round < 0 || last->run->row->slice == slice->run->row->slice))
            slice->repetition.turn = last->repetition.turn + 1;
    }
}

size_t repetitions_make(struct run **runs, size_t count, struct repetition *repetitions,
                        double *logs)
{
    struct slice *slices = memory_array(count, sizeof *slices);
    size_t made = 0;
    for (size_t i = 0; i < count; ++i) {
        const struct run_row *row = runs[i]->row;
        const bool swept = is_of_sweep(row);
        slices[i] = (struct slice){runs[i], {swept ? row->job : "", -1, 0, 0}};
        slices[i].repetition.round = swept ? row->round - row->slice : -1;
    }
    qsort(slices, count, sizeof *slices, compare_slices);
    find_turns(slices, count);
    qsort(slices, count, sizeof *slices, compare_turns);
    for (size_t begin = 0, end; begin < count; begin = end) {
        double sum = 0;
        for (end = begin; end < count && compare_repetitions(&slices[begin].repetition,
                                                             &slices[end].repetition) == 0;
             ++end) {
            runs[end] = slices[end].run;
            sum += log(slices[end].run->median.value);
        }
        repetitions[made] = slices[begin].repetition;
        repetitions[made].launches = end - begin;
        logs[made++] = sum / (double)(end - begin);
    }
    free(slices);
    return made;
}

bool repetitions_are_same(const struct repetition *a, size_t a_count, const struct repetition *b,
                          size_t b_count)
{
    if (a_count != b_count)
        return false;
    for (size_t i = 0; i < a_count; ++i)
        if (a[i].round < 0 || compare_repetitions(&a[i], &b[i]) != 0)
            return false;
    return true;
}

/* Fills pair[i] with what of b belongs to a's i-th repetition; false: something is missing. */
static bool find_pairs(const struct repeated *a, const struct repeated *b, double *pair)
{
    for (size_t i = 0, j = 0; i < a->count; ++i) {
        const struct repetition *wanted = &a->repetitions[i];
        while (j < b->count && compare_repetitions(&b->repetitions[j], wanted) < 0)
            ++j;
        if (wanted->round < 0 || j == b->count ||
            compare_repetitions(&b->repetitions[j], wanted) != 0 ||
            (a->count != b->count && wanted->job[0] == '\0'))
            return false;
        pair[i] = b->logs[j];
    }
    return a->count > 0;
}

struct interval repetitions_ratio(const struct repeated *a, const struct repeated *b)
{
    const struct repeated *less = a->count <= b->count ? a : b, *more = less == a ? b : a;
    double *pair = memory_array(less->count, sizeof *pair);
    struct interval ratio;
    if (find_pairs(less, more, pair))
        ratio = less == a ? estimate_paired(a->logs, pair, less->count)
                          : estimate_paired(pair, b->logs, less->count);
    else
        ratio = estimate_ratio(a->logs, a->count, b->logs, b->count);
    free(pair);
    return ratio;
}
