/* Plots: gnuplot scripts with their data, kept beside the pictures so that anyone can redo them. */
#ifndef PARALLAX_DRAW_PLOT_H
#define PARALLAX_DRAW_PLOT_H

#include <stdio.h>

#include "analysis/data/cells.h"
#include "drivers/common/replacement.h"

struct plot {
    FILE *script, *data; /* to be written to */
    struct replacement script_file, data_file;
    const char *stem; /* of all its files; sanitised */
};

/* Creates DIRECTORY/STEM.gp and .dat and writes what all plots have in common. Returns 0, or
 * EXIT_CREATE after naming the file on stderr. `directory` and `stem` are not copied. */
int plot_open(struct plot *plot, const char *directory, const char *stem);

/* Title of the picture: what it shows, then the study, its machine and its runs. */
void plot_title(const struct plot *plot, const char *what, const struct study *study,
                const char *runs);

/* An option of gnuplot that takes one string, as "set xlabel". */
void plot_set(const struct plot *plot, const char *option, const char *text);

/* Draws what was plotted once more, as PNG, and closes both files. Returns 0 or EXIT_IO. */
int plot_close(struct plot *plot);

/* Before the first "plot" command: to SVG. */
void plot_begin(const struct plot *plot);

/* "#rrggbb" of the Okabe-Ito palette, which colour-blind readers can tell apart: one colour for
 * each kind of model in every plot, others for further curves of the same kind. */
const char *plot_curve_colour(const struct cells *cells, size_t curve);

#endif
