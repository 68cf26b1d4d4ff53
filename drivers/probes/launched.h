/* Ranks for probes that are no MPI programs: probe_ranks under mpirun, as a child. */
#ifndef PARALLAX_PROBES_LAUNCHED_H
#define PARALLAX_PROBES_LAUNCHED_H

#include "drivers/probes/child.h"

enum { LAUNCHED_WORDS = 8 };

/* Starts "mpirun -n RANKS probe_ranks WORDS…" (words end with NULL; at most LAUNCHED_WORDS). mpirun
 * is what the build found, or what PARALLAX_MPIRUN names. 0, or -1 and in why[size] what is
 * missing. */
int launched_start(struct child *child, int ranks, const char *const *words, char *why,
                   size_t size);

/* Runs it to its end and hands each line to `take`. 0, or -1 and why. */
int launched_run(int ranks, const char *const *words, void (*take)(void *context, const char *line),
                 void *context, double seconds, char *why, size_t size);

/* The longest message, in bytes, whose MPI_Send returns although nobody receives: of two ranks of
 * this machine. -1 and why. Asked for once. */
long launched_eager_limit(char *why, size_t size);

#endif
