/* Whether a run's workers had their CPUs, and how fast the machine was, from its rows. */
#ifndef PARALLAX_DATA_DISTURBANCE_H
#define PARALLAX_DATA_DISTURBANCE_H

#include "analysis/data/runs.h"

/* Fills quality and witness of a run whose samples, workers and nodes are known. */
void disturbance_find(struct run *run);

#endif
