/* Calls of kernels: while the clock runs, and to recompute. */
#ifndef PARALLAX_JOB_CALL_H
#define PARALLAX_JOB_CALL_H

#include "drivers/job/job.h"

/* By the job's variant; the worker has entered STAGE_KERNEL. In one call, or in pieces of at most
 * options.call_rows rows, between which the worker enters its stage again, so that the model's
 * stage() may let others in. Same pixels and tallies either way. */
call_fn call_kernel;

/* By plain C, whole, outside the clock: the model has no part in it. */
call_fn call_reference;

#endif
