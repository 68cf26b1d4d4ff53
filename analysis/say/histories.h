/* What builds differ by: in words, as JSON, and as tables. */
#ifndef PARALLAX_SAY_HISTORIES_H
#define PARALLAX_SAY_HISTORIES_H

#include <stdio.h>

#include "analysis/data/files.h"
#include "analysis/data/history.h"

/* Every cell with its time in every build and what became of it; then the changes in words. `paths`
 * are what the builds' results were named by. Lines of at most 100 columns, but for long paths. */
void histories_write_text(const struct history *history, char *const *paths, FILE *out);

/* One object of schema "parallax-compare-1". */
void histories_write_json(const struct history *history, char *const *paths, FILE *out);

/* The tables builds, times and steps of a new HDF5 file `path`; `files`: what was read of all
 * builds. 0 or an exit code, after it said why on stderr. */
int histories_write_hdf5(const struct history *history, char *const *paths, const char *path,
                         const struct files *files);

#endif
