/* From which size on one way of working is faster than another: in words, and as JSON. */
#ifndef PARALLAX_SAY_CROSSOVERS_H
#define PARALLAX_SAY_CROSSOVERS_H

#include <stdio.h>

#include "analysis/data/comparison.h"
#include "analysis/say/hdf5_table.h"
#include "drivers/common/json.h"

enum { CROSSOVERS_COMPARISONS, CROSSOVERS_SIZES, CROSSOVERS_ROOTS, CROSSOVERS_TABLES };

struct crossovers {
    FILE *out;
    bool is_json;
    struct json json;
    size_t written, short_ones; /* short: of too few sizes; in words only their number is told */
    struct hdf5_table tables[CROSSOVERS_TABLES];
};

/* One after the other: lines of at most 100 columns, or one object of schema
 * "parallax-crossover-1". */
void crossovers_begin(struct crossovers *crossovers, const char *over, bool json, FILE *out);
void crossovers_add(struct crossovers *crossovers, const struct comparison *comparison);

/* What was added, as tables of the new HDF5 file `path`, of schema "parallax-crossover-1":
 * comparisons, sizes, crossovers. As hdf5_tables_write(). */
int crossovers_write_hdf5(const struct crossovers *crossovers, const char *path,
                          const struct files *files);

/* `few_runs`: cells that had too few to be compared. Frees what was added. */
void crossovers_end(struct crossovers *crossovers, size_t few_runs);

#endif
