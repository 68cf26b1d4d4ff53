/* Crossovers as tables of an HDF5 file; what crossovers.c keeps for them. */
#ifndef PARALLAX_SAY_CROSSOVERS_TABLES_H
#define PARALLAX_SAY_CROSSOVERS_TABLES_H

#include "analysis/data/comparison.h"
#include "analysis/say/hdf5_table.h"

/* tables[CROSSOVERS_TABLES] */
void crossovers_tables_begin(struct hdf5_table *tables);
void crossovers_tables_add(struct hdf5_table *tables, const struct comparison *comparison);

#endif
