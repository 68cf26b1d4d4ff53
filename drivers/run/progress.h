/* What a long run says while it works: rank 0, on standard error. */
#ifndef PARALLAX_RUN_PROGRESS_H
#define PARALLAX_RUN_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "drivers/common/statistics.h"

struct progress {
    FILE *out; /* NULL: says nothing */
    bool bar;  /* rewrites one line; else a new line now and then */
    bool drawn;
    double began, last; /* by timer_now() */
    double budget;      /* seconds that a measurement may take */
};

/* mode: enum progress_mode of options.h. Under auto a terminal gets a bar; anything else a log. */
void progress_start(struct progress *progress, int mode, bool quiet, double budget);

/* How far a pass is on this process, which stands for all `processes`. */
struct progress_state {
    int done, failed, total; /* images; done: with those that failed; total: of all processes */
    int64_t bytes;           /* that were read */
    int processes;
};

/* A bar fits the terminal: what is least needed is left out, and the rest cut.
 *
 * After a unit of a pass. Reads the clock, prints at most a few times a second (bar) or every ten
 * seconds (log): images and bytes a second, how many failed, and from a twentieth of the work on,
 * before which it is a guess, the time left. */
void progress_unit(struct progress *progress, const struct progress_state *state);

/* After an iteration of a measurement: how many, and the median so far with its interval (NaN: none
 * yet). */
void progress_iteration(struct progress *progress, int iterations, const struct interval *median);

/* Ends the bar's line. */
void progress_end(struct progress *progress);

#endif
