/* Which runs of a cell do not count, and why. */
#ifndef PARALLAX_SAY_LEFT_OUT_H
#define PARALLAX_SAY_LEFT_OUT_H

#include "analysis/data/cells.h"

/* Why a run does not count in its cell: "disturbed, while others are not", or its own reason; ""
 * where it counts. Not for a terminal yet, as the next. Of runs that are in cells. */
void left_out_why(const struct run *run, char *text, size_t size);

/* "10 of 15 runs left out: disturbed, while others are not", or "run 1234abcd left out: …" of one
 * that cannot be used, into text[size]. `index` is that of a run behind cell->used_runs; false: an
 * earlier one has said it. A reason may hold any character. */
bool left_out_say(const struct cell *cell, size_t index, char *text, size_t size);

#endif
