/* The answer of every study in five lines. */
#ifndef PARALLAX_SAY_VERDICT_H
#define PARALLAX_SAY_VERDICT_H

#include <stdio.h>

#include "analysis/data/cells.h"

/* Five lines a study, ANSWER, SPEED, WHY, TRUST and LIMIT, of at most 100 columns of ASCII; a blank
 * line between studies, and a heading line where there are several. Those that have no answer for
 * the same reason share all of it. Where no weak study of a kernel is there, a line WEAK says how
 * to measure it. */
void verdict_write(const struct cells *cells, FILE *out);

#endif
