/* All fork() there is: hooks for the models whose processes the program makes itself. model.h says
 * what each promises.
 *
 * DESIGN. The program that was started becomes the parent of all ranks and does no work: it passes
 * signals on, waits, and leaves with rank 0's code. A child that ends before its time ends the job,
 * with its name. Children are made before any file is open or any library has started: copies of
 * the parent, or the program started anew (processes_memory.c), which finds itself to be a child.
 * What they tell each other goes through one mapping, in which a barrier is a futex, or through
 * pipes (processes_pipes.c). */
#ifndef PARALLAX_MODELS_PROCESSES_H
#define PARALLAX_MODELS_PROCESSES_H

#include "drivers/models/model.h"

const char *processes_version(void);

/* As many children as wished, else one for each CPU that we may use. Returns in the children only.
 * Ends the program where they cannot be made (EXIT_CONFIG) or there is no memory for the mapping.
 */
void processes_start(struct team *team, const struct wish *wish, int *argc, char ***argv);
void processes_stop(struct team *team);

/* Dynamic and guided chunks come from a counter in the mapping. With a master rank 0 draws none. */
int processes_next(struct team *team, int n, int turn, struct span *span);
void processes_scatter(struct team *team, const struct image *whole, struct image *part,
                       const struct area *areas);
void processes_gather(struct team *team, const struct image *part, struct image *whole,
                      const struct area *areas);
void processes_broadcast(struct team *team, void *data, size_t size);
void processes_collect(struct team *team, const void *mine, size_t size, void *all);
void processes_sum(struct team *team, uint64_t *values, int n);
void processes_barrier(struct team *team);

/* Tells the others that this process has stopped, and hears it of them: a look at the mapping. */
enum stage processes_stage(struct team *team, int worker, enum stage stage);

/* A tally in the mapping, added to under a mutex, in turns, under a semaphore, by atomic adds, or
 * with no care at all. */
extern const struct option_entry processes_tally_option[];
void processes_tally_begin(struct team *team, int n);
void processes_tally_add(struct team *team, int way, const uint64_t *mine, int n);
void processes_tally_end(struct team *team, uint64_t *total, int n);

/* Lets a team that was stopped begin again. Collective. */
void processes_forget_stop(struct team *team);

#endif
