/* Results of a verb as tables of a new HDF5 file (--hdf5 FILE). A verb does this:
 *
 *     struct law_row {
 *         char curve[96];
 *         int32_t workers;
 *         struct interval time;
 *     };
 *     static const struct record_field fields[] = {
 *         RECORD_FIELD(law_row, curve, "", "", "curve that it was fitted to"),
 *         RECORD_FIELD(law_row, workers, "1", "0", "workers"),
 *         HDF5_INTERVAL(law_row, time, "time", "_s", "s", "time of one iteration"),
 *     };
 *     static const struct record_table laws = HDF5_TABLE("laws", "Laws", law_row, fields);
 *
 *     struct hdf5_table table = {.table = &laws};
 *     for (…) {
 *         struct law_row *row = hdf5_table_add(&table);
 *         hdf5_text(row->curve, curve->name);
 *         row->workers = …; row->time = …;
 *     }
 *     code = hdf5_tables_write(path, "parallax-law-1", "Laws", &set.files, &table, 1);
 *     hdf5_table_free(&table);
 *
 * In the file it is a dataset /laws of a compound type with the columns curve, workers, time_s,
 * time_low_s and time_high_s; the attributes units and long_name have one text for each. */
#ifndef PARALLAX_SAY_HDF5_TABLE_H
#define PARALLAX_SAY_HDF5_TABLE_H

#include "analysis/data/files.h"
#include "drivers/common/statistics.h"
#include "drivers/record/tables.h"

/* A table of `struct row` with the columns fields[]. */
#define HDF5_TABLE(path, title, row, fields)                                                       \
    {                                                                                              \
        path, title, fields, sizeof(fields) / sizeof((fields)[0]), sizeof(struct row), 64, 1, 0,   \
            0, 0                                                                                   \
    }

/* The three columns of a member that is a struct interval: NAME UNIT, NAME_low UNIT, NAME_high
 * UNIT; `unit` is the end of the column's name, as "_s" or "". */
#define HDF5_INTERVAL(row, member, name, unit, units, long_name)                                   \
    RECORD_FIELD_NAMED(row, member.value, name unit, units, "NaN", long_name),                     \
        RECORD_FIELD_NAMED(row, member.low, name "_low" unit, units, "NaN",                        \
                           "its 95 % interval, low end; NaN: none"),                               \
        RECORD_FIELD_NAMED(row, member.high, name "_high" unit, units, "NaN",                      \
                           "its 95 % interval, high end; NaN: none")

/* Begin with {.table = …}. */
struct hdf5_table {
    const struct record_table *table;
    char *rows;
    size_t count, capacity;
};

/* Appends a row and returns it: every column that is described has its default. Valid until the
 * next one is added. */
void *hdf5_table_add(struct hdf5_table *table);
void hdf5_table_free(struct hdf5_table *table);

/* Fills a text column that is an array, cut to its size at the end of a character. */
#define hdf5_text(column, text) hdf5_text_of(column, sizeof(column), text)
void hdf5_text_of(char *column, size_t size, const char *text);

/* Writes the file, which must not exist, with these tables and one more, /files: the results files
 * that they were computed from, and which could not be read. 0 or an exit code, after it said why
 * on stderr. */
int hdf5_tables_write(const char *path, const char *schema, const char *title,
                      const struct files *files, const struct hdf5_table *tables, size_t count);

#endif
