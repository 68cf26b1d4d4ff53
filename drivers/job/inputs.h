/* The part of job_prepare() that finds what to work on, and where results go. */
#ifndef PARALLAX_JOB_INPUTS_H
#define PARALLAX_JOB_INPUTS_H

#include "drivers/job/job.h"

/* Fills in source, sink, list, sink_plan, item, count, hash, done and sum, and opens source and
 * sink, on every process: collective. An exit code that all agree on; *failure on rank 0. */
int inputs_find(struct job *job, struct failure *failure);

/* The shape of an item, where shapes are known before anything is read. Returns how many items
 * differ at all (item i is item i % that); 0: shapes are not known. */
int inputs_shape(const struct job *job, int item, struct shape *shape);

/* Frees what inputs_find() made, but for hash, done and sum; also after it has failed. */
void inputs_close(struct job *job);

#endif
