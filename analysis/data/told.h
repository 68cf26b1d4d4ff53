/* What the facts and nodes of a run tell of how it came about: command line, cores, collection. */
#ifndef PARALLAX_DATA_TOLD_H
#define PARALLAX_DATA_TOLD_H

#include "analysis/data/runs.h"

/* Fills told of every run, whose texts are those of *results. */
void told_find(struct runs *runs, const struct results *results);

#endif
