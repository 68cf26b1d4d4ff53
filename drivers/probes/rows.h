/* A probe's table, whose lines are printed as they come. */
#ifndef PARALLAX_PROBES_ROWS_H
#define PARALLAX_PROBES_ROWS_H

#include "drivers/common/grid.h"

/* The caller's; its strings must outlive it. */
struct rows {
    const struct grid_column *columns;
    const char *const *widest; /* of each column: a text as wide as any that is to come */
    size_t count;
    const char *const *header, *const *line;
    struct grid grid; /* by rows_begin() */
};

/* Prints the header, names[count], on standard output, after a line that says what the terminal has
 * no room for. */
void rows_begin(struct rows *rows, const char *const *names);

/* Prints a line of texts[count], and behind it, or below it where there is no room, a remark; "":
 * none. Ends the program where there is no memory. */
void rows_print(struct rows *rows, const char *const *texts, const char *remark);

#endif
