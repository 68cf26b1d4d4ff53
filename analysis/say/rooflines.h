/* How far every cell is from the machine's roofs: in words, as JSON, and as tables. */
#ifndef PARALLAX_SAY_ROOFLINES_H
#define PARALLAX_SAY_ROOFLINES_H

#include <stdio.h>

#include "analysis/data/files.h"
#include "analysis/data/roofline.h"

/* A line for each cell, by study and curve, of at most 100 columns. */
void rooflines_write_text(const struct roofline_set *set, FILE *out);

/* One object of schema "parallax-roofline-1". */
void rooflines_write_json(const struct roofline_set *set, FILE *out);

/* The table cells of a new HDF5 file `path`; `files`: what was read. 0 or an exit code, after it
 * said why on stderr. */
int rooflines_write_hdf5(const struct roofline_set *set, const char *path,
                         const struct files *files);

#endif
