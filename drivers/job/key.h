/* What names the work of a run, so that results of equal work are found. */
#ifndef PARALLAX_JOB_KEY_H
#define PARALLAX_JOB_KEY_H

#include "drivers/job/job.h"

/* The hash of a canonical text of all that decides the output: 16 hex digits. 0, or -1: no memory.
 */
int key_of_work(const struct job *job, char key[17]);

#endif
