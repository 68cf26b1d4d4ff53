/* Images that are decoded, computed and checked strip by strip. */
#ifndef PARALLAX_JOB_STRIPS_H
#define PARALLAX_JOB_STRIPS_H

#include "drivers/job/job.h"

/* DESIGN. A decoder gives rows from the top to the bottom, and a kernel says by needs() which of
 * them some rows of the result need. So one buffer of as many source rows as a strip of the result
 * needs goes down the source: rows that later strips need as well move to its beginning, the next
 * ones are decoded behind them, and the kernel computes a strip from what it takes for a band of
 * the image. Pixels are computed while the caches hold them, and memory is for a strip: pages that
 * a process touches for the first time cost as much as decoding them. The result has the bits that
 * it has from the whole image. */
struct strips {
    int rows;  /* of the result in a strip; the last may have fewer */
    int holds; /* source rows that any strip needs */
};

/* Whether an image of this plan is computed in strips, and in which: if the kernel makes the result
 * in one pass without a tally, from far fewer rows than all. Pure. */
bool strips_choose(const struct job *job, const struct plan *plan, struct strips *strips);

/* The whole result into *dst, from the rows of the worker's open file, all of which are decoded and
 * some checked. The worker enters its stages. 0, or -1 with *failure. */
int strips_compute(struct job *job, struct worker *worker, int unit, const struct plan *plan,
                   const struct item_source *source, const struct strips *strips, struct image *dst,
                   struct failure *failure);

#endif
