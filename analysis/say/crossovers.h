/* From which size on processes are faster than threads, or any model than another. */
#ifndef PARALLAX_SAY_CROSSOVERS_H
#define PARALLAX_SAY_CROSSOVERS_H

#include <stdio.h>

#include "analysis/data/series.h"

/* Which models: by name, or with NULL every model of processes against every one of threads. */
struct crossovers_pair {
    const char *left, *right;
};

/* In words, lines of at most 100 columns; also where there is nothing to compare. */
void crossovers_write_text(const struct series_set *set, const struct crossovers_pair *pair,
                           FILE *out);

/* One object of schema "parallax-crossover-1". */
void crossovers_write_json(const struct series_set *set, const struct crossovers_pair *pair,
                           FILE *out);

/* "resize size=852x567 …, batch, 4 workers": what all cells of a series have in common. */
void crossovers_title(enum series_over over, const struct series *series, char *buffer,
                      size_t size);

#endif
