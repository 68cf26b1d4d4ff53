/* Where the time of every cell goes: in words, as JSON, and as tables. */
#ifndef PARALLAX_SAY_POPS_H
#define PARALLAX_SAY_POPS_H

#include <stdio.h>

#include "analysis/data/files.h"
#include "analysis/data/pop.h"

/* All cells of several workers, by study and curve; below each curve what costs its largest cell
 * most, and who is slower than the others. Lines of at most 100 columns. */
void pops_write_text(const struct pop_set *set, FILE *out);

/* One object of schema "parallax-pop-1", of all cells. */
void pops_write_json(const struct pop_set *set, FILE *out);

/* The tables cells and places of a new HDF5 file `path`; `files`: what was read. 0 or an exit code,
 * after it said why on stderr. */
int pops_write_hdf5(const struct pop_set *set, const char *path, const struct files *files);

#endif
