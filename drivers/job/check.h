/* Checks at once: in a single pass, while the source of an image is still there, so that nothing is
 * read or decoded a second time. Measurements are checked after the clock: verify.h. */
#ifndef PARALLAX_JOB_CHECK_H
#define PARALLAX_JOB_CHECK_H

#include "drivers/job/bands.h"

/* Recomputes rows of a result with variants[0] and compares them: some of the ends and of a sample
 * that was drawn before, as long as that takes this worker at most 1 % of its time, but always of
 * the first and the last unit; with --verify all everything. `tally_hash` is that of the run. The
 * last kernel call of this worker was for this image. 0, or -1 with *failure ("wrong-result": it
 * must not be delivered). Any worker at once. */
int check_image_at_once(struct job *job, struct worker *worker, int unit, struct shape original,
                        const struct image *src, const struct image *dst, uint64_t tally_hash,
                        struct failure *failure);

/* The same for an image that is there strip by strip: begin before the first of them is computed;
 * the rows of each while the source rows that they need are held; end. What was checked of it is
 * one unit. With --verify all, all rows. For kernels of one pass without a tally. */
struct check_strips {
    const struct plan *plan; /* NULL: this unit is not checked, or cannot be */
    bool wanted, wrong;
    uint64_t seed; /* of the sample of rows */
};
void check_strips_begin(struct job *job, struct worker *worker, int unit, struct shape original,
                        struct shape src, struct check_strips *check);
void check_strips_rows(struct job *job, struct worker *worker, struct check_strips *check,
                       const struct image *src, const struct image *dst, struct range rows);
int check_strips_end(struct worker *worker, const struct check_strips *check,
                     struct failure *failure);

/* The same for a split image in hand, of whose rows this process checks those that it vouches for:
 * of every image, whatever the time. Main thread only. */
int check_bands_at_once(const struct bands *bands, struct worker *worker, int unit,
                        struct failure *failure);

/* The same for an item that was moved as it is: what the sink has stored of it, against the hash of
 * what was received. */
int check_bytes_at_once(struct job *job, struct worker *worker, int unit, uint64_t hash,
                        struct failure *failure);

#endif
