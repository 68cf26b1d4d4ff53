/* What builds differ by: in words, and as JSON. */
#ifndef PARALLAX_SAY_HISTORIES_H
#define PARALLAX_SAY_HISTORIES_H

#include <stdio.h>

#include "analysis/data/history.h"

/* Every cell with its time in every build and what became of it; then the changes in words. `paths`
 * are what the builds' results were named by. Lines of at most 100 columns, but for long paths. */
void histories_write_text(const struct history *history, char *const *paths, FILE *out);

/* One object of schema "parallax-compare-1". */
void histories_write_json(const struct history *history, char *const *paths, FILE *out);

#endif
