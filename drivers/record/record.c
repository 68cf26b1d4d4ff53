/* Writes the results file: rows into tables.c's tables, checked first; what was flushed stays. */
#include "drivers/record/record.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/record/layout.h"
#include "drivers/record/path.h"
#include "drivers/record/rows.h"
#include "drivers/record/seal.h"

/* Facts are written in blocks of about this many bytes: all of them are as wide as the longest. */
enum { BLOCK_BYTES = 1 << 20 };

struct record {
    char *path, *temporary;
    bool replaces;                                       /* a file that has the name already */
    hid_t file;                                          /* negative: not open */
    hid_t datasets[RECORD_TABLES], types[RECORD_TABLES]; /* types: of a row in memory */
    size_t rows[RECORD_TABLES];
    bool failed; /* nothing is written after an error, so that what was flushed stays readable */
    char message[1024];
};

__attribute__((format(printf, 2, 3))) static int refuse(struct record *record, const char *format,
                                                        ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(record->message, sizeof record->message, format, arguments);
    va_end(arguments);
    return -1;
}

static int write_failed(struct record *record, const char *what)
{
    record->failed = true;
    return refuse(record, "cannot write %s of %s: %s", what, record->temporary,
                  record_hdf5_cause());
}

static int file_create(struct record *record, const char *title, const char *uuid,
                       const char *created, char *message, size_t message_size)
{
    if (record_path_create(record->path, record->temporary, record->replaces, !record->replaces,
                           record->message, sizeof record->message) < 0)
        return -1;
    record->file = record_hdf5_create(record->temporary, message, message_size);
    if (record->file < 0) {
        unlink(record->temporary);
        return write_failed(record, "the head");
    }
    const char *missing = record_layout_root(record->file, title, uuid, created);
    if (missing)
        return write_failed(record, missing);
    for (int i = 0; i < RECORD_TABLES; ++i)
        if (record_layout_table(record->file, &record_tables[i], 1, &record->datasets[i],
                                &record->types[i]) < 0)
            return write_failed(record, record_tables[i].path);
    return record_flush(record);
}

static struct record *begin(const char *path, bool replaces, const char *title, const char *uuid,
                            const char *created, char *message, size_t message_size)
{
    record_hdf5_start();
    struct record *record = calloc(1, sizeof *record);
    if (record) {
        *record = (struct record){.file = H5I_INVALID_HID, .replaces = replaces};
        for (int i = 0; i < RECORD_TABLES; ++i)
            record->datasets[i] = record->types[i] = H5I_INVALID_HID;
        record->path = strdup(path);
        record->temporary = record_path_temporary(path);
    }
    if (!record || !record->path || !record->temporary)
        snprintf(message, message_size, "cannot create %s: out of memory", path);
    else if (file_create(record, title, uuid, created, message, message_size) == 0)
        return record;
    else
        snprintf(message, message_size, "%s", record->message);
    int error = record && record->failed ? EIO : errno;
    record_abandon(record);
    errno = error;
    return NULL;
}

struct record *record_create(const char *path, const char *title, const char *uuid,
                             const char *created, char *message, size_t message_size)
{
    return begin(path, false, title, uuid, created, message, message_size);
}

struct record *record_replace(const char *path, const char *title, const char *uuid,
                              const char *created, char *message, size_t message_size)
{
    return begin(path, true, title, uuid, created, message, message_size);
}

const char *record_message(const struct record *record)
{
    return record->message;
}

static int rows_check(struct record *record, const struct record_table *table, const void *rows,
                      size_t count)
{
    const char *text;
    const struct record_field *field = record_unterminated(table, rows, count, &text);
    return field ? refuse(record, "%s: field %s: \"%.*s...\" is longer than %zu bytes", table->path,
                          field->name, (int)field->size, text, field->size - 1)
                 : 0;
}

static int rows_write(struct record *record, int index, const void *rows, size_t count,
                      size_t first)
{
    hid_t dataset = record->datasets[index], type = record->types[index];
    size_t chunks = count + record_tables[index].chunk;
    if (record_hdf5_reserve(record->file, chunks * H5Tget_size(type)) < 0 ||
        record_hdf5_write(dataset, type, rows, first, count) < 0)
        return write_failed(record, record_tables[index].path);
    record->rows[index] = first + count;
    return 0;
}

static int rows_put(struct record *record, int index, const void *rows, size_t count, size_t first)
{
    if (record->failed || rows_check(record, &record_tables[index], rows, count) < 0)
        return -1;
    return rows_write(record, index, rows, count, first);
}

int record_put_runs(struct record *record, const struct run_row *rows, size_t count)
{
    return rows_put(record, TABLE_RUNS, rows, count, 0);
}

int record_add_samples(struct record *record, const struct sample_row *rows, size_t count)
{
    return rows_put(record, TABLE_SAMPLES, rows, count, record->rows[TABLE_SAMPLES]);
}

int record_add_workers(struct record *record, const struct worker_row *rows, size_t count)
{
    return rows_put(record, TABLE_WORKERS, rows, count, record->rows[TABLE_WORKERS]);
}

int record_add_spans(struct record *record, const struct span_row *rows, size_t count)
{
    return rows_put(record, TABLE_SPANS, rows, count, record->rows[TABLE_SPANS]);
}

int record_add_points(struct record *record, const struct point_row *rows, size_t count)
{
    return rows_put(record, TABLE_POINTS, rows, count, record->rows[TABLE_POINTS]);
}

int record_put_nodes(struct record *record, const struct node_row *rows, size_t count)
{
    return rows_put(record, TABLE_NODES, rows, count, 0);
}

int record_put_facts(struct record *record, const struct fact_row *rows, size_t count)
{
    const struct record_table *table = &record_tables[TABLE_FACTS];
    if (record->failed || rows_check(record, table, rows, count) < 0)
        return -1;
    size_t size = record_hdf5_width(rows, count);
    size_t stride = record_hdf5_stride(table, size), most = BLOCK_BYTES / stride + 1;
    char *block = malloc(most * stride);
    if (!block)
        return refuse(record, "%s: out of memory", table->path);
    int result = 0;
    if (record_layout_again(record->file, table, size, &record->datasets[TABLE_FACTS],
                            &record->types[TABLE_FACTS]) < 0)
        result = write_failed(record, table->path);
    for (size_t first = 0; first < count && result == 0; first += most) {
        size_t number = count - first < most ? count - first : most;
        record_hdf5_widen(rows + first, number, block, stride);
        result = rows_write(record, TABLE_FACTS, block, number, first);
    }
    free(block);
    return result;
}

int record_flush(struct record *record)
{
    if (record->failed)
        return -1;
    return H5Fflush(record->file, H5F_SCOPE_GLOBAL) < 0 ? write_failed(record, "the tables") : 0;
}

/* Closes the file with all that is in it. After an error the file stays open until the program
 * ends: HDF5 would write what it still holds, half of it, over what was flushed. */
static int file_close(struct record *record)
{
    for (int i = 0; i < RECORD_TABLES; ++i)
        record_hdf5_release(record->types[i]);
    return record->file >= 0 && !record->failed && record_hdf5_close(&record->file) < 0 ? -1 : 0;
}

/* What was flushed stays for whoever wants it, under a name that no later run removes. */
static void end_failed(struct record *record, char *message, size_t message_size)
{
    char *kept = record->replaces ? NULL : record_path_unfinished(record->path);
    bool renamed = kept && rename(record->temporary, kept) == 0;
    snprintf(message, message_size, "%s; %s %s", record->message,
             record->replaces ? "removed" : "what was flushed stays in",
             renamed ? kept : record->temporary);
    if (record->replaces)
        unlink(record->temporary);
    free(kept);
}

int record_close(struct record *record, const char *status, char *message, size_t message_size)
{
    int result = record->failed ? -1 : 0;
    if (result == 0 && record_layout_status(record->file, status) < 0)
        result = write_failed(record, "the end");
    if (file_close(record) < 0 && result == 0)
        result = write_failed(record, "the end");
    if (result == 0 && record_seal_write(record->temporary) < 0)
        result = refuse(record, "cannot seal %s: %s", record->temporary, strerror(errno));
    if (result == 0 && record_path_publish(record->path, record->temporary, record->replaces) < 0)
        result = refuse(record, "cannot rename %s to %s: %s", record->temporary, record->path,
                        strerror(errno));
    if (result < 0)
        end_failed(record, message, message_size);
    free(record->path);
    free(record->temporary);
    free(record);
    return result;
}

void record_abandon(struct record *record)
{
    if (!record)
        return;
    if (record->file >= 0) /* it is ours */
        unlink(record->temporary);
    file_close(record);
    free(record->path);
    free(record->temporary);
    free(record);
}
