/* Writes a file of tables that were computed from results. */
#include "drivers/record/derived.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/record/layout.h"
#include "drivers/record/path.h"
#include "drivers/record/rows.h"
#include "drivers/record/seal.h"

/* 0, or -1: HDF5 failed. */
static int table_write(hid_t file, const struct record_derived *derived)
{
    hid_t dataset, type;
    int result = record_layout_table(file, derived->table, 1, &dataset, &type);
    const size_t room = (derived->count + derived->table->chunk) * derived->table->row_size;
    if (result == 0 && (record_hdf5_reserve(file, room) < 0 ||
                        record_hdf5_write(dataset, type, derived->rows, 0, derived->count) < 0))
        result = -1;
    record_hdf5_release(type);
    record_hdf5_release(dataset);
    return result;
}

/* What cannot be written; NULL: all is. */
static const char *tables_write(hid_t file, const char *title, const char *schema,
                                const struct record_derived *tables, size_t count)
{
    const char *missing = record_layout_derived(file, title, schema);
    for (size_t i = 0; i < count && !missing; ++i)
        missing = table_write(file, &tables[i]) < 0 ? tables[i].table->path : NULL;
    return missing;
}

/* Fills the temporary file, and closes and seals it. */
static int file_write(const char *temporary, const char *title, const char *schema,
                      const struct record_derived *tables, size_t count, char *message,
                      size_t message_size)
{
    hid_t file = record_hdf5_create(temporary, message, message_size);
    const char *missing = file < 0 ? "the head" : tables_write(file, title, schema, tables, count);
    if (!missing && record_hdf5_close(&file) < 0)
        missing = "the end";
    if (missing) { /* left open, HDF5 writes nothing more into what is removed */
        snprintf(message, message_size, "cannot write %s of %s: %s", missing, temporary,
                 record_hdf5_cause());
        return -1;
    }
    if (record_seal_write(temporary) == 0)
        return 0;
    snprintf(message, message_size, "cannot seal %s: %s", temporary, strerror(errno));
    return -1;
}

static int texts_check(const struct record_derived *tables, size_t count, const char *path,
                       char *message, size_t message_size)
{
    for (size_t i = 0; i < count; ++i) {
        const char *text;
        const struct record_field *field =
            record_unterminated(tables[i].table, tables[i].rows, tables[i].count, &text);
        if (!field)
            continue;
        snprintf(message, message_size, "cannot write %s: %s: field %s: too long a text", path,
                 tables[i].table->path, field->name);
        return -1;
    }
    return 0;
}

/* In the temporary file, which takes its name or is removed. */
static int all_write(const char *path, const char *temporary, const char *title, const char *schema,
                     const struct record_derived *tables, size_t count, char *message,
                     size_t message_size)
{
    int code = 0;
    if (record_path_create(path, temporary, false, false, message, message_size) < 0)
        return (int)exit_code_of_output(errno);
    if (file_write(temporary, title, schema, tables, count, message, message_size) < 0) {
        code = EXIT_IO;
    } else if (record_path_publish(path, temporary, false) < 0) {
        code = (int)exit_code_of_output(errno);
        snprintf(message, message_size, "cannot rename %s to %s: %s", temporary, path,
                 strerror(errno));
    }
    if (code)
        unlink(temporary);
    return code;
}

int record_derived_write(const char *path, const char *title, const char *schema,
                         const struct record_derived *tables, size_t count, char *message,
                         size_t message_size)
{
    record_hdf5_start();
    if (texts_check(tables, count, path, message, message_size) < 0)
        return EXIT_CREATE;
    char *temporary = record_path_temporary(path);
    if (!temporary) {
        snprintf(message, message_size, "cannot create %s: out of memory", path);
        return EXIT_MEMORY;
    }
    int code = all_write(path, temporary, title, schema, tables, count, message, message_size);
    free(temporary);
    return code;
}
