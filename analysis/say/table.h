/* The table of all cells, in every format that there is. */
#ifndef PARALLAX_SAY_TABLE_H
#define PARALLAX_SAY_TABLE_H

#include <stdio.h>

#include "analysis/data/cells.h"
#include "analysis/data/files.h"

struct table_format {
    const char *name;      /* as the option of parallax table that asks for it */
    const char *extension; /* of a file's name */
    void (*write)(const struct cells *cells, FILE *out);
};

/* For people: aligned, one block per study, footnotes; as wide as the terminal, where there is
 * one (drivers/common/grid.h). */
extern const struct table_format table_text;

/* RFC 4180 with a header line, one line per cell, numbers in full precision, empty: undefined. */
extern const struct table_format table_csv;

/* One object of schema "parallax-table-1", numbers in full precision, null: undefined. */
extern const struct table_format table_json;

/* All of them; ends with NULL. */
extern const struct table_format *const table_formats[];

/* All columns as tables of the new HDF5 file `path`, of schema "parallax-table-1": studies, cells,
 * runs. As hdf5_tables_write(). */
int table_write_hdf5(const struct cells *cells, const char *path, const struct files *files);

/* The format of that name; NULL: there is none. */
const struct table_format *table_named(const char *name);

#endif
