/* What every cell is compared with, and what comes of it. */
#ifndef PARALLAX_DATA_BASELINES_H
#define PARALLAX_DATA_BASELINES_H

#include "analysis/data/cells.h"

/* Chooses every cell's baseline and fills its speedup, efficiency and Karp-Flatt fraction.
 * The baseline is the serial program's cell of the same study (`prefer_serial`, when there is one),
 * else the curve's own cell of 1 worker, else that of its fewest workers p0. Oversubscribed,
 * wrongly bound and unusable cells are no baseline. A cell without an efficiency says why. */
void baselines_compare(struct cells *cells, bool prefer_serial);

#endif
