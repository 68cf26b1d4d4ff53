/* The pictures of one study. */
#ifndef PARALLAX_DRAW_PANELS_H
#define PARALLAX_DRAW_PANELS_H

#include "analysis/data/cells.h"

enum panel { PANEL_SPEEDUP, PANEL_EFFICIENCY, PANEL_STAGES, PANEL_COUNT };

/* What the panel is called in file names: "speedup", "scaled-speedup", … */
const char *panel_name(enum panel panel, const struct study *study);

/* Has the study anything to show there? */
bool panel_has_data(const struct cells *cells, const struct study *study, enum panel panel);

/* Writes script and data of a picture. Returns 0, EXIT_CREATE or EXIT_IO, said on stderr. */
int panel_write(const struct cells *cells, const struct study *study, enum panel panel,
                const char *directory, const char *stem);

/* What the panel shows of a cell; not for PANEL_STAGES. */
struct interval panel_value(const struct cell *cell, enum panel panel);

/* The curves of all models, after a "plot" command with one item: error bars, hollow marks where
 * workers had no CPU of their own. */
struct plot;
void lines_write(const struct cells *cells, const struct study *study, enum panel panel,
                 const struct plot *plot);

/* The stacked bars of PANEL_STAGES: mean seconds per worker and iteration. */
void bars_write(const struct cells *cells, const struct study *study, const struct plot *plot);

#endif
