/* The columns that the CSV and JSON tables have in common. */
#ifndef PARALLAX_SAY_COLUMNS_H
#define PARALLAX_SAY_COLUMNS_H

#include "analysis/data/cells.h"

struct number_column {
    const char *name;
    double (*get)(const struct cells *cells, const struct cell *cell); /* NaN: undefined */
};

/* Real-valued columns; ends with a NULL name. */
extern const struct number_column columns_numbers[];

#endif
