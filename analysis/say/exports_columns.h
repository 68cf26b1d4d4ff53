/* What the columns of the CSV files mean. */
#ifndef PARALLAX_SAY_EXPORTS_COLUMNS_H
#define PARALLAX_SAY_EXPORTS_COLUMNS_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/data/runs.h"

/* The fields of its run that a line of another table repeats, so that nobody has to join them; ends
 * with NULL. */
extern const char *const exports_keys[];

/* Do the lines of a CSV file have them? Facts and nodes do not: they have columns of the same
 * names, and are joined by `run`. */
bool exports_has_keys(int table);

/* What keeps a run that counts out of fits and verdicts, words with blanks between; "": nothing. */
void exports_flags(const struct run *run, char *buffer, size_t size);

/* The file of all columns of all files. */
void exports_columns_write(FILE *out);

#endif
