/* A parallel region of OpenMP, where the build has it. */
#ifndef PARALLAX_PROBES_REGION_H
#define PARALLAX_PROBES_REGION_H

#include "drivers/probes/repeat.h"

/* Repeat functions; the context is an int: how many threads. The first region of a process makes
 * the threads, the next ones wake them. Each time in a process of its own. */
repeat_fn region_first, region_next;

#endif
