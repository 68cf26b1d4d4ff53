/* How far every cell is from the machine's roofs: in words, and as JSON. */
#ifndef PARALLAX_SAY_ROOFLINES_H
#define PARALLAX_SAY_ROOFLINES_H

#include <stdio.h>

#include "analysis/data/roofline.h"

/* A line for each cell, by study and curve, of at most 100 columns. */
void rooflines_write_text(const struct roofline_set *set, FILE *out);

/* One object of schema "parallax-roofline-1". */
void rooflines_write_json(const struct roofline_set *set, FILE *out);

#endif
