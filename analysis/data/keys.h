/* What runs are grouped by, where their rows do not say it literally. */
#ifndef PARALLAX_DATA_KEYS_H
#define PARALLAX_DATA_KEYS_H

#include "analysis/data/runs.h"

/* Fills the key of every run: its row, except that one rank, which deals nothing to nobody and so
 * records deal and distribute as "none", takes over those of the curve it is a point of: the only
 * ones that runs of several ranks have which are otherwise of the same curve. If there are two such
 * curves (or none) it stays by itself. */
void keys_settle(struct runs *runs);

#endif
