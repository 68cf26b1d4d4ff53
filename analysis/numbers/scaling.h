/* Speedup, efficiency and the Karp-Flatt fraction of every cell against its baseline. */
#ifndef PARALLAX_NUMBERS_SCALING_H
#define PARALLAX_NUMBERS_SCALING_H

#include "analysis/data/cells.h"

/* The baseline is the serial model's cell of the same study (`prefer_serial`, when there is one),
 * else the curve's own cell of 1 worker, else that of its fewest workers p0. Oversubscribed,
 * wrongly bound and unusable cells are no baseline. A cell without an efficiency says why. */
void scaling_compute(struct cells *cells, bool prefer_serial);

#endif
