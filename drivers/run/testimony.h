/* What every worker says of itself around an iteration, on its own thread. */
#ifndef PARALLAX_RUN_TESTIMONY_H
#define PARALLAX_RUN_TESTIMONY_H

#include "drivers/machine/affinity.h"
#include "drivers/machine/usage.h"
#include "drivers/models/model.h"
#include "drivers/record/record.h"
#include "drivers/run/witness.h"

struct testimony {
    struct place place;
    struct usage before, after;
    struct witness witness;
    struct witness_memory memory;
};

/* For each worker of this process, testimonies[team->threads], right before and after the clock. */
void testimony_begin(struct team *team, struct testimony *testimonies);
void testimony_end(struct team *team, struct testimony *testimonies);

/* Lets all workers of all processes do the work of a witness (WITNESS_…) at once, since streams
 * slow each other. Collective, the same kind everywhere; returns how long it took here, in seconds.
 */
double testimony_witness(struct team *team, struct testimony *testimonies, int kind);

/* Seconds between the two that others had its CPU though it could run. Not counted is what a thread
 * takes to wake up on a CPU that slept: there it lost none. NaN: unknown. */
double testimony_taken(const struct testimony *testimony);

/* What it says, into a worker's row. */
void testimony_fill(const struct testimony *testimony, struct worker_row *row);

void testimony_free(struct testimony *testimonies, int count); /* and the array; NULL: nothing */

#endif
