/* Jobs that work on one directory at the same time: who does what. */
#ifndef PARALLAX_IO_SINKS_CLAIMS_H
#define PARALLAX_IO_SINKS_CLAIMS_H

#include <stdatomic.h>

#include "drivers/io/sink.h"

/* DESIGN. The list is cut into blocks. A job claims a block before it does the first of its items,
 * by making a file below .parallax/claims/ that must not be there yet, and that says who: the name
 * of a file which is there while that job runs. What another one has claimed, a job leaves for
 * later; once it has come to the end of the list it does what is still not there, from the end. So
 * jobs meet only in the last blocks, nothing is lost if one of them is killed, and nobody waits.
 * Whether a job of another machine still runs its file alone can tell: it is renewed every hour,
 * and taken for that of an ended job after a day.
 * Jobs with other lists or parameters claim other blocks, and see only each other's outputs. */

struct claims {
    const char *owner;      /* of this job; "": nothing is claimed */
    uint64_t work;          /* hash of the list and the parameters */
    int place, count, size; /* .parallax/, open; items of the list; of a block */
    _Atomic uint8_t *state; /* of each block */

    /* claims_company.c's: */
    atomic_bool company, calm; /* calm: no file has come or gone between the last two looks */
    atomic_llong changed;      /* when one did, in ns since 1970 */
    _Atomic double next;       /* when to look again */
    _Atomic double renewal;    /* when to say again that this job runs */
};

#define CLAIMS_JOB "job" /* the stem of the names of files that say which jobs run */

/* Rank 0 alone, one job at a time: makes the file that says that this job runs, and writes its name
 * into owner[TEMPORARY_SIZE]; "" where that is not possible. */
void claims_begin(const char *directory, char *owner);
/* It has ended: the file goes, and the claims of all jobs that have ended. */
void claims_end(const char *directory);

/* All arguments but `asked` stay until claims_close(). Without memory nothing is claimed. */
void claims_open(struct claims *claims, const struct sink_options *asked, const struct list *list,
                 const struct sink_plan *plan);
void claims_close(struct claims *claims);

/* Says again, once an hour, that this job runs; also where its file was taken away, as that of a
 * job that stood still for a day. For each item that is begun or stored. Any thread. */
void claims_renew(struct claims *claims);

/* When this job began, by the clock of the file system, in ns since 1970; INT64_MAX: not known. */
int64_t claims_began(const struct claims *claims);

/* Whether another job runs whose files are below DIRECTORY/.parallax/. */
bool claims_others(const char *directory);

/* Whether another job may have made outputs since this one looked what is there: one has been seen
 * since (plan->company: or then), or it cannot be known. Looks five times a second at most. Who is
 * alone need not ask for every output whether it has come to be. Any thread. */
bool claims_company(struct claims *claims);

/* Whether this job is to do the item now; else another one is about to. Any thread. */
bool claims_take(struct claims *claims, int item);

#endif
