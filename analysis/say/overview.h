/* A table over parameters: a line for each study of those that differ in parameters of the work. */
#ifndef PARALLAX_SAY_OVERVIEW_H
#define PARALLAX_SAY_OVERVIEW_H

#include <stdio.h>

#include "analysis/data/axes.h"

enum { OVERVIEW_COLUMNS = AXES_MAX + 8, OVERVIEW_TEXT = 64 };

struct overview {
    char (*lines)[OVERVIEW_COLUMNS][OVERVIEW_TEXT]; /* the first has the columns' names */
    size_t count, columns;
};

/* The studies of one group: their values, the way to take (verdict_facts.h) or why there is none,
 * its time and rate, what the fastest of each number of workers is over one worker, trust. To be
 * freed with overview_free(). */
void overview_make(struct overview *overview, const struct axes *axes, const struct cells *cells);
void overview_free(struct overview *overview);

/* "resize, strong scaling, by size and filter". Into buffer[size]. */
void overview_title(const struct axes *axes, const struct cells *cells, char *buffer, size_t size);

/* All groups as text, each with an empty line behind it; nothing where there are none. */
void overview_write(const struct cells *cells, FILE *out);

#endif
