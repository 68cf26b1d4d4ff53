/* All OpenMP there is: hooks for the models that have threads. model.h says what each promises. */
#ifndef PARALLAX_MODELS_THREADS_H
#define PARALLAX_MODELS_THREADS_H

#include "drivers/models/model.h"

const char *threads_version(void);

/* Sets team->threads as wished, else to what the runtime would start (OMP_NUM_THREADS, else the
 * CPUs of our mask). */
void threads_start(struct team *team, const struct wish *wish, int *argc, char ***argv);
void threads_loop(struct team *team, const struct schedule *schedule, struct span span,
                  unit_fn *unit, void *context);
void threads_merge(struct team *team, enum sharing sharing, uint64_t *total, const uint64_t *mine,
                   int n);

#endif
