/* The description of every table of the results file, from which record.c and read.c loop.
 * A field is named here once; neither of them names one. A field that is added raises
 * RECORD_SCHEMA; `missing` is what older files say about it. */
#ifndef PARALLAX_RECORD_TABLES_H
#define PARALLAX_RECORD_TABLES_H

#include <stddef.h>
#include <stdint.h>

enum record_kind {
    RECORD_TEXT,      /* char[n], NUL-terminated; UTF-8 of n bytes in the file */
    RECORD_LONG_TEXT, /* const char *; in the file as wide as the longest of its table. The last
                         field of a table, at most one */
    RECORD_INT8,
    RECORD_INT32,
    RECORD_INT64,
    RECORD_UINT64,
    RECORD_DOUBLE
};

struct record_field {
    const char *name;
    size_t offset, size; /* in the row's structure */
    enum record_kind kind;
    const char *units;   /* "" for text, "1" for a pure number */
    const char *missing; /* as text, the value of a row whose file or program lacks the field */
    const char *long_name;
};

/* A field: the member of `struct row` that is called, or held, so; the kind follows from its type.
 */
#define RECORD_FIELD(row, member, units, missing, long_name)                                       \
    RECORD_FIELD_NAMED(row, member, #member, units, missing, long_name)
#define RECORD_FIELD_NAMED(row, member, name, units, missing, long_name)                           \
    {                                                                                              \
        name, offsetof(struct row, member), sizeof(((struct row *)NULL)->member),                  \
            RECORD_KIND(((struct row *)NULL)->member), units, missing, long_name                   \
    }
#define RECORD_KIND(member)                                                                        \
    _Generic((member),                                                                             \
        char *: RECORD_TEXT,                                                                       \
        const char *: RECORD_LONG_TEXT,                                                            \
        int8_t: RECORD_INT8,                                                                       \
        int32_t: RECORD_INT32,                                                                     \
        int64_t: RECORD_INT64,                                                                     \
        uint64_t: RECORD_UINT64,                                                                   \
        double: RECORD_DOUBLE)

struct record_table {
    const char *path, *title;
    const struct record_field *fields;
    size_t field_count;
    size_t row_size;              /* of the row's structure */
    size_t chunk;                 /* rows per chunk in the file */
    int since;                    /* the schema that brought it: older files have no rows of it */
    size_t rows, count, capacity; /* where struct results holds them: offsets */
};

/* TABLE_RUNS is first, so that a reader knows the runs before it meets their rows. */
enum {
    TABLE_RUNS,
    TABLE_SAMPLES,
    TABLE_WORKERS,
    TABLE_SPANS,
    TABLE_POINTS,
    TABLE_FACTS,
    TABLE_NODES,
    RECORD_TABLES
};

extern const struct record_table record_tables[RECORD_TABLES];

#endif
