/* Merging: rows are sorted out by run, runs by UUID; copies of one run are compared row by row. */
#include "analysis/data/merge.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"
#include "analysis/text.h"

void merge_add(struct merge *merge, const char *path, struct results *results)
{
    if (merge->source_count == merge->source_capacity) {
        merge->source_capacity = 2 * merge->source_capacity + 16;
        merge->sources =
            memory_resize(merge->sources, merge->source_capacity, sizeof merge->sources[0]);
    }
    merge->sources[merge->source_count++] =
        (struct merge_source){.path = path, .results = *results, .first_run = merge->run_count};
    merge->run_count += results->run_count;
    *results = (struct results){0};
}

static int compare_names(const void *left, const void *right)
{
    const struct merge_run *a = left, *b = right;
    return strcmp(a->row->run, b->row->run);
}

static void list_runs(struct merge *merge)
{
    merge->runs = memory_array(merge->run_count, sizeof merge->runs[0]);
    for (size_t i = 0; i < merge->source_count; ++i) {
        const struct merge_source *source = &merge->sources[i];
        struct merge_run *runs = merge->runs + source->first_run;
        for (size_t j = 0; j < source->results.run_count; ++j)
            runs[j] = (struct merge_run){.row = &source->results.runs[j], .source = i};
        qsort(runs, source->results.run_count, sizeof runs[0], compare_names);
    }
}

/* The run of a row, which its reader has seen to; `last` is that of the row before. */
static struct merge_run *find_run(const struct merge *merge, const struct merge_source *source,
                                  const char *name, struct merge_run *last)
{
    if (last && strcmp(last->row->run, name) == 0)
        return last;
    struct run_row row;
    record_text(row.run, sizeof row.run, name);
    const struct merge_run key = {.row = &row};
    return bsearch(&key, merge->runs + source->first_run, source->results.run_count, sizeof key,
                   compare_names);
}

/* Calls `take` for every row of a table, in the order of sources. */
static void visit_rows(struct merge *merge, int index,
                       void (*take)(struct merge *, struct merge_run *, int index, const char *row))
{
    const struct record_table *table = &record_tables[index];
    for (size_t i = 0; i < merge->source_count; ++i) {
        const struct merge_source *source = &merge->sources[i];
        const char *rows = record_rows(&source->results, table);
        const size_t count = record_rows_count(&source->results, table);
        struct merge_run *run = NULL;
        for (size_t j = 0; j < count; ++j) {
            const char *row = rows + j * table->row_size;
            run = find_run(merge, source, row + table->fields[0].offset, run);
            take(merge, run, index, row);
        }
    }
}

static void count_row(struct merge *merge, struct merge_run *run, int index, const char *row)
{
    (void)merge;
    (void)row;
    ++run->count[index];
}

static void place_row(struct merge *merge, struct merge_run *run, int index, const char *row)
{
    merge->rows[index][run->first[index] + run->count[index]++] = row;
}

static void sort_rows(struct merge *merge, int index)
{
    visit_rows(merge, index, count_row);
    size_t total = 0;
    for (size_t i = 0; i < merge->run_count; ++i) {
        merge->runs[i].first[index] = total;
        total += merge->runs[i].count[index];
        merge->runs[i].count[index] = 0;
    }
    merge->rows[index] = memory_array(total, sizeof merge->rows[index][0]);
    visit_rows(merge, index, place_row);
}

/* The name of the table in which two copies of one run differ; NULL: they do not. */
static const char *find_difference(const struct merge *merge, const struct merge_run *a,
                                   const struct merge_run *b)
{
    for (int index = 0; index < RECORD_TABLES; ++index) {
        const struct record_table *table = &record_tables[index];
        if (a->count[index] != b->count[index])
            return table->path;
        for (size_t i = 0; i < a->count[index]; ++i) {
            if (!record_rows_equal(table, merge->rows[index][a->first[index] + i],
                                   merge->rows[index][b->first[index] + i]))
                return table->path;
        }
    }
    return NULL;
}

static int compare_copies(const void *left, const void *right)
{
    const struct merge_run *a = *(const struct merge_run *const *)left;
    const struct merge_run *b = *(const struct merge_run *const *)right;
    const int order = compare_names(a, b);
    return order != 0 ? order : (a->source > b->source) - (a->source < b->source);
}

static int compare_ages(const void *left, const void *right)
{
    const struct merge_run *a = *(const struct merge_run *const *)left;
    const struct merge_run *b = *(const struct merge_run *const *)right;
    const int order = strcmp(a->row->created, b->row->created);
    return order != 0 ? order : compare_names(a, b);
}

static void tell_difference(const struct merge *merge, const struct merge_run *a,
                            const struct merge_run *b, const char *table, char *message,
                            size_t size)
{
    char uuid[sizeof a->row->run];
    text_plain(uuid, sizeof uuid, a->row->run);
    snprintf(message, size,
             "%s and %s differ in %s of run %s: two results have one name; remove the one that is "
             "wrong",
             merge->sources[a->source].path, merge->sources[b->source].path, table, uuid);
}

bool merge_settle(struct merge *merge, char *message, size_t size)
{
    list_runs(merge);
    for (int index = 0; index < RECORD_TABLES; ++index)
        sort_rows(merge, index);
    merge->kept = memory_array(merge->run_count, sizeof merge->kept[0]);
    for (size_t i = 0; i < merge->run_count; ++i)
        merge->kept[i] = &merge->runs[i];
    qsort(merge->kept, merge->run_count, sizeof merge->kept[0], compare_copies);
    for (size_t i = 0; i < merge->run_count; ++i) {
        const struct merge_run *run = merge->kept[i];
        const struct merge_run *last = i > 0 ? merge->kept[merge->kept_count - 1] : NULL;
        if (!last || compare_names(last, run) != 0) {
            merge->kept[merge->kept_count++] = run;
            continue;
        }
        const char *table = find_difference(merge, last, run);
        if (table) {
            tell_difference(merge, last, run, table, message, size);
            return false;
        }
    }
    qsort(merge->kept, merge->kept_count, sizeof merge->kept[0], compare_ages);
    return true;
}

void merge_free(struct merge *merge)
{
    for (size_t i = 0; i < merge->source_count; ++i)
        record_results_free(&merge->sources[i].results);
    for (int index = 0; index < RECORD_TABLES; ++index)
        free(merge->rows[index]);
    free(merge->sources);
    free(merge->runs);
    free(merge->kept);
    *merge = (struct merge){0};
}
