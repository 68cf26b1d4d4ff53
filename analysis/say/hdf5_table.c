/* Results of a verb as tables of a new HDF5 file. */
#include "analysis/say/hdf5_table.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/utf8.h"
#include "drivers/record/derived.h"
#include "drivers/record/rows.h"

struct file_row {
    char file[1024], why[1024];
    int8_t readable;
    int32_t exit_code;
    int64_t runs;
};

static const struct record_field file_fields[] = {
    RECORD_FIELD(file_row, file, "", "", "results file that was to be read"),
    RECORD_FIELD(file_row, readable, "1", "0", "1: it was read; 0: see why"),
    RECORD_FIELD(file_row, exit_code, "1", "0", "what parallax check ends with"),
    RECORD_FIELD(file_row, runs, "1", "0", "runs in it that no file before held"),
    RECORD_FIELD(file_row, why, "", "", "why it was not read, or a warning"),
};

static const struct record_table file_table = HDF5_TABLE(
    "files", "Results files that these tables were computed from", file_row, file_fields);

void *hdf5_table_add(struct hdf5_table *table)
{
    const size_t size = table->table->row_size;
    if (table->count == table->capacity) {
        table->capacity = 2 * table->capacity + 16;
        table->rows = memory_resize(table->rows, table->capacity, size);
    }
    char *row = table->rows + table->count++ * size;
    record_default(table->table, row);
    return row;
}

void hdf5_table_free(struct hdf5_table *table)
{
    free(table->rows);
    *table = (struct hdf5_table){.table = table->table};
}

void hdf5_text_of(char *column, size_t size, const char *text)
{
    size_t used = 0;
    while (text[used] != '\0') {
        const int length = utf8_length(text + used);
        const size_t bytes = length > 0 ? (size_t)length : 1;
        if (used + bytes >= size)
            break;
        memcpy(column + used, length > 0 ? text + used : "?", bytes);
        used += bytes;
    }
    column[used] = '\0';
}

static void add_files(struct hdf5_table *table, const struct files *files)
{
    for (size_t i = 0; i < files->count; ++i) {
        const struct file_outcome *outcome = &files->outcomes[i];
        struct file_row *row = hdf5_table_add(table);
        hdf5_text(row->file, files->paths[i]);
        hdf5_text(row->why, outcome->message);
        row->readable = outcome->code == EXIT_OK;
        row->exit_code = outcome->code;
        row->runs = (int64_t)outcome->run_count;
    }
}

int hdf5_tables_write(const char *path, const char *schema, const char *title,
                      const struct files *files, const struct hdf5_table *tables, size_t count)
{
    char message[2048];
    struct hdf5_table read = {.table = &file_table};
    struct record_derived *derived = memory_array(count + 1, sizeof *derived);
    add_files(&read, files);
    for (size_t i = 0; i < count; ++i)
        derived[i] = (struct record_derived){tables[i].table, tables[i].rows, tables[i].count};
    derived[count] = (struct record_derived){read.table, read.rows, read.count};
    const int code =
        record_derived_write(path, title, schema, derived, count + 1, message, sizeof message);
    if (message[0] != '\0')
        files_warn(message);
    free(derived);
    hdf5_table_free(&read);
    return code;
}
