/* This machine: what it is and what of it we may use. Linux; elsewhere most of it is unknown. */
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

/* Fills what the machine says of itself, and leaves run, ranks and the peaks alone. What cannot be
 * found out is "unknown", 0 or NaN; a text longer than its field ends in "...". */
void machine_describe(struct node_row *row);

/* What its CPU is called, or "unknown"; a text longer than `size` ends in "...". */
void machine_cpu_model(char *text, size_t size);

/* The NUMA node of a CPU; -1: unknown. */
int machine_numa_of_cpu(int cpu);

/* The core of a CPU, as the number of its first CPU; -1: unknown. */
int machine_core_of_cpu(int cpu);

/* All of this machine that are online; its cores (0: unknown). */
int machine_cpus(void);
int machine_cores(void);

/* The CPUs that the launch as a whole may use, whatever this process of it is bound to: as who
 * started it says (PARALLAX_CPUS), else by its affinity mask when machine_start() was called, and
 * where a launcher or OpenMP binds processes by that of the one that started it; and by the quota
 * (rounded down); at least 1. */
int machine_usable_cpus(void);

/* The largest resident set of this process so far, in bytes. */
int64_t machine_peak_memory(void);

/* The resident set of this process now, pages that several processes share divided among them
 * (PSS), in bytes; -1: unknown. Takes milliseconds for a gigabyte. */
int64_t machine_shared_out_memory(void);

#endif
