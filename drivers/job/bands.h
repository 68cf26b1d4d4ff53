/* One image cut into bands of rows: what split.c does with each image. */
#ifndef PARALLAX_JOB_BANDS_H
#define PARALLAX_JOB_BANDS_H

#include "drivers/job/job.h"

/* The image in hand, as one process sees it. */
struct bands {
    struct job *job;
    const struct plan *plan;
    const struct image *src;
    struct image *dst;
    uint8_t *done_rows;    /* of dst, computed here */
    int pass, rows, count; /* count: bands of this pass */
    const uint64_t *total; /* of the pass before */
    uint64_t *sum;         /* of this pass: shared by the workers unless SHARING_PRIVATE */
    atomic_int failed;     /* a worker had no memory */
};

/* Scattering, for every rank: the part of the source that its bands need in all passes, and the
 * rows of the result that they make. Both arrays are [team->ranks]. */
void bands_find_areas(struct bands *bands, struct area *needs, struct area *makes);

/* All passes over an image of which every process holds what its bands need; adds the tally's hash
 * to *hash on rank 0. Collective. 0, or -1 with *failure on every process. */
int bands_run_passes(struct bands *bands, uint64_t *hash, int item, struct failure *failure);

/* The k-th row, k = 0, 1, ..., of those on both sides of the borders of bands in the last pass over
 * a result of so many rows; -1: there are no more. Pure. */
int bands_border(const struct job *job, int rows, int k);

/* Agreement of all processes: 0, or -1 everywhere if one has failed; *failure is then set where
 * this process has none of its own. */
int bands_agree(struct job *job, int failed, struct failure *failure);

#endif
