/* Pictures of crossovers: from which size on one model is faster than another. */
#ifndef PARALLAX_DRAW_CROSSINGS_H
#define PARALLAX_DRAW_CROSSINGS_H

#include "analysis/draw/pictures.h"

/* Scripts and data of one picture for every model of processes against every one of threads that
 * were measured at CROSSOVER_SIZES_MIN sizes or more, the first few of them. Returns 0, EXIT_CREATE
 * or EXIT_IO. */
int crossings_write(struct pictures *pictures, const struct cells *cells, const char *directory);

#endif
