/* A line of the table for people, as the texts of its columns. */
#ifndef PARALLAX_SAY_TABLE_LINE_H
#define PARALLAX_SAY_TABLE_LINE_H

#include "analysis/data/cells.h"

enum {
    LINE_MODEL,
    LINE_LAYOUT,
    LINE_WORKERS,
    LINE_RUNS,
    LINE_TIME,
    LINE_TIME_INTERVAL,
    LINE_IMAGES,
    LINE_PIXELS,
    LINE_SPEEDUP,
    LINE_SPEEDUP_INTERVAL,
    LINE_EFFICIENCY,
    LINE_CEILING,
    LINE_FRACTION,
    LINE_FLAGS,
    LINE_COUNT
};

struct table_line {
    char text[LINE_COUNT][48];
};

/* One unit for a study, so that its times can be compared at a glance. */
struct table_unit {
    const char *name;
    double per_second;
};

struct table_unit table_unit_of(const struct cells *cells, const struct study *study);

/* The names of the columns; and one cell. Whatever stands in a file is safe for a terminal. */
void table_header(struct table_line *line, struct table_unit unit, bool weak);
void table_fill(struct table_line *line, const struct cells *cells, const struct cell *cell,
                struct table_unit unit);

#endif
