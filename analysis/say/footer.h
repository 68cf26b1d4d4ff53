/* What has to be said below a table: baselines, kinds of interval, flags, reasons. */
#ifndef PARALLAX_SAY_FOOTER_H
#define PARALLAX_SAY_FOOTER_H

#include <stdio.h>

#include "analysis/data/cells.h"

enum { FOOTER_WIDTH = 110, FOOTER_NO_WIDTH = 1 << 20 }; /* the latter: a line for each remark */

/* Of one study: its baselines in seconds, and what its intervals are. Lines of at most `width`. */
void footer_notes(const struct cells *cells, const struct study *study, int width, FILE *out);

/* What is missing or flagged, and why: every reason once, with the cells that it is true of. */
void footer_reasons(const struct cells *cells, const struct study *study, int width, FILE *out);

/* Below all: what the columns mean. */
void footer_legend(const struct cells *cells, int width, FILE *out);

#endif
