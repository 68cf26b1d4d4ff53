/* METG of every way to do a work: the smallest size at which half of the best rate is reached. */
#ifndef PARALLAX_SAY_METGS_H
#define PARALLAX_SAY_METGS_H

#include <stdio.h>

#include "analysis/data/files.h"
#include "analysis/data/series.h"
#include "analysis/numbers/metg.h"

/* In words, lines of at most 100 columns; also where there is nothing to say. *set is over sizes or
 * images. */
void metgs_write_text(const struct series_set *set, FILE *out);

/* One object of schema "parallax-metg-1". */
void metgs_write_json(const struct series_set *set, FILE *out);

/* The same as tables of the new HDF5 file `path`: series, metg, sizes. As hdf5_tables_write(). */
int metgs_write_hdf5(const struct series_set *set, const char *path, const struct files *files);

/* What a worker's time for one image is at the root, wall time times workers over images; NaN: *set
 * is not over sizes. */
struct interval metgs_seconds(const struct series_set *set, const struct series *series,
                              const struct metg *metg);

#endif
