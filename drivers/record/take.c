/* Takes rows that were read into one set of results. */
#include "drivers/record/take.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/record/older.h"
#include "drivers/record/rows.h"
#include "drivers/record/run_index.h"

static size_t *size_at(struct results *results, size_t offset)
{
    return (size_t *)(void *)((char *)results + offset);
}

void record_take_begin(struct record_taker *taker, const struct record_source *source,
                       struct results *results, size_t *left_out)
{
    *taker = (struct record_taker){.source = source,
                                   .results = results,
                                   .known_runs = results->run_count,
                                   .left_out = left_out};
    for (int i = 0; i < RECORD_TABLES; ++i)
        taker->before[i] = *size_at(results, record_tables[i].count);
}

/* Room for one more row; NULL: no memory. */
static char *row_append(struct results *results, const struct record_table *table)
{
    size_t *count = size_at(results, table->count);
    size_t *capacity = size_at(results, table->capacity);
    char *rows = record_rows(results, table);
    if (*count == *capacity) {
        size_t more = *capacity ? *capacity * 2 : 16;
        rows = realloc(rows, more * table->row_size);
        if (!rows)
            return NULL;
        memcpy((char *)results + table->rows, &rows, sizeof rows);
        *capacity = more;
    }
    return rows + (*count)++ * table->row_size;
}

/* The index of a run in the results, or their count. Rows of a run stand together, followed by
 * those of the next. */
static size_t run_find(struct record_taker *taker, const char *run)
{
    const struct results *results = taker->results;
    for (size_t i = taker->last_run; i < results->run_count && i <= taker->last_run + 1; ++i)
        if (strcmp(results->runs[i].run, run) == 0)
            return taker->last_run = i;
    const size_t found = run_index_find(results, run);
    taker->last_run = found < results->run_count ? found : taker->last_run;
    return found;
}

/* Whether a row has no place among the results: then the message says why. */
static bool row_is_wrong(const struct record_taker *taker, int index, const char *run, size_t found)
{
    bool is_run = index == TABLE_RUNS, is_there = found < taker->results->run_count;
    const char *path = record_tables[index].path;
    if (is_run && (*run == '\0' || (is_there && found >= taker->known_runs))) {
        record_refuse(taker->source, EXIT_DATA, "corrupt: %s: run \"%s\" %s", path, run,
                      *run ? "is there twice" : "has no name");
        return true;
    }
    if (is_run || is_there)
        return false;
    record_refuse(taker->source, EXIT_DATA,
                  "corrupt: %s has rows of run \"%s\", which is not in runs", path, run);
    return true;
}

static int row_take(struct record_taker *taker, const struct record_block *block, const char *wide)
{
    const struct record_table *table = &record_tables[block->table];
    const char *run = wide + table->fields[0].offset; /* every table's first field */
    size_t found = run_find(taker, run);
    if (row_is_wrong(taker, block->table, run, found)) {
        if (!taker->left_out)
            return EXIT_DATA;
        ++taker->left_out[block->table];
        return 0;
    }
    if (found < taker->known_runs)
        return 0;
    char *value = NULL;
    if (block->table == TABLE_FACTS && !(value = strdup(wide + table->row_size)))
        return record_refuse(taker->source, EXIT_MEMORY, "out of memory");
    char *row = row_append(taker->results, table);
    if (!row) {
        free(value);
        return record_refuse(taker->source, EXIT_MEMORY, "out of memory");
    }
    memcpy(row, wide, table->row_size);
    if (value)
        ((struct fact_row *)(void *)row)->value = value;
    if (block->table != TABLE_RUNS)
        return 0;
    older_settle((struct run_row *)(void *)row, block->schema);
    return run_index_note(taker->results) == 0
               ? 0
               : record_refuse(taker->source, EXIT_MEMORY, "out of memory");
}

/* HDF5 ends texts that it converts; a file's own may come without. */
static void row_terminate(const struct record_table *table, char *wide, size_t stride)
{
    for (size_t i = 0; i < table->field_count; ++i)
        if (table->fields[i].kind == RECORD_TEXT)
            wide[table->fields[i].offset + table->fields[i].size - 1] = '\0';
    if (table->fields[table->field_count - 1].kind == RECORD_LONG_TEXT)
        wide[stride - 1] = '\0';
}

int record_take(struct record_taker *taker, const struct record_block *block)
{
    int code = 0;
    for (size_t i = 0; i < block->count && code == 0; ++i) {
        char *wide = block->rows + i * block->stride;
        row_terminate(&record_tables[block->table], wide, block->stride);
        code = row_take(taker, block, wide);
    }
    return code;
}

void record_take_undo(struct record_taker *taker)
{
    struct results *results = taker->results;
    while (results->fact_count > taker->before[TABLE_FACTS])
        free((void *)results->facts[--results->fact_count].value);
    for (int i = 0; i < RECORD_TABLES; ++i)
        *size_at(results, record_tables[i].count) = taker->before[i];
}
