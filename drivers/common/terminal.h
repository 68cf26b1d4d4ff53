/* How wide a line for people may be. */
#ifndef PARALLAX_COMMON_TERMINAL_H
#define PARALLAX_COMMON_TERMINAL_H

#include <stdio.h>

enum { TERMINAL_LEAST = 20, TERMINAL_USUAL = 80, TERMINAL_ENDLESS = 1 << 20 };

/* The columns of lines to `out`, where it is standard output or the standard error, and a terminal:
 * $COLUMNS if it is a positive number, else those that the terminal says, or TERMINAL_USUAL where
 * it says none; at least TERMINAL_LEAST. TERMINAL_ENDLESS: a file, a pipe, memory, whatever
 * $COLUMNS is. */
int terminal_columns(FILE *out);

/* The smaller of `columns` and terminal_columns(out). */
int terminal_fit(FILE *out, int columns);

#endif
