/* Recomputing with the plain C reference, outside the clock, what another process computed. */
#ifndef PARALLAX_JOB_VERIFY_H
#define PARALLAX_JOB_VERIFY_H

#include "drivers/job/job.h"

/* Checks the last iteration, as the options say: all of it, or a seeded sample. Each checked unit
 * (an image, or with split a row) is recomputed by the process after the one that did it, with
 * variants[0]. Collective. Returns the number of units that differ (the same on all processes), or
 * -1 when out of memory; *checked is how many were compared. */
int64_t verify_run(struct job *job, int64_t *checked);

#endif
