/* How much memory images may take: one, a worker's part of the node's; what is kept of all
 * that are made, a process's. */
#ifndef PARALLAX_JOB_ITEM_MEMORY_H
#define PARALLAX_JOB_ITEM_MEMORY_H

#include "drivers/job/job.h"

/* Tells source and decoders how much each worker's item may take. All threads of a split work on
 * one image. */
void item_memory_settle(struct job *job);

/* The decoder's part of it, beside the file; at least 1. */
int64_t item_memory_to_decode(const struct job *job, const struct worker *worker);

/* Whether file, `source` (bytes that its decoded pixels take at once, with the decoder's own),
 * result and scratch fit together: 0, or -1 with *failure, "memory", which names the figures and
 * the options. */
int item_memory_check(const struct job *job, const struct worker *worker, double source,
                      const struct plan *plan, struct failure *failure);

/* Whether `listed` images, for as many workers as each is repeated for, can be counted: 0, or -1
 * with *failure, "too-large". On all processes alike. */
int item_memory_check_count(const struct job *job, int listed, struct failure *failure);

/* Whether so many images that are made, which nobody limits by having files, can be counted, and
 * what is kept of each has room in this process: as above. Needs no list. */
int item_memory_check_made(const struct job *job, int made, struct failure *failure);

#endif
