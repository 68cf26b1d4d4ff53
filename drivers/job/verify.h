/* Recomputing with the plain C reference, after the clock, what another worker computed. */
#ifndef PARALLAX_JOB_VERIFY_H
#define PARALLAX_JOB_VERIFY_H

#include "drivers/job/job.h"

/* What came of it, of all processes. */
struct verified {
    int64_t checked, wrong; /* units: images, or with split their rows */
    bool whole;             /* all of them were to be checked, and none was left out */
};

/* Checks the last iteration. With --verify all everything, else a sample: the first and the last
 * image, and others as long as that takes 5 % of `measured` (seconds, the same on all processes),
 * with split every image; of each the rows that keep_row() names, where results leave before the
 * clock stops in batch all rows, and of split images that are still kept more in what is left of
 * these seconds. What was checked at once, in a single pass, is only counted. Ends early when
 * the team is stopped. Collective. 0, or -1 on all processes when one is out of memory. */
int verify_run(struct job *job, double measured, struct verified *verified);

#endif
