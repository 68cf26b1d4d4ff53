/* METG of every way to do a work: the smallest size at which half of the best rate is reached. */
#ifndef PARALLAX_SAY_METGS_H
#define PARALLAX_SAY_METGS_H

#include <stdio.h>

#include "analysis/data/series.h"

/* In words, lines of at most 100 columns; also where there is nothing to say. *set is over sizes or
 * images. */
void metgs_write_text(const struct series_set *set, FILE *out);

/* One object of schema "parallax-metg-1". */
void metgs_write_json(const struct series_set *set, FILE *out);

#endif
