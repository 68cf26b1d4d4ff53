/* From which size on one way of working is faster than another: in words, and as JSON. */
#ifndef PARALLAX_SAY_CROSSOVERS_H
#define PARALLAX_SAY_CROSSOVERS_H

#include <stdio.h>

#include "analysis/data/comparison.h"
#include "drivers/common/json.h"

struct crossovers {
    FILE *out;
    bool is_json;
    struct json json;
    size_t written, short_ones; /* short: of too few sizes; in words only their number is told */
};

/* One after the other: lines of at most 100 columns, or one object of schema
 * "parallax-crossover-1". */
void crossovers_begin(struct crossovers *crossovers, const char *over, bool json, FILE *out);
void crossovers_add(struct crossovers *crossovers, const struct comparison *comparison);

/* `few_runs`: cells that had too few to be compared. */
void crossovers_end(struct crossovers *crossovers, size_t few_runs);

#endif
