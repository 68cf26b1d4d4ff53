/* What was fitted to curves: in words, and as JSON. */
#ifndef PARALLAX_SAY_FITS_H
#define PARALLAX_SAY_FITS_H

#include <stdio.h>

#include "analysis/data/curve_fits.h"

/* Every strong and weak study, its curves, and what was fitted to them or why not. `predicted`
 * workers (0: none): the time of the laws that fit as well. Lines of at most 100 columns. */
void fits_write_text(const struct cells *cells, int predicted, FILE *out);

/* One object of schema "parallax-fit-1": numbers in full precision, null: undefined. */
void fits_write_json(const struct cells *cells, int predicted, FILE *out);

/* Are there several numbers of workers, in a strong or weak study? */
bool fits_can(const struct cells *cells, const struct curve *curve);

#endif
