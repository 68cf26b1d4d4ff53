/* gnuplot, as a program. */
#ifndef PARALLAX_CHECK_GNUPLOT_H
#define PARALLAX_CHECK_GNUPLOT_H

#include <stdio.h>

enum { GNUPLOT_FAILED = 74, GNUPLOT_MISSING = 78 };

/* Writes a string literal of gnuplot, in which nothing is expanded or executed. */
void gnuplot_text(FILE *out, const char *text);

/* Runs a script without a shell, in the script's directory, so that the script may name files
 * relative to itself. Returns 0 or one of the two. */
int gnuplot_run(const char *path);

#endif
