/* How much memory this machine and the control groups of this process leave it. */
#ifndef PARALLAX_MACHINE_MEMORY_H
#define PARALLAX_MACHINE_MEMORY_H

#include "drivers/machine/placement.h"

/* Bytes for this process: its part of `asked` on this machine, or, where that is 0, of what the
 * machine has, and of what its control groups (v1 or v2) leave the processes of this host. */
int64_t memory_share(int64_t asked, const struct placement *placement);

/* The second of these for one of so many processes; /proc and /sys are below `root`. */
int64_t memory_share_below(const char *root, int machine_processes, int group_processes);

#endif
