/* What the machine allows: processes that do their share apart, and everybody against them. */
#ifndef PARALLAX_DATA_CEILING_H
#define PARALLAX_DATA_CEILING_H

#include "analysis/data/cells.h"

/* Fills ceiling and ceiling_efficiency of every cell of whose study a clean cell apart has as many
 * workers; of a cell on several nodes, as many as each of them: one node's ceiling. */
void ceilings_compare(struct cells *cells);

#endif
