/* The rows of a table by their runs. */
#include "analysis/data/runs_rows.h"

#include <stdlib.h>

#include "analysis/memory.h"
#include "drivers/record/rows.h"

size_t runs_rows_sort(struct runs_rows *sorted, const struct runs *runs,
                      const struct results *results, int table)
{
    const struct record_table *rows = &record_tables[table];
    const char *row = record_rows(results, rows);
    const size_t count = record_rows_count(results, rows);
    size_t *owner = memory_array(count, sizeof *owner), last = 0, orphans = 0;
    sorted->first = memory_array(runs->count + 2, sizeof *sorted->first);
    sorted->order = memory_array(count, sizeof *sorted->order);
    for (size_t i = 0; i < count; ++i, row += rows->row_size) {
        owner[i] = last = runs_find_next(runs, row + rows->fields[0].offset, last);
        if (last == SIZE_MAX)
            ++orphans;
        else
            ++sorted->first[last + 2];
    }
    for (size_t i = 2; i < runs->count + 2; ++i)
        sorted->first[i] += sorted->first[i - 1];
    for (size_t i = 0; i < count; ++i)
        if (owner[i] != SIZE_MAX)
            sorted->order[sorted->first[owner[i] + 1]++] = i;
    free(owner);
    return orphans;
}

static void assign_samples(struct runs *runs, const struct results *results)
{
    struct runs_rows sorted;
    runs->orphans += runs_rows_sort(&sorted, runs, results, TABLE_SAMPLES);
    runs->samples = memory_array(results->sample_count, sizeof runs->samples[0]);
    for (size_t i = 0; i < sorted.first[runs->count]; ++i)
        runs->samples[i] = &results->samples[sorted.order[i]];
    for (size_t i = 0; i < runs->count; ++i) {
        runs->items[i].samples = runs->samples + sorted.first[i];
        runs->items[i].sample_count = sorted.first[i + 1] - sorted.first[i];
    }
    free(sorted.first);
    free(sorted.order);
}

static void assign_workers(struct runs *runs, const struct results *results)
{
    struct runs_rows sorted;
    runs->orphans += runs_rows_sort(&sorted, runs, results, TABLE_WORKERS);
    runs->workers = memory_array(results->worker_count, sizeof runs->workers[0]);
    for (size_t i = 0; i < sorted.first[runs->count]; ++i)
        runs->workers[i] = &results->workers[sorted.order[i]];
    for (size_t i = 0; i < runs->count; ++i) {
        runs->items[i].workers = runs->workers + sorted.first[i];
        runs->items[i].worker_count = sorted.first[i + 1] - sorted.first[i];
    }
    free(sorted.first);
    free(sorted.order);
}

static void assign_spans(struct runs *runs, const struct results *results)
{
    struct runs_rows sorted;
    runs->orphans += runs_rows_sort(&sorted, runs, results, TABLE_SPANS);
    runs->spans = memory_array(results->span_count, sizeof runs->spans[0]);
    for (size_t i = 0; i < sorted.first[runs->count]; ++i)
        runs->spans[i] = &results->spans[sorted.order[i]];
    for (size_t i = 0; i < runs->count; ++i) {
        runs->items[i].spans = runs->spans + sorted.first[i];
        runs->items[i].span_count = sorted.first[i + 1] - sorted.first[i];
    }
    free(sorted.first);
    free(sorted.order);
}

void runs_rows_assign(struct runs *runs, const struct results *results)
{
    assign_samples(runs, results);
    assign_workers(runs, results);
    assign_spans(runs, results);
}
