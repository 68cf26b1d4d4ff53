/* What verify.c chooses from: how a run's units are checked after the clock. All are collective and
 * return 0, or -1 on all processes when one is out of memory; `seconds`: how long a sample may
 * take. */
#ifndef PARALLAX_JOB_VERIFY_KINDS_H
#define PARALLAX_JOB_VERIFY_KINDS_H

#include "drivers/job/job.h"

/* Counted by all workers of a process at once. */
struct checks {
    atomic_llong checked, wrong;
    atomic_llong unread; /* units whose source cannot be had any more, so that nothing is said */
};

/* Images, each by the worker after the one that did it. Of those that were cut into bands every one
 * is checked, whatever the time. */
int verify_units(struct job *job, double seconds, struct checks *checks);

/* Images that were cut into bands and are still kept, row by row: every one. */
int verify_split(struct job *job, double seconds, struct checks *checks);

/* What the sink has stored of bytes that were moved as they are. */
int verify_bytes(struct job *job, double seconds, struct checks *checks);

#endif
