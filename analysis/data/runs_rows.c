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

/* The NAMEs of all runs, and each run's: pointers to rows of a type of their own. */
#define ASSIGN(table, name)                                                                        \
    do {                                                                                           \
        struct runs_rows sorted;                                                                   \
        runs->orphans += runs_rows_sort(&sorted, runs, results, table);                            \
        runs->name##s = memory_array(results->name##_count, sizeof runs->name##s[0]);              \
        for (size_t i = 0; i < sorted.first[runs->count]; ++i)                                     \
            runs->name##s[i] = &results->name##s[sorted.order[i]];                                 \
        for (size_t i = 0; i < runs->count; ++i) {                                                 \
            runs->items[i].name##s = runs->name##s + sorted.first[i];                              \
            runs->items[i].name##_count = sorted.first[i + 1] - sorted.first[i];                   \
        }                                                                                          \
        free(sorted.first);                                                                        \
        free(sorted.order);                                                                        \
    } while (0)

void runs_rows_assign(struct runs *runs, const struct results *results)
{
    ASSIGN(TABLE_SAMPLES, sample);
    ASSIGN(TABLE_WORKERS, worker);
    ASSIGN(TABLE_SPANS, span);
}
