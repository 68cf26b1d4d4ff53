/* What goes between processes through pipes: hooks for the models that deal and hand over results
 * so. Under TRANSFER_SHARED images stay in memory that all share, and pipes tell where they are.
 * model.h says what each promises. */
#ifndef PARALLAX_MODELS_PROCESSES_PIPES_H
#define PARALLAX_MODELS_PROCESSES_PIPES_H

#include "drivers/models/model.h"

/* Dynamic and guided chunks: the number of the next one lies in a pipe; who takes it out puts back
 * the one after. With a master rank 0 draws none and only receives. */
int processes_pipes_next(struct team *team, int n, int turn, struct span *span);

void processes_pipes_scatter(struct team *team, const struct image *whole, struct image *part,
                             const struct area *areas);
void processes_pipes_gather(struct team *team, const struct image *part, struct image *whole,
                            const struct area *areas);
void processes_pipes_deliver(struct team *team, const struct parcel *parcel);
int processes_pipes_receive(struct team *team, bool wait, struct parcel *parcel);
int processes_pipes_take(struct team *team, const struct parcel *parcel, struct image *image);
void *processes_pipes_place(struct team *team, size_t size);

#endif
