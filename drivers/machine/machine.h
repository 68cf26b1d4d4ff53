/* This machine: what it is, what of it we may use, and where a thread runs. Linux; elsewhere most
 * of it is unknown. */
#ifndef PARALLAX_MACHINE_H
#define PARALLAX_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

#include "drivers/record/record.h"

enum { MACHINE_CPUS_MAX = 1024 };

/* Loads the topology (milliseconds): once per process, before its threads. machine_stop() forgets
 * it. Between them every function here may be called by any number of threads at once. */
void machine_start(void);
void machine_stop(void);

/* Fills all of the row but run and ranks, which it leaves alone. What cannot be found out is
 * "unknown", 0 or NaN; a text longer than its field ends in "...". */
void machine_describe(struct node_row *row);

/* The NUMA node of a CPU; of the page that `address` lies in, which must have been touched. -1:
 * unknown. */
int machine_numa_of_cpu(int cpu);
int affinity_numa_of_memory(const void *address);

/* The core of a CPU, as the number of its first CPU; -1: unknown. */
int machine_core_of_cpu(int cpu);

/* The CPUs that this process may use: by its affinity mask when machine_start() was called, and by
 * the quota (rounded down); at least 1. */
int machine_usable_cpus(void);

/* The tightest CPU quota of this process's control groups (v1 or v2) in CPUs; NaN: none. The second
 * one looks for /proc and /sys below `root`. */
double quota_cpus(void);
double quota_below(const char *root);

/* The largest resident set of this process so far, in bytes. */
int64_t machine_peak_memory(void);

/* Where a thread runs (it may move at once, unless bound), and where it may: CPU c is bit c % 64 of
 * mask[c / 64]. */
struct place {
    int cpu, numa; /* -1: unknown */
    int mask_cpus; /* bits set in mask; 0: unknown */
    uint64_t mask[MACHINE_CPUS_MAX / 64];
};

/* Fills *place for the calling thread. Costs about a microsecond. */
void affinity_where(struct place *place);

/* Whether each of the workers of one node could have a CPU of its own. For every worker's mask, the
 * workers whose masks lie within it must not be more than its CPUs: exact (Hall's condition) where
 * any two masks are nested or disjoint, as cores, sockets and nodes are. A worker whose mask is
 * unknown fits nowhere. */
bool affinity_fits(const struct place *places, int workers);

#endif
