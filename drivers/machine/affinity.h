/* Where a thread runs, and where it may. */
#ifndef PARALLAX_MACHINE_AFFINITY_H
#define PARALLAX_MACHINE_AFFINITY_H

#include "drivers/machine/machine.h"
#include "drivers/models/model.h"

/* Where a thread runs (it may move at once, unless bound), and where it may: CPU c is bit c % 64 of
 * mask[c / 64]. */
struct place {
    int cpu, numa; /* -1: unknown */
    int mask_cpus; /* bits set in mask; 0: unknown */
    uint64_t mask[MACHINE_CPUS_MAX / 64];
};

/* Fills *place for the calling thread. Costs about a microsecond. */
void affinity_where(struct place *place);

/* How many CPUs this process may use, or with the `starter` that or the one that started it: a
 * launcher binds what it starts, and is not bound itself. 0: unknown. */
int affinity_cpus(bool starter);

/* Remembers the CPUs that the calling thread may use: affinity_bind() shares them out. */
void affinity_start(void);

/* Binds the calling thread, number `worker` of as many as may use the same CPUs, to a core of its
 * own (all its CPUs); to a CPU where there are fewer cores than workers; to all CPUs where there
 * are fewer CPUs; to nothing where the kernel refuses. Between machine_start() and machine_stop().
 */
void affinity_bind(int worker, int workers);

/* The same for the first thread of another process of ours, and all that it starts from then on. */
void affinity_bind_other(int process, int worker, int workers);

/* The same for each thread of this process, where the model has no runtime that places them. */
void affinity_bind_threads(struct team *team);

/* The NUMA node of the page that `address` lies in, which must have been touched. -1: unknown. */
int affinity_numa_of_memory(const void *address);

/* Whether each of the workers of one node could have a CPU of its own. For every worker's mask, the
 * workers whose masks lie within it must not be more than its CPUs: exact (Hall's condition) where
 * any two masks are nested or disjoint, as cores, sockets and nodes are. A worker whose mask is
 * unknown fits nowhere. */
bool affinity_fits(const struct place *places, int workers);

#endif
