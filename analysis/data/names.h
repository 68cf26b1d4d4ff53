/* What studies and curves are called. */
#ifndef PARALLAX_DATA_NAMES_H
#define PARALLAX_DATA_NAMES_H

#include "analysis/data/cells.h"

/* Fills the title of every study and the name of every curve: its model, and what tells it from
 * the study's other curves of that model. */
void names_give(struct cells *cells);

/* "on AMD EPYC, 2 cores, at revision 1a2b3c4, compiler GCC 13.1": in what a run differs from at
 * least one of others[count] in where and by what it was measured, into buffer[size]; "". */
void names_apart(const struct run *run, const struct run *const *others, size_t count, char *buffer,
                 size_t size);

/* "2x4", ranks x threads, and what tells the cell from others of its curve with these. */
void names_layout(const struct cells *cells, const struct cell *cell, char *buffer, size_t size);

#endif
