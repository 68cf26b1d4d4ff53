/* Pictures of rooflines: what the kernel did, below what the machine could move and compute. */
#ifndef PARALLAX_DRAW_ROOFS_H
#define PARALLAX_DRAW_ROOFS_H

#include "analysis/draw/pictures.h"

/* Script and data of one picture for every study that has a cell of which operations, bytes and the
 * memory's rate are known. Returns 0, EXIT_CREATE or EXIT_IO. */
int roofs_write(struct pictures *pictures, const struct cells *cells, const char *directory);

#endif
