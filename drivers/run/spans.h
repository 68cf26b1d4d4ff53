/* When all workers did their units in the last iteration of a run. */
#ifndef PARALLAX_RUN_SPANS_H
#define PARALLAX_RUN_SPANS_H

#include <stddef.h>

#include "drivers/job/job.h"
#include "drivers/record/record.h"

/* On rank 0: rows[count] are those of the results file but for their run, worker by worker. */
struct spans {
    struct timeline *mine, *all; /* [threads]; rank 0: [ranks * threads] */
    struct span_row *rows;       /* room for all that they can hold */
    size_t count;
};

/* No spans yet. Collective: 0, or -1 on all processes when one is out of memory; free them in any
 * case. */
int spans_start(struct spans *spans, const struct job *job);

/* Takes the workers' timelines, which are those of `iteration`. Collective. */
void spans_collect(struct spans *spans, struct job *job, int iteration);

void spans_free(struct spans *spans);

#endif
