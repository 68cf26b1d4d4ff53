/* What it costs in Python to add to a number that workers share, and how often one is lost. */
#ifndef PARALLAX_PROBES_SHARED_COUNTER_H
#define PARALLAX_PROBES_SHARED_COUNTER_H

#include "drivers/probes/repeat.h"

enum { SHARED_COUNTERS = 5 };

/* Fills in ways[SHARED_COUNTERS] for `workers` of them: "python-value-lock" (processes, a Value and
 * its lock), "python-value-racy" (the same without), "python-queue" (each update is sent to the
 * parent, which adds), "python-thread-lock" (threads), "python-private" (each its own, added at
 * the end): seconds per update, within about `seconds`. *lost of *updates went astray without a
 * lock in the longest pass. Where there is no python3, each way says why. */
void shared_counter_measure(struct repeat *ways, int workers, double seconds, double *lost,
                            double *updates);

#endif
