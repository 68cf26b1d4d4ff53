/* When a worker did its units of an iteration, in as many spans as there is room for. */
#ifndef PARALLAX_JOB_TIMELINE_H
#define PARALLAX_JOB_TIMELINE_H

#include <stdint.h>

enum { TIMELINE_SPANS = 64 };

/* From a unit's begin to its end, or of several that followed each other from the first's begin to
 * the last's end. Times are seconds since the iteration began for the worker's process. */
struct timeline_span {
    int unit; /* the first: an image; of a split, a band */
    int64_t units;
    double begin, end, busy; /* busy: in units, not waiting for other workers */
};

/* All zero: nothing was done yet. */
struct timeline {
    struct timeline_span spans[TIMELINE_SPANS]; /* in the order in which they were done */
    int count;
    int64_t most; /* units of a span, a power of two; 0: one */
};

/* Adds the worker's next unit. Where no span is left, each two neighbours are joined, and later
 * units join up to the same number. Only the worker's own thread may call it while units run. */
void timeline_add(struct timeline *timeline, const struct timeline_span *unit);

/* Forgets what was done. */
void timeline_reset(struct timeline *timeline);

#endif
