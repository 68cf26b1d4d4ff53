/* The part of job_prepare() that finds what to work on. */
#ifndef PARALLAX_JOB_INPUTS_H
#define PARALLAX_JOB_INPUTS_H

#include "drivers/job/job.h"

/* Fills in list, sink_plan, item, count, hash, done, sum, pool and contents, on every process:
 * collective. An exit code that all agree on; *failure on rank 0. */
int inputs_find(struct job *job, struct failure *failure);

#endif
