/* What probes measured, as series over x. */
#include "analysis/data/point_series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"
#include "analysis/text.h"

struct entry {
    const struct run_row *run;
    const struct point_row *point;
};

static bool counts(const struct run_row *run, const struct point_row *point)
{
    return strcmp(run->status, "complete") == 0 && strcmp(run->mode, "probe") == 0 &&
           run->oversubscribed <= 0 && run->binding_ok != 0 && point->x > 0 && isfinite(point->x) &&
           point->seconds > 0 && isfinite(point->seconds);
}

/* Where x is the number of ranks these differ along the series. */
static int compare_groups(const struct entry *a, const struct entry *b)
{
    int order = strcmp(a->run->kernel, b->run->kernel);
    order = order != 0 ? order : strcmp(a->run->model, b->run->model);
    order = order != 0 ? order : strcmp(a->point->unit, b->point->unit);
    return order != 0 || strcmp(a->point->unit, "ranks") == 0 ? order
                                                              : a->run->ranks - b->run->ranks;
}

static int compare_series(const struct entry *a, const struct entry *b)
{
    const int order = compare_groups(a, b);
    return order != 0 ? order : strcmp(a->point->variant, b->point->variant);
}

static int compare_sizes(const struct entry *a, const struct entry *b)
{
    const int order = compare_series(a, b);
    return order != 0 ? order : (a->point->x > b->point->x) - (a->point->x < b->point->x);
}

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    const int order = compare_sizes(a, b);
    return order != 0 ? order : strcmp(a->run->run, b->run->run);
}

static int compare_runs(const void *left, const void *right)
{
    const struct run_row *a = *(const struct run_row *const *)left;
    const struct run_row *b = *(const struct run_row *const *)right;
    return strcmp(a->run, b->run);
}

static int compare_name(const void *name, const void *element)
{
    return strcmp(name, (*(const struct run_row *const *)element)->run);
}

/* The points that count, with their runs, in order; returns how many. */
static size_t collect(const struct results *results, struct entry *entries)
{
    const struct run_row **runs = memory_array(results->run_count, sizeof *runs);
    size_t count = 0;
    for (size_t i = 0; i < results->run_count; ++i)
        runs[i] = &results->runs[i];
    qsort(runs, results->run_count, sizeof *runs, compare_runs);
    for (size_t i = 0; i < results->point_count; ++i) {
        const struct point_row *point = &results->points[i];
        const struct run_row **run =
            bsearch(point->run, runs, results->run_count, sizeof *runs, compare_name);
        if (run && counts(*run, point))
            entries[count++] = (struct entry){*run, point};
    }
    free(runs);
    qsort(entries, count, sizeof *entries, compare_entries);
    return count;
}

/* All points of one run at one size, from entries[begin] on; returns where they end. */
static size_t average(const struct entry *entries, size_t count, size_t begin, double *mean)
{
    size_t end = begin;
    double sum = 0;
    while (end < count && compare_entries(&entries[begin], &entries[end]) == 0)
        sum += log(entries[end++].point->seconds);
    *mean = sum / (double)(end - begin);
    return end;
}

void point_series_build(struct point_set *set, const struct results *results)
{
    struct entry *entries = memory_array(results->point_count, sizeof *entries);
    const size_t count = collect(results, entries);
    size_t sizes = 0, logs = 0;
    *set = (struct point_set){.series = memory_array(count, sizeof set->series[0]),
                              .sizes = memory_array(count, sizeof set->sizes[0]),
                              .logs = memory_array(count, sizeof set->logs[0])};
    for (size_t i = 0, next; i < count; i = next) {
        const struct entry *entry = &entries[i], *last = i > 0 ? entry - 1 : NULL;
        if (!last || compare_series(last, entry) != 0) {
            const size_t group = !last ? 0
                                       : set->series[set->count - 1].group +
                                             (compare_groups(last, entry) != 0 ? 1 : 0);
            set->series[set->count++] = (struct point_series){
                entry->run, entry->point->variant, entry->point->unit, set->sizes + sizes, 0,
                group};
        }
        if (!last || compare_sizes(last, entry) != 0) {
            ++set->series[set->count - 1].size_count;
            set->sizes[sizes++] = (struct point_size){entry->point->x, set->logs + logs, 0};
        }
        next = average(entries, count, i, &set->logs[logs++]);
        ++set->sizes[sizes - 1].count;
    }
    free(entries);
}

void point_series_free(struct point_set *set)
{
    free(set->series);
    free(set->sizes);
    free(set->logs);
    *set = (struct point_set){0};
}

void point_series_compare(struct comparison *comparison, const struct point_series *left,
                          const struct point_series *right)
{
    struct crossover_size *sizes = memory_array(left->size_count, sizeof *sizes);
    size_t count = 0;
    char raw[sizeof comparison->title];
    for (size_t i = 0, j = 0; i < left->size_count && j < right->size_count;) {
        const struct point_size *a = &left->sizes[i], *b = &right->sizes[j];
        i += a->x <= b->x ? 1 : 0;
        j += b->x <= a->x ? 1 : 0;
        if (!(a->x < b->x) && !(a->x > b->x))
            sizes[count++] =
                (struct crossover_size){a->x, a->logs, b->logs, a->count, b->count, false};
    }
    *comparison =
        (struct comparison){.left = left->variant,
                            .right = right->variant,
                            .unit = left->unit,
                            .workers = -1,
                            .one_sided = left->size_count + right->size_count - 2 * count};
    snprintf(raw, sizeof raw, "probe %s under %s, by %s", left->run->kernel, left->run->model,
             left->unit);
    if (strcmp(left->unit, "ranks") != 0)
        text_append(raw, sizeof raw, "; %d rank%s", left->run->ranks,
                    left->run->ranks == 1 ? "" : "s");
    text_plain(comparison->title, sizeof comparison->title, raw);
    crossover_make(&comparison->working, sizes, count);
    free(sizes);
}
