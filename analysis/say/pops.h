/* Where the time of every cell goes: in words, and as JSON. */
#ifndef PARALLAX_SAY_POPS_H
#define PARALLAX_SAY_POPS_H

#include <stdio.h>

#include "analysis/data/pop.h"

/* All cells of several workers, by study and curve; below each curve what costs its largest cell
 * most, and who is slower than the others. Lines of at most 100 columns. */
void pops_write_text(const struct pop_set *set, FILE *out);

/* One object of schema "parallax-pop-1", of all cells. */
void pops_write_json(const struct pop_set *set, FILE *out);

#endif
