/* The end of a batch job, before which a run is to stop. */
#ifndef PARALLAX_RUN_DEADLINE_H
#define PARALLAX_RUN_DEADLINE_H

#include "drivers/models/model.h"

/* Has this process stopped, as by SIGUSR1, so many seconds before the end of the job that it is in:
 * of PARALLAX_END_TIME or SLURM_JOB_END_TIME (seconds since 1970), or else of what SLURM's squeue
 * says is left. Does nothing on other ranks than 0, whose stop is that of all. Returns a sentence
 * for the user: when that is, or that the end is not known; valid until the next call. */
const char *deadline_start(const struct team *team, double seconds);

/* No signal comes any more. */
void deadline_stop(void);

#endif
