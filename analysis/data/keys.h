/* What runs are grouped by, where their rows do not say it literally. */
#ifndef PARALLAX_DATA_KEYS_H
#define PARALLAX_DATA_KEYS_H

#include "analysis/data/runs.h"

/* Fills the key of every run: its row, with two exceptions. One rank deals nothing to nobody, sends
 * nothing and starts no other process: where it records deal_asked, distribute, transfer or
 * process_start as "none" or not at all it takes over those of the curve it is a point of: the only
 * ones that runs of several ranks have which are otherwise of the same curve. If there are two such
 * curves (or none) it stays by itself. And ranks_announced is -1 but for independent copies, whose
 * number it is. */
void keys_settle(struct runs *runs);

#endif
