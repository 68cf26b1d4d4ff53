/* What a run computes at least, for the roofline. */
#ifndef PARALLAX_RUN_COST_H
#define PARALLAX_RUN_COST_H

#include "drivers/job/job.h"

/* The kernel's own count for one iteration over synthetic images, on rank 0 of a prepared job. NaN:
 * files, whose shapes are met only in passing, or no memory for a plan. */
struct cost run_cost(const struct job *job);

#endif
