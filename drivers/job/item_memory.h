/* How much memory images may take: one, a worker's part of the node's; what is kept of all, a
 * process's. */
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

/* Whether `listed` images, for as many workers as each is repeated for, are no more than can be
 * counted, and what is kept of each has room: 0, or -1 with *failure, "too-large". Needs no list.
 */
int item_memory_check_all(const struct job *job, int listed, struct failure *failure);

#endif
