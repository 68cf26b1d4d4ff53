/* The table of all cells: as text, CSV and JSON. */
#ifndef PARALLAX_SAY_TABLE_H
#define PARALLAX_SAY_TABLE_H

#include <stdio.h>

#include "analysis/data/cells.h"

/* For people: aligned, one block per study, footnotes. At most about 120 columns. */
void table_write_text(const struct cells *cells, FILE *out);

/* RFC 4180 with a header line, one line per cell, numbers in full precision, empty: undefined. */
void table_write_csv(const struct cells *cells, FILE *out);

/* One object of schema "parallax-table-1", numbers in full precision, null: undefined. */
void table_write_json(const struct cells *cells, FILE *out);

#endif
