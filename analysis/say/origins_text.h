/* Where runs come from, in words: of one file, and how two differ. */
#ifndef PARALLAX_SAY_ORIGINS_TEXT_H
#define PARALLAX_SAY_ORIGINS_TEXT_H

#include <stdio.h>

#include "analysis/data/cells.h"
#include "analysis/data/origins.h"

/* What is in one file, lines of at most 100 columns that are safe for a terminal: what it holds;
 * then what was done, on which machine, by which programs, and which runs do not count. */
void origins_show_rows(const char *path, const struct results *results, FILE *out);
void origins_show(const struct origins *origins, const struct cells *cells, FILE *out);

/* What two sets of runs differ in, a paragraph for each name; then what is of one launch, which is
 * not counted. Returns how many names differ. */
size_t origins_compare(const struct origins *left, const struct origins *right, FILE *out);

#endif
