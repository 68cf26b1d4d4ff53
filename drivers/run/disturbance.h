/* What others took from a run while it was measured: quotas, hosts, other programs. */
#ifndef PARALLAX_RUN_DISTURBANCE_H
#define PARALLAX_RUN_DISTURBANCE_H

#include "drivers/common/quality.h"
#include "drivers/machine/placement.h"
#include "drivers/machine/usage.h"
#include "drivers/models/model.h"

/* What one process sees, since its machine was started. */
struct disturbance {
    int64_t throttled; /* -1: unknown */
    uint64_t groups;   /* whose that is */
    double process_s;  /* CPU time of this process */
    double companions_s;
    struct usage_machine machine;
};

/* On every process, before and after what is measured. */
void disturbance_read(struct disturbance *disturbance);

/* What lies between the two, `seconds` apart, over all nodes, into throttled, steal_s, others_s,
 * node_s, helpers_s (companions), crowded, oversubscribed and one_computes of *quality on rank 0.
 * Processes of one control group are stopped together, and count once. Collective. */
void disturbance_find(struct team *team, const struct placement *placement,
                      const struct disturbance *before, const struct disturbance *after,
                      double seconds, struct quality *quality);

#endif
