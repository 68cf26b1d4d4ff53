/* How a work should be run: in words, and as JSON. */
#ifndef PARALLAX_SAY_ADVICES_H
#define PARALLAX_SAY_ADVICES_H

#include <stdio.h>

#include "analysis/data/advice.h"

/* What was asked for; 0: the largest number of workers that was measured, the study's images. */
struct advices_wish {
    int cores;
    double target, images;
};

/* A paragraph for each study, lines of at most 100 columns. */
void advices_write_text(const struct cells *cells, const struct advices_wish *wish, FILE *out);

/* One object of schema "parallax-advise-1". */
void advices_write_json(const struct cells *cells, const struct advices_wish *wish, FILE *out);

/* How many studies advice can be given for. */
size_t advices_count(const struct cells *cells);

/* "mpirun -n 4 resize_hybrid --threads 2 --schedule dynamic": how the cell is run; safe for a
 * terminal. */
void advices_command(const struct cell *cell, char *buffer, size_t size);

#endif
