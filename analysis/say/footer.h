/* What has to be said below a table: baselines, kinds of interval, flags, reasons. */
#ifndef PARALLAX_SAY_FOOTER_H
#define PARALLAX_SAY_FOOTER_H

#include <stdio.h>

#include "analysis/data/cells.h"

/* Below one study: its baselines in seconds, and what is missing and why. */
void footer_write(const struct cells *cells, const struct study *study, FILE *out);

/* Below all: what the columns mean. */
void footer_legend(const struct cells *cells, FILE *out);

#endif
