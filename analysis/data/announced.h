/* How many ranks a run's launcher announced, so that copies which did not know of each other are
 * told from a run of several ranks. */
#ifndef PARALLAX_DATA_ANNOUNCED_H
#define PARALLAX_DATA_ANNOUNCED_H

#include "analysis/data/runs.h"

/* Fills `announced` of every run: what its row says, or, where that is unknown (older programs),
 * what its facts tell of the launcher's environment. -1: nothing does. */
void announced_find(struct runs *runs, const struct results *results);

#endif
