/* A worker's recent plans: photographs differ in shape, most collections have few shapes. */
#ifndef PARALLAX_JOB_PLANS_H
#define PARALLAX_JOB_PLANS_H

#include "kernels/kernel.h"

enum { PLANS_KEPT = 16 };

/* Zero-initialised: empty. Not shared between workers. */
struct plans {
    struct plan plan[PLANS_KEPT];
    uint64_t used[PLANS_KEPT]; /* when last; 0: empty */
    uint64_t now;
};

/* The plan for this source shape: one that is kept, or a new one in the place of the least recently
 * used. *built is increased if it is new. Valid until PLANS_KEPT - 1 more calls. NULL with errno if
 * it cannot be made. All calls on one *plans use one kernel, variant and value[]. */
const struct plan *plans_get(struct plans *plans, const struct kernel *kernel,
                             const struct variant *variant, const double *value,
                             struct shape original, struct shape src, int64_t *built);
void plans_free(struct plans *plans, const struct kernel *kernel, const struct variant *variant);

#endif
