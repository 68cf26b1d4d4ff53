/* Notices a process that does not go on, without a thread: by a timer's signal.
 *
 * A worker that has read or written one file for longer than the limit (a call that does not
 * return) ends its process, and so the job, with its name and the file's. A process that is stopped
 * or blocked where no signal reaches it is noticed by the others of its node: all keep a sign of
 * life in memory that they share. Nobody can tell what becomes of a process of another node; who
 * has waited for others for as long says so, once, and goes on waiting. */
#ifndef PARALLAX_RUN_WATCHDOG_H
#define PARALLAX_RUN_WATCHDOG_H

#include "drivers/job/job.h"
#include "drivers/machine/placement.h"

/* Watches the job's workers until watchdog_stop(): `seconds` is the limit, 0: nobody is watched.
 * Collective. The job and what it lists must stay until then. One at a time. */
void watchdog_start(struct job *job, const struct placement *placement, double seconds);
void watchdog_stop(void);

#endif
