/* Plots: gnuplot scripts with their data, kept beside the pictures so that anyone can redo them.
 * A script draws STEM.svg for a light and STEM-dark.svg for a dark page, STEM.png and STEM.pdf. */
#ifndef PARALLAX_DRAW_PLOT_H
#define PARALLAX_DRAW_PLOT_H

#include <stdbool.h>
#include <stdio.h>

#include "drivers/common/replacement.h"

enum { PLOT_WIDTH = 640 }; /* of the SVG, in pixels; text is 15 of them high */

struct plot {
    FILE *script, *data; /* to be written to */
    struct replacement script_file, data_file;
    const char *stem;      /* of all its files; sanitised */
    int blocks;            /* of the data, so far */
    int key, about_height; /* of the legend, and of `about`, in pixels */
    const char *title;
    const char *about;   /* below it in PNG and PDF alone: pages have it as text */
    FILE *alt, *caption; /* what it shows, with the main numbers; how to read it */
    size_t alt_size, caption_size;
};

/* Creates DIRECTORY/STEM.gp and .dat and writes what all plots have in common: the variables ink,
 * soft, faint, paper (colours) and dark. Returns 0, or an exit code after naming the file on
 * stderr. The rest of *plot is the caller's; what it points to is not copied. */
int plot_open(struct plot *plot, const char *directory);

/* Before the first "plot": a picture `height` pixels high. */
void plot_begin(struct plot *plot, int height);

/* An option of gnuplot that takes one string, as "set xlabel". */
void plot_set(const struct plot *plot, const char *option, const char *text);

/* Defines the variable NAMEindex as a colour. */
void plot_colour(const struct plot *plot, const char *name, size_t index, const char *light,
                 const char *dark);

/* The legend, below the plot, with room for `count` entries of which the longest has so many
 * characters. Returns the height that it takes. */
int plot_key(struct plot *plot, size_t count, size_t longest);

/* Ends a block of the data file and returns its number, for "index"; `empty`: nothing was written,
 * and a line of `columns` NaN is, without which it would not count as one. */
int plot_block(struct plot *plot, bool empty, int columns);

/* Draws what was plotted in all forms, and closes both files. Returns 0 or EXIT_IO. */
int plot_close(struct plot *plot);

#endif
