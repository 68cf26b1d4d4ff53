/* What the numbers say in words, and what they cannot say. */
#ifndef PARALLAX_SAY_VERDICT_H
#define PARALLAX_SAY_VERDICT_H

#include <stdio.h>

#include "analysis/data/cells.h"

/* One paragraph per kernel: for every study the fastest model at the largest number of workers
 * that had CPUs of their own, by how much (Welch), its efficiency, and what limits it. */
void verdict_write(const struct cells *cells, FILE *out);

#endif
