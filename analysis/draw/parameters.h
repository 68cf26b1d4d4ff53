/* Pictures over parameters of the work, one for each table over them. */
#ifndef PARALLAX_DRAW_PARAMETERS_H
#define PARALLAX_DRAW_PARAMETERS_H

#include "analysis/draw/pictures.h"

/* Writes script and data of a picture for each group of studies that axes_find() finds: images a
 * second along one axis (axes_points.h). Returns 0, or an exit code after it said why. */
int parameters_write(struct pictures *pictures, const struct cells *cells, const char *directory);

#endif
