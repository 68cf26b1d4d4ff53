/* A table for people that fits the terminal. */
#ifndef PARALLAX_GRID_H
#define PARALLAX_GRID_H

#include <stddef.h>
#include <stdio.h>

enum { GRID_COLUMNS = 24 };

/* Numbers stand to the right, the others to the left. Words alone may be shortened, and have "…" at
 * their end then; numbers and marks are never cut. */
enum grid_kind { GRID_NUMBERS, GRID_WORDS, GRID_MARKS };

struct grid_column {
    const char *name; /* in the line that says what was left out */
    enum grid_kind kind;
    int gives_way; /* the smaller goes first, if there is no room for all; 0: it stays */
};

struct grid {
    const struct grid_column *columns;
    size_t column_count, line_count;
    /* What stands in a column of a line, line 0 being the header; with `from` as given. */
    const char *(*text)(const void *from, size_t line, size_t column);
    const void *from;
    int indent;
    int widths[GRID_COLUMNS]; /* by grid_fit(); 0: left out */
};

/* Settles how wide each column is: as its longest text, if `out` has room for all (see
 * terminal_columns()). Else long words are shortened, as far as neighbours that differ still do;
 * then columns give way; then words are shortened further. */
void grid_fit(struct grid *grid, FILE *out);

/* Prints one line. */
void grid_line(const struct grid *grid, size_t line, FILE *out);

/* Says which columns were left out and that a wider terminal or `else_where` has them; nothing
 * where none was. */
void grid_left_out(const struct grid *grid, const char *else_where, FILE *out);

/* All of it. */
void grid_print(struct grid *grid, const char *else_where, FILE *out);

#endif
