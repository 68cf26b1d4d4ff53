/* Opening results files: schema, tables, and the fields that they have in common with ours. */
#include "drivers/record/open.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/record/distrust.h"
#include "drivers/record/layout.h"
#include "drivers/record/rows.h"

int record_refuse(const struct record_source *source, int code, const char *format, ...)
{
    char reason[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    snprintf(source->message, source->message_size, "%s: %s", source->path, reason);
    return code;
}

static int schema_read(struct record_source *source)
{
    int result = -1;
    hid_t attribute = H5I_INVALID_HID, type = H5I_INVALID_HID, space = H5I_INVALID_HID;
    if (H5Aexists(source->file, "schema_version") > 0 &&
        (attribute = H5Aopen(source->file, "schema_version", H5P_DEFAULT)) >= 0 &&
        (type = H5Aget_type(attribute)) >= 0 && H5Tget_class(type) == H5T_INTEGER &&
        (space = H5Aget_space(attribute)) >= 0 && H5Sget_simple_extent_npoints(space) == 1 &&
        H5Aread(attribute, H5T_NATIVE_INT, &source->schema) >= 0)
        result = 0;
    record_hdf5_release(space);
    record_hdf5_release(type);
    record_hdf5_release(attribute);
    if (H5Aexists(source->file, RECORD_LAYOUT_DERIVED) > 0)
        return record_refuse(source, EXIT_DATA,
                             "not a results file: tables that parallax computed from some; keep "
                             "it in another directory");
    if (result < 0 || source->schema < 0)
        return record_refuse(source, EXIT_DATA,
                             "not a results file: no integer attribute schema_version");
    if (source->schema > RECORD_SCHEMA)
        return record_refuse(source, EXIT_DATA,
                             "written in schema version %d, this program reads up to %d: use a "
                             "newer Parallax",
                             source->schema, RECORD_SCHEMA);
    return 0;
}

int record_open(struct record_source *source)
{
    hid_t access = record_hdf5_access(source->locks);
    errno = 0;
    source->file = H5Fopen(source->path, H5F_ACC_RDONLY, access);
    int error = errno;
    record_hdf5_release(access);
    if (source->file < 0 && (error == EAGAIN || error == EWOULDBLOCK))
        return record_refuse(source, EXIT_STOPPED,
                             "locked: another program is writing it; try again later");
    if (source->file < 0)
        return record_refuse(source, EXIT_DATA, "truncated or corrupt: %s", record_hdf5_cause());
    int code = schema_read(source);
    if (code)
        H5Fclose(source->file);
    return code;
}

/* What is wrong with the stored `column` for `field`, NULL: nothing. *size: of a text. */
static const char *column_check(hid_t column, const struct record_field *field, size_t *size)
{
    H5T_class_t class = H5Tget_class(column);
    if (field->kind == RECORD_DOUBLE)
        return class == H5T_FLOAT ? NULL : "is not a floating-point number";
    if (field->kind != RECORD_TEXT && field->kind != RECORD_LONG_TEXT)
        return class == H5T_INTEGER ? NULL : "is not an integer";
    if (class != H5T_STRING || H5Tis_variable_str(column) != 0)
        return "is not text of fixed length";
    *size = H5Tget_size(column);
    if (*size == 0 || *size > (field->kind == RECORD_TEXT ? field->size : RECORD_LONG_TEXT_MAX))
        return "is too wide";
    return H5Tget_cset(column) < 0 ? "has no character set" : NULL;
}

/* Adds `field` to the type in memory if the file has it. */
static int field_match(const struct record_source *source, const struct record_table *table,
                       const struct record_field *field, hid_t stored, struct record_opened *opened)
{
    int member = H5Tget_member_index(stored, field->name);
    if (member < 0)
        return 0; /* its rows have the field's default */
    hid_t column = H5Tget_member_type(stored, (unsigned)member);
    size_t size = 1;
    const char *wrong = column_check(column, field, &size);
    if (!wrong && field->kind == RECORD_LONG_TEXT) {
        opened->stride = record_hdf5_stride(table, size);
        if (H5Tset_size(opened->type, opened->stride) < 0)
            wrong = "is too wide";
    }
    if (!wrong && record_hdf5_insert(opened->type, table, field, size, H5Tget_cset(column)) < 0)
        wrong = "cannot be read";
    record_hdf5_release(column);
    return wrong ? record_refuse(source, EXIT_DATA, "corrupt: %s: field %s %s", table->path,
                                 field->name, wrong)
                 : 0;
}

static int defaults_make(const struct record_source *source, const struct record_table *table,
                         struct record_opened *opened)
{
    opened->defaults = calloc(1, opened->stride);
    if (!opened->defaults)
        return record_refuse(source, EXIT_MEMORY, "out of memory");
    record_default(table, opened->defaults);
    return 0;
}

static int rows_count(hid_t dataset, uint64_t *rows)
{
    hid_t space = H5Dget_space(dataset);
    hsize_t extent = 0;
    int result = space >= 0 && H5Sget_simple_extent_type(space) == H5S_SIMPLE &&
                         H5Sget_simple_extent_ndims(space) == 1 &&
                         H5Sget_simple_extent_dims(space, &extent, NULL) == 1
                     ? 0
                     : -1;
    record_hdf5_release(space);
    *rows = extent;
    return result;
}

/* Was the file written before there was such a table? It has no rows of it then. */
static bool is_older(const struct record_source *source, const struct record_table *table)
{
    return table->since > 1 && source->schema < table->since && /* also RECORD_UNKNOWN */
           H5Lexists(source->file, table->path, H5P_DEFAULT) == 0;
}

static int open_none(const struct record_source *source, const struct record_table *table,
                     struct record_opened *opened)
{
    opened->type = H5Tcreate(H5T_COMPOUND, opened->stride);
    const int code = defaults_make(source, table, opened);
    if (code)
        record_close_table(opened);
    return code;
}

int record_open_table(const struct record_source *source, const struct record_table *table,
                      struct record_opened *opened)
{
    *opened = (struct record_opened){H5I_INVALID_HID, H5I_INVALID_HID, 0, 0, 0, NULL};
    hid_t stored = H5I_INVALID_HID;
    int code = 0;
    opened->stride = record_hdf5_stride(table, 1);
    if (is_older(source, table))
        return open_none(source, table, opened);
    if (!record_distrust_path(source->file, table->path))
        code = record_refuse(source, EXIT_DATA, "corrupt: no table %s", table->path);
    else if ((opened->dataset = H5Dopen2(source->file, table->path, H5P_DEFAULT)) < 0 ||
             (stored = H5Dget_type(opened->dataset)) < 0 ||
             (opened->type = H5Tcreate(H5T_COMPOUND, opened->stride)) < 0)
        code =
            record_refuse(source, EXIT_DATA, "corrupt: %s: %s", table->path, record_hdf5_cause());
    else if (!record_distrust_compound(stored) || rows_count(opened->dataset, &opened->rows) < 0)
        code = record_refuse(source, EXIT_DATA, "corrupt: %s is not a table", table->path);
    else if (!record_distrust_storage(opened->dataset, H5Tget_size(stored), opened->rows))
        code = record_refuse(source, EXIT_DATA, "corrupt: %s is not stored as it should be",
                             table->path);
    for (size_t i = 0; i < table->field_count && code == 0; ++i)
        code = field_match(source, table, &table->fields[i], stored, opened);
    if (code == 0)
        opened->stored = H5Tget_size(stored);
    record_hdf5_release(stored);
    if (code == 0)
        code = defaults_make(source, table, opened);
    if (code)
        record_close_table(opened);
    return code;
}

void record_close_table(struct record_opened *opened)
{
    record_hdf5_release(opened->type);
    record_hdf5_release(opened->dataset);
    free(opened->defaults);
}
