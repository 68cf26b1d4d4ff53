/* The shape of this machine. */
#ifndef PARALLAX_MACHINE_TOPOLOGY_H
#define PARALLAX_MACHINE_TOPOLOGY_H

#include <stdint.h>

#include "drivers/machine/machine.h"

struct topology {
    int sockets, cores, smt, numa_nodes; /* 0: unknown; smt: hardware threads per core, the most */
    int16_t numa_of_cpu[MACHINE_CPUS_MAX]; /* -1: unknown */
    int16_t core_of_cpu[MACHINE_CPUS_MAX]; /* the lowest CPU of its core; -1: unknown */
};

/* Fills *topology, which the caller has set to unknown. The second one looks for /sys below `root`.
 */
void topology_load(struct topology *topology);
void topology_below(const char *root, struct topology *topology);

#endif
