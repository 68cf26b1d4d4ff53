/* The empty results file: attributes and tables. */
#include "drivers/record/layout.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/record/record.h"

#ifndef PARALLAX_VERSION
#define PARALLAX_VERSION "unknown"
#endif

/* Measurements are facts: nobody should need a permission to compare with them. */
static const char data_license[] = "CC0-1.0";

enum { STATUS_SIZE = 16 };

/* `count` texts of `size` bytes each; count 0: a single one that is no array. */
static int texts_put(hid_t object, const char *name, const char *texts, size_t count, size_t size)
{
    hsize_t extent = count;
    hid_t space = count ? H5Screate_simple(1, &extent, NULL) : H5Screate(H5S_SCALAR);
    hid_t type = H5Tcopy(H5T_C_S1), attribute = H5I_INVALID_HID;
    int result = -1;
    if (space >= 0 && H5Tset_size(type, size) >= 0 && H5Tset_cset(type, H5T_CSET_UTF8) >= 0 &&
        (attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT)) >= 0 &&
        H5Awrite(attribute, type, texts) >= 0)
        result = 0;
    record_hdf5_release(attribute);
    record_hdf5_release(type);
    record_hdf5_release(space);
    return result;
}

static int text_put(hid_t object, const char *name, const char *text)
{
    return texts_put(object, name, text, 0, strlen(text) + 1);
}

static int number_put(hid_t object, const char *name, int number)
{
    hid_t space = H5Screate(H5S_SCALAR), attribute = H5I_INVALID_HID;
    int result = -1;
    if (space >= 0 &&
        (attribute = H5Acreate2(object, name, H5T_NATIVE_INT, space, H5P_DEFAULT, H5P_DEFAULT)) >=
            0 &&
        H5Awrite(attribute, H5T_NATIVE_INT, &number) >= 0)
        result = 0;
    record_hdf5_release(attribute);
    record_hdf5_release(space);
    return result;
}

/* The first of `count` attributes, names and texts, that cannot be written; NULL: all are. */
static const char *root_put(hid_t file, const char *const texts[][2], size_t count)
{
    for (size_t i = 0; i < count; ++i)
        if (text_put(file, texts[i][0], texts[i][1]) < 0)
            return texts[i][0];
    return NULL;
}

const char *record_layout_derived(hid_t file, const char *title, const char *schema)
{
    const char *const texts[][2] = {{"title", title},
                                    {RECORD_LAYOUT_DERIVED, schema},
                                    {"creator", "Parallax " PARALLAX_VERSION},
                                    {"license", data_license}};
    return root_put(file, texts, sizeof texts / sizeof *texts);
}

const char *record_layout_root(hid_t file, const char *title, const char *uuid, const char *created)
{
    const char *const texts[][2] = {{"title", title},
                                    {"uuid", uuid},
                                    {"created", created},
                                    {"creator", "Parallax " PARALLAX_VERSION},
                                    {"license", data_license}};
    const char *missing = root_put(file, texts, sizeof texts / sizeof *texts);
    if (missing)
        return missing;
    const char running[STATUS_SIZE] = "running"; /* room for every other status */
    if (texts_put(file, "status", running, 0, sizeof running) < 0)
        return "status";
    if (number_put(file, "schema_version", RECORD_SCHEMA) < 0)
        return "schema_version";
    hid_t group = H5Gcreate2(file, "provenance", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    record_hdf5_release(group);
    return group < 0 ? "provenance" : NULL;
}

int record_layout_status(hid_t file, const char *status)
{
    char text[STATUS_SIZE] = "";
    memcpy(text, status, strnlen(status, sizeof text - 1));
    hid_t attribute = H5Aopen(file, "status", H5P_DEFAULT);
    hid_t type = attribute < 0 ? H5I_INVALID_HID : H5Aget_type(attribute);
    int result = type < 0 || H5Awrite(attribute, type, text) < 0 ? -1 : 0;
    record_hdf5_release(type);
    record_hdf5_release(attribute);
    return result;
}

static const char *field_units(const struct record_field *field)
{
    return field->units;
}

static const char *field_long_name(const struct record_field *field)
{
    return field->long_name;
}

/* An attribute with one text per field, in the order of the fields. */
static int column_put(hid_t dataset, const struct record_table *table, const char *name,
                      const char *(*text)(const struct record_field *))
{
    size_t size = 1;
    for (size_t i = 0; i < table->field_count; ++i) {
        size_t length = strlen(text(&table->fields[i])) + 1;
        size = length > size ? length : size;
    }
    char *texts = calloc(table->field_count, size);
    if (!texts)
        return -1;
    for (size_t i = 0; i < table->field_count; ++i)
        strcpy(texts + i * size, text(&table->fields[i]));
    int result = texts_put(dataset, name, texts, table->field_count, size);
    free(texts);
    return result;
}

static hid_t table_properties(const struct record_table *table, size_t row_size)
{
    /* Facts are as wide as the longest, a command line of many files: nearly all of it is NULs. */
    enum { CHUNK_MAX = 1 << 20, ROW_WIDE = 4096 };
    hsize_t chunk = table->chunk;
    while (chunk > 1 && chunk * row_size > CHUNK_MAX)
        chunk /= 2;
    hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
    /* Without times in it, the same rows make the same file. */
    if (properties >= 0 && H5Pset_obj_track_times(properties, false) >= 0 &&
        H5Pset_chunk(properties, 1, &chunk) >= 0 &&
        (row_size <= ROW_WIDE || H5Zfilter_avail(H5Z_FILTER_DEFLATE) <= 0 ||
         H5Pset_deflate(properties, 1) >= 0) &&
        H5Pset_fletcher32(properties) >= 0)
        return properties;
    record_hdf5_release(properties);
    return H5I_INVALID_HID;
}

/* The type in the file: the members of `type` without gaps, in the order of the table's fields, to
 * which units and long names belong. (H5Tpack() would order them by their place in memory.) */
static hid_t packed_make(const struct record_table *table, hid_t type)
{
    size_t size = 0;
    hid_t packed = H5Tcreate(H5T_COMPOUND, H5Tget_size(type));
    int result = packed < 0 ? -1 : 0;
    for (size_t i = 0; i < table->field_count && result == 0; ++i) {
        const char *name = table->fields[i].name;
        hid_t member = H5Tget_member_type(type, (unsigned)H5Tget_member_index(type, name));
        if (member < 0 || H5Tinsert(packed, name, size, member) < 0)
            result = -1;
        else
            size += H5Tget_size(member);
        record_hdf5_release(member);
    }
    if (result == 0 && H5Tset_size(packed, size) >= 0)
        return packed;
    record_hdf5_release(packed);
    return H5I_INVALID_HID;
}

int record_layout_table(hid_t file, const struct record_table *table, size_t long_size,
                        hid_t *dataset, hid_t *type)
{
    hsize_t none = 0, unlimited = H5S_UNLIMITED;
    hid_t packed = H5I_INVALID_HID, properties = H5I_INVALID_HID;
    hid_t space = H5Screate_simple(1, &none, &unlimited);
    *dataset = H5I_INVALID_HID;
    *type = H5Tcreate(H5T_COMPOUND, record_hdf5_stride(table, long_size));
    int result = *type < 0 || space < 0 ? -1 : 0;
    for (size_t i = 0; i < table->field_count && result == 0; ++i)
        result = record_hdf5_insert(*type, table, &table->fields[i], long_size, H5T_CSET_UTF8);
    if (result < 0 || (packed = packed_make(table, *type)) < 0 ||
        (properties = table_properties(table, H5Tget_size(packed))) < 0 ||
        (*dataset = H5Dcreate2(file, table->path, packed, space, H5P_DEFAULT, properties,
                               H5P_DEFAULT)) < 0)
        result = -1;
    record_hdf5_release(properties);
    record_hdf5_release(packed);
    record_hdf5_release(space);
    if (result < 0 || text_put(*dataset, "title", table->title) < 0 ||
        column_put(*dataset, table, "units", field_units) < 0)
        return -1;
    return column_put(*dataset, table, "long_name", field_long_name);
}

int record_layout_again(hid_t file, const struct record_table *table, size_t long_size,
                        hid_t *dataset, hid_t *type)
{
    record_hdf5_release(*dataset);
    record_hdf5_release(*type);
    *dataset = *type = H5I_INVALID_HID;
    return H5Ldelete(file, table->path, H5P_DEFAULT) < 0
               ? -1
               : record_layout_table(file, table, long_size, dataset, type);
}
