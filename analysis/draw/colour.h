/* The colours of plots: one hue for each model, in every plot of a report. */
#ifndef PARALLAX_DRAW_COLOUR_H
#define PARALLAX_DRAW_COLOUR_H

#include "analysis/data/cells.h"

enum { COLOUR_SIZE = 8 }; /* "#rrggbb" */

/* Of a curve: the hue is its model's and no other's among all of *cells; several curves that one
 * model has in a study differ in lightness. `dark`: to be drawn on a dark ground. */
void colour_of_curve(const struct cells *cells, size_t curve, bool dark, char colour[COLOUR_SIZE]);

/* Of a stage, none of which has a model's colour. */
void colour_of_stage(enum stage stage, bool dark, char colour[COLOUR_SIZE]);

#endif
