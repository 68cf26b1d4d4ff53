/* Pictures of POP efficiencies: where the time of every cell goes. */
#ifndef PARALLAX_DRAW_POPS_H
#define PARALLAX_DRAW_POPS_H

#include "analysis/draw/pictures.h"

/* Script and data of one picture for every study that has a cell of several workers with POP
 * efficiencies. Returns 0, EXIT_CREATE or EXIT_IO. */
int pops_write(struct pictures *pictures, const struct cells *cells, const char *directory);

#endif
