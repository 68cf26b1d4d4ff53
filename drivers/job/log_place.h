/* The error log's place, before any work. */
#ifndef PARALLAX_JOB_LOG_PLACE_H
#define PARALLAX_JOB_LOG_PLACE_H

#include "drivers/job/job.h"

/* Whether the file that --errors names can be written, before the work: it must be no input, no
 * output and no list of inputs (exit code 64), it must be a regular file if there is one, and its
 * directory must take new files (73). What is there stays as it is. Rank 0 looks; collective. 0 or
 * an exit code that all agree on, with *failure on rank 0. */
int log_place_check(const struct job *job, struct failure *failure);

#endif
