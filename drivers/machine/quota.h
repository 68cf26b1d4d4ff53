/* How much CPU time the control groups of this process leave it. */
#ifndef PARALLAX_MACHINE_QUOTA_H
#define PARALLAX_MACHINE_QUOTA_H

#include <stdint.h>

/* The tightest CPU quota of this process's control groups (v1 or v2) in CPUs; NaN: none. The second
 * one looks for /proc and /sys below `root`. */
double quota_cpus(void);
double quota_below(const char *root);

/* The same, and in *group a number that processes of one machine have in common if this quota is
 * theirs together; 0: there is none. */
double quota_of_group(const char *root, uint64_t *group);

/* How often quotas have stopped this process's control groups (nr_throttled in cpu.stat of each of
 * them, up to the root), and in *group a number that processes of one machine have in common if it
 * counts the same groups. -1: unknown. */
int64_t quota_throttled(const char *root, uint64_t *group);

#endif
