/* Whether a run's workers had their CPUs, gathered from its iterations. */
#ifndef PARALLAX_RUN_EVIDENCE_H
#define PARALLAX_RUN_EVIDENCE_H

#include <stddef.h>

#include "drivers/common/quality.h"
#include "drivers/record/record.h"

/* Of each iteration that counts: the least share of a worker, and the mean share of T that workers
 * were blocked. NaN: unknown. */
struct evidence {
    double *share, *blocked;
    int count;
    double wall_s; /* of all iterations, warm-ups too */
};

/* On rank 0, after each iteration, with the rows of all its workers. 0, or -1 when out of memory.
 */
int evidence_add(struct evidence *evidence, const struct sample_row *sample,
                 const struct worker_row *workers, size_t count);

/* Fills cpu_share, low_share, blocked, wall_s and worker_s of *quality, of a run of so many
 * workers; sorts what was added. */
void evidence_conclude(struct evidence *evidence, int workers, struct quality *quality);
void evidence_free(struct evidence *evidence);

#endif
