/* Recomputing with variants[0], plain C: what every other variant and model is compared with. */
#ifndef PARALLAX_JOB_REFERENCE_H
#define PARALLAX_JOB_REFERENCE_H

#include "drivers/job/job.h"

/* The plan for it, kept by the worker. NULL: it cannot be made, or there is no memory. */
const struct plan *reference_plan(struct job *job, struct worker *worker, struct shape original,
                                  struct shape src);

/* Whether the tally comes with the only pass, so that nothing less than the whole image has it. */
bool reference_is_whole(const struct kernel *kernel);

/* The first of several passes over the whole image: its tally into total[kernel->tallies]. 0, or -1
 * when out of memory. The source must be held whole. */
int reference_tally(struct job *job, struct worker *worker, const struct plan *plan,
                    const struct image *src, uint64_t *total);

/* These rows of the result, alone, into worker->again; `total` as the last pass reads it. 0, or -1
 * when out of memory. The worker's tally is used. */
int reference_rows(struct job *job, struct worker *worker, const struct plan *plan,
                   const struct image *src, const uint64_t *total, struct range rows);

/* The same of row y. */
int reference_row(struct job *job, struct worker *worker, const struct plan *plan,
                  const struct image *src, const uint64_t *total, int y);

/* The whole result into worker->again, and its tally's hash. 0, or -1 when out of memory. */
int reference_image(struct job *job, struct worker *worker, const struct plan *plan,
                    const struct image *src, int item, uint64_t *tally_hash);

#endif
