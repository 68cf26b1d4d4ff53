/* What was fitted to curves: in words, as JSON, as tables. */
#ifndef PARALLAX_SAY_FITS_H
#define PARALLAX_SAY_FITS_H

#include <stdio.h>

#include "analysis/data/curve_fits.h"
#include "analysis/data/files.h"

/* Every strong and weak study, its curves, and what was fitted to them or why not. `predicted`
 * workers (0: none): the time of the laws that fit as well. Lines of at most 100 columns. */
void fits_write_text(const struct cells *cells, int predicted, FILE *out);

/* One object of schema "parallax-fit-1": numbers in full precision, null: undefined. */
void fits_write_json(const struct cells *cells, int predicted, FILE *out);

/* The same as tables of the new HDF5 file `path`, of schema "parallax-fit-1": studies, curves,
 * points, laws, parameters, residuals, normal_forms. As hdf5_tables_write(). */
int fits_write_hdf5(const struct cells *cells, int predicted, const char *path,
                    const struct files *files);

/* Are there several numbers of workers, in a strong or weak study? */
bool fits_can(const struct cells *cells, const struct curve *curve);

#endif
