/* All MPI there is: hooks for the models that have processes. model.h says what each promises. */
#ifndef PARALLAX_MODELS_RANKS_H
#define PARALLAX_MODELS_RANKS_H

#include "drivers/models/model.h"

const char *ranks_version(void);
const char *ranks_launched(void);
void ranks_start(struct team *team, const struct wish *wish, int *argc, char ***argv);
void ranks_stop(struct team *team);
int ranks_next(struct team *team, int n, int turn, struct span *span);
void ranks_scatter(struct team *team, const struct image *whole, struct image *part,
                   const struct area *areas);
void ranks_gather(struct team *team, const struct image *part, struct image *whole,
                  const struct area *areas);
void ranks_broadcast(struct team *team, void *data, size_t size);
void ranks_collect(struct team *team, const void *mine, size_t size, void *all);
void ranks_sum(struct team *team, uint64_t *values, int n);
void ranks_barrier(struct team *team);

/* A tally in a window of rank 0: added up by one accumulation, by a fetch-and-op for each counter,
 * or read and written back under a lock of the window. Where windows fail the job ends
 * (EXIT_CONFIG). */
extern const struct option_entry ranks_tally_option[];
void ranks_tally_begin(struct team *team, int n);
void ranks_tally_add(struct team *team, int way, const uint64_t *mine, int n);
void ranks_tally_end(struct team *team, uint64_t *total, int n);

/* For ranks_stop(): frees the window, if there is one. Collective. */
void ranks_tally_stop(void);

/* Between two stages of rank 0's first worker: answers who asks for a chunk. On every rank: hears,
 * about once a second, that another one has stopped, and tells the others that this one has. */
enum stage ranks_stage(struct team *team, int worker, enum stage stage);

/* For ranks_start() and ranks_stop(): begins dealing; ends it and receives every message that is
 * still under way. Collective. */
void ranks_deal_start(void);
void ranks_deal_stop(struct team *team);

/* Lets a team that was stopped begin again. Collective. */
void ranks_forget_stop(struct team *team);

#endif
