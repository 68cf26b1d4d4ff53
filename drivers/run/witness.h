/* Fixed work that tells how fast a worker's core and memory are just now, off the clock. */
#ifndef PARALLAX_RUN_WITNESS_H
#define PARALLAX_RUN_WITNESS_H

#include <stdbool.h>

#include "drivers/models/model.h"

/* CPU time, in seconds, of a chain of integer operations each of which needs the one before; of a
 * loop over memory that the L1 cache holds; of a stream through memory that no cache holds. NaN:
 * not done. */
struct witness {
    double chain_s, cache_s, stream_s;
};

enum { WITNESS_NONE, WITNESS_BRIEF, WITNESS_WHOLE }; /* brief: without the stream */

/* The memory that a worker streams through, touched by the worker first; made when it is needed. */
struct witness_memory {
    unsigned char *bytes;
    bool second; /* the half that comes next: the other one is in a cache */
};

/* As often as may be: at most 2 % of a run, and every 50 ms. Decided by one process for all. */
struct witness_clock {
    double last;    /* when the last one was; 0: never */
    double spent_s; /* on all of them */
};

/* What to do after an iteration that begins at `now` and takes about `seconds`, of a run that began
 * at `began`: WITNESS_…; at most the stream is left out, where iterations are short and it would
 * empty their caches. */
int witness_next(struct witness_clock *clock, double began, double now, double seconds);

/* On the worker's own thread: 1 to 2 ms. A stream without memory for it is not done. */
struct witness witness_run(struct witness_memory *memory, int kind);
void witness_free(struct witness_memory *memory);

#endif
