/* The pictures that there are of a study. */
#ifndef PARALLAX_DRAW_PANEL_H
#define PARALLAX_DRAW_PANEL_H

#include "analysis/data/cells.h"
#include "analysis/draw/plot.h"

struct panel {
    const char *name, *weak_name; /* in file names; of a weak study: NULL: the same */
    const char *title, *weak_title;
    /* Has the study anything to show there? */
    bool (*has_data)(const struct cells *cells, const struct study *study);
    /* Writes script, data, alt and caption of an open plot. */
    void (*draw)(const struct cells *cells, const struct study *study, struct plot *plot);
};

extern const struct panel panel_speedup, panel_efficiency, panel_time, panel_stages;
extern const struct panel panel_timeline, panel_workers, panel_strip, panel_heat_map;

/* Is the curve that of processes apart, which is drawn as the machine's ceiling? */
bool panel_is_ceiling(const struct cells *cells, const struct curve *curve);

#endif
