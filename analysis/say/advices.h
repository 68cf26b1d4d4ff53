/* How a work should be run: in words, as JSON, and as tables. */
#ifndef PARALLAX_SAY_ADVICES_H
#define PARALLAX_SAY_ADVICES_H

#include <stdio.h>

#include "analysis/data/advice.h"
#include "analysis/data/files.h"

/* What was asked for; 0: the largest number of workers that was measured, the study's images. */
struct advices_wish {
    int cores;
    double target, images;
};

/* A paragraph for each study, lines of at most 100 columns. */
void advices_write_text(const struct cells *cells, const struct advices_wish *wish, FILE *out);

/* One object of schema "parallax-advise-1". */
void advices_write_json(const struct cells *cells, const struct advices_wish *wish, FILE *out);

/* The tables studies, ways and predictions of a new HDF5 file `path`; `files`: what was read. 0 or
 * an exit code, after it said why on stderr. */
int advices_write_hdf5(const struct cells *cells, const struct advices_wish *wish, const char *path,
                       const struct files *files);

/* How many studies advice can be given for. */
size_t advices_count(const struct cells *cells);

#endif
