/* From an opened item of a batch to its result. */
#ifndef PARALLAX_JOB_RESULT_H
#define PARALLAX_JOB_RESULT_H

#include "drivers/job/job.h"

/* Plans, decodes what item_open() left to decode, computes all of *dst, and checks it at once if it
 * is due; in *hash its tally's hash. `kept` is where dst is, or NULL: dst is used again for each
 * unit. The worker enters its stages. 0, or -1 with *failure: it must not be delivered. */
int result_make(struct job *job, struct worker *worker, int unit, struct item_source *source,
                struct kept_unit *kept, struct image *dst, uint64_t *hash, struct failure *failure);

#endif
