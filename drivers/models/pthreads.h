/* All POSIX threads there is: hooks for the models whose threads the program makes itself. model.h
 * says what each promises.
 *
 * DESIGN. Threads are made by the first loop and wait for the next one; the main thread is worker
 * 0. Who waits, for work or for the others, sleeps: an OpenMP runtime may spin there, and take the
 * core that another thread needs. */
#ifndef PARALLAX_MODELS_PTHREADS_H
#define PARALLAX_MODELS_PTHREADS_H

#include "drivers/models/model.h"

const char *pthreads_version(void);

/* Sets team->threads as wished, else to the CPUs of our mask. */
void pthreads_start(struct team *team, const struct wish *wish, int *argc, char ***argv);
void pthreads_stop(struct team *team);

/* Where the system does not give as many threads as the team has, fewer do all the work. */
void pthreads_loop(struct team *team, const struct schedule *schedule, struct span span,
                   unit_fn *unit, void *context);
void pthreads_merge(struct team *team, enum sharing sharing, uint64_t *total, const uint64_t *mine,
                    int n);

#endif
