/* Whether the workers of one host are bound as a measurement needs: pure judgement. */
#ifndef PARALLAX_MACHINE_BINDING_H
#define PARALLAX_MACHINE_BINDING_H

#include "drivers/machine/affinity.h"
#include "drivers/machine/machine.h"

enum binding {
    BINDING_OK,
    BINDING_SHARES_CPU,  /* workers must share a CPU though there are enough */
    BINDING_SHARES_CORE, /* workers must share a core (its hardware threads) though there are enough
                          */
    BINDING_STRADDLES    /* a bound process spans memory nodes though one would hold its threads */
};

/* The worker's process, by rank, and where it may run. */
struct bound_worker {
    int rank;
    struct place place;
};

/* Which core and which memory node each CPU belongs to; -1: unknown. Cores are numbered by any one
 * of their CPUs. */
struct cpu_map {
    int16_t core[MACHINE_CPUS_MAX], numa[MACHINE_CPUS_MAX];
};

/* Judges `count` workers, those of a process next to one another, of a host that has enough CPUs
 * for them. *worst is the index of a worker concerned. Workers that are not bound (may use every
 * CPU that any of them may) straddle nothing. */
enum binding binding_judge(const struct bound_worker *workers, int count, const struct cpu_map *map,
                           int *worst);

#endif
