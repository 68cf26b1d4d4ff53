/* The runs of a damaged results file, as far as they could be read. */
#ifndef PARALLAX_DATA_SALVAGE_H
#define PARALLAX_DATA_SALVAGE_H

#include <stddef.h>

#include "drivers/record/record.h"

/* Marks what must not be compared with whole runs: a run whose program did not come to its end is
 * stopped, and one that lacks iterations, or workers of an iteration, is not valid. Returns how
 * many lack some. */
size_t salvage_mark(struct results *results);

#endif
