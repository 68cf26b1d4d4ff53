/* Where the workers of all processes run, and whether each could have a CPU of its own. */
#ifndef PARALLAX_MACHINE_PLACEMENT_H
#define PARALLAX_MACHINE_PLACEMENT_H

#include "drivers/machine/machine.h"
#include "drivers/models/model.h"

struct placement {
    char host[64];   /* this process's */
    int nodes;       /* distinct hosts of all processes */
    int local_ranks; /* processes on this host */
    /* The machine under it: hosts that share one (containers, virtual nodes) share its CPUs. */
    char machine[64];
    int machine_ranks; /* processes on this machine */
    bool first_of_machine;
    bool first_local; /* whether this process is the lowest rank on its host */
    double quota;     /* CPUs that quota_group leaves its processes together; NaN: no quota */
    uint64_t quota_group;
    int missing_threads; /* threads that were asked for and do not work, of all processes */
    bool oversubscribed; /* a host with more workers than CPUs that they may use (mask and quota) */
    bool binding_ok;     /* every worker could have a CPU of its own; true where oversubscribed */
    char problem[320];   /* what is wrong and what cures it; "" if nothing is */
};

/* Asks every worker of every process. Where nobody asked for a number of threads, sets it first to
 * what quotas leave. Collective; all processes get the same flags. 0, or -1 when out of memory on
 * one of them. */
int placement_find(struct placement *placement, struct team *team);

#endif
