/* Sentences broken into lines that fit. */
#ifndef PARALLAX_COMMON_WRAP_H
#define PARALLAX_COMMON_WRAP_H

#include <stdio.h>

/* Prints `text` broken at blanks into lines of at most `width` columns, and ends the last. In the
 * first `used` columns are taken already, the others begin with `indent` blanks. A word that is
 * longer than a line stays whole: names can be copied. */
void wrap_print(FILE *out, const char *text, int width, int used, int indent);

/* Prints lines; one that is longer than a terminal_columns(out) is broken, and goes on below its
 * first word and `indent` blanks more. */
void wrap_lines(FILE *out, const char *lines, int indent);

#endif
