/* Reads results files into one set of rows. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/record/older.h"
#include "drivers/record/open.h"
#include "drivers/record/rows.h"

/* Rows are read in blocks of about this many bytes: a file that claims to be huge meets its first
 * bad row before we run out of memory. */
enum { BLOCK_BYTES = 1 << 20 };

struct reader {
    struct record_source source;
    struct results *results;
    size_t known_runs; /* as many runs were there before this file */
    size_t last_run;   /* where the run of the row before was found */
};

static size_t *size_at(struct results *results, size_t offset)
{
    return (size_t *)(void *)((char *)results + offset);
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
static size_t run_find(struct reader *reader, const char *run)
{
    const struct results *results = reader->results;
    for (size_t i = reader->last_run; i < results->run_count && i <= reader->last_run + 1; ++i)
        if (strcmp(results->runs[i].run, run) == 0)
            return reader->last_run = i;
    for (size_t i = results->run_count; i-- > 0;)
        if (strcmp(results->runs[i].run, run) == 0)
            return reader->last_run = i;
    return results->run_count;
}

/* Takes one row as it was read; rows of runs that were known before are left out. */
static int row_take(struct reader *reader, const struct record_table *table, const char *wide)
{
    const char *run = wide + table->fields[0].offset; /* every table's first field */
    size_t found = run_find(reader, run);
    bool is_run = table == &record_tables[TABLE_RUNS];
    bool is_new = found >= reader->known_runs;
    if (is_run && (*run == '\0' || (is_new && found < reader->results->run_count)))
        return record_refuse(&reader->source, EXIT_DATA, "corrupt: %s: run \"%s\" %s", table->path,
                             run, *run ? "is there twice" : "has no name");
    if (!is_run && found == reader->results->run_count)
        return record_refuse(&reader->source, EXIT_DATA,
                             "corrupt: %s has rows of run \"%s\", which is not in runs",
                             table->path, run);
    if (!is_new)
        return 0;
    char *value = NULL;
    if (table == &record_tables[TABLE_FACTS] && !(value = strdup(wide + table->row_size)))
        return record_refuse(&reader->source, EXIT_MEMORY, "out of memory");
    char *row = row_append(reader->results, table);
    if (!row) {
        free(value);
        return record_refuse(&reader->source, EXIT_MEMORY, "out of memory");
    }
    memcpy(row, wide, table->row_size);
    if (value)
        ((struct fact_row *)(void *)row)->value = value;
    if (is_run)
        older_settle((struct run_row *)(void *)row, reader->source.schema);
    return 0;
}

/* Reads rows first ... first + count - 1 into `block` of count * stride bytes. */
static int block_read(const struct record_source *source, const struct record_opened *opened,
                      uint64_t first, size_t count, char *block)
{
    hsize_t start = first, number = count;
    size_t size = opened->stored > opened->stride ? opened->stored : opened->stride;
    for (size_t i = 0; i < count; ++i)
        memcpy(block + i * opened->stride, opened->defaults, opened->stride);
    hid_t space = H5Dget_space(opened->dataset);
    hid_t memory = H5Screate_simple(1, &number, NULL);
    hid_t transfer = record_hdf5_transfer(size, count);
    int code = 0;
    if (space < 0 || memory < 0 || transfer < 0 ||
        H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, NULL, &number, NULL) < 0 ||
        H5Dread(opened->dataset, opened->type, memory, space, transfer, block) < 0)
        code = record_refuse(source, EXIT_DATA, "corrupt: %s", record_hdf5_cause());
    record_hdf5_release(transfer);
    record_hdf5_release(memory);
    record_hdf5_release(space);
    return code;
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

static int rows_take(struct reader *reader, const struct record_table *table,
                     const struct record_opened *opened)
{
    size_t most = BLOCK_BYTES / opened->stride + 1;
    most = opened->rows < most ? (size_t)opened->rows + 1 : most;
    char *block = malloc(most * opened->stride);
    if (!block)
        return record_refuse(&reader->source, EXIT_MEMORY, "out of memory");
    int code = 0;
    for (uint64_t first = 0; first < opened->rows && code == 0; first += most) {
        size_t count = opened->rows - first < most ? (size_t)(opened->rows - first) : most;
        code = block_read(&reader->source, opened, first, count, block);
        for (size_t i = 0; i < count && code == 0; ++i) {
            row_terminate(table, block + i * opened->stride, opened->stride);
            code = row_take(reader, table, block + i * opened->stride);
        }
    }
    free(block);
    return code;
}

static int tables_take(struct reader *reader)
{
    int code = 0;
    for (int i = 0; i < RECORD_TABLES && code == 0; ++i) {
        struct record_opened opened;
        code = record_open_table(&reader->source, &record_tables[i], &opened);
        if (code)
            break;
        code = rows_take(reader, &record_tables[i], &opened);
        record_close_table(&opened);
    }
    return code;
}

static void facts_drop(struct results *results, size_t count)
{
    while (results->fact_count > count)
        free((void *)results->facts[--results->fact_count].value);
}

int record_read(const char *path, struct results *results, char *message, size_t message_size)
{
    struct reader reader = {.source = {path, message, message_size, H5I_INVALID_HID, 0},
                            .results = results,
                            .known_runs = results->run_count};
    size_t counts[RECORD_TABLES];
    for (int i = 0; i < RECORD_TABLES; ++i)
        counts[i] = *size_at(results, record_tables[i].count);
    int code = record_open(&reader.source);
    if (code)
        return code;
    code = tables_take(&reader);
    H5Fclose(reader.source.file);
    if (code) {
        facts_drop(results, counts[TABLE_FACTS]);
        for (int i = 0; i < RECORD_TABLES; ++i)
            *size_at(results, record_tables[i].count) = counts[i];
    }
    return code;
}

void record_results_free(struct results *results)
{
    facts_drop(results, 0);
    for (int i = 0; i < RECORD_TABLES; ++i)
        free(record_rows(results, &record_tables[i]));
    *results = (struct results){0};
}
