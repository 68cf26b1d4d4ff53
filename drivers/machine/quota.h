/* How much CPU time the control groups of this process leave it. */
#ifndef PARALLAX_MACHINE_QUOTA_H
#define PARALLAX_MACHINE_QUOTA_H

/* The tightest CPU quota of this process's control groups (v1 or v2) in CPUs; NaN: none. The second
 * one looks for /proc and /sys below `root`. */
double quota_cpus(void);
double quota_below(const char *root);

#endif
