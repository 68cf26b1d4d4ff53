/* What a long run says while it works: rank 0, on standard error. */
#ifndef PARALLAX_RUN_PROGRESS_H
#define PARALLAX_RUN_PROGRESS_H

#include <stdbool.h>
#include <stdio.h>

struct progress {
    FILE *out; /* NULL: says nothing */
    bool bar;  /* rewrites one line; else a new line now and then */
    bool drawn;
    double began, last; /* by timer_now() */
};

/* mode: enum progress_mode of options.h. Under auto a terminal gets a bar; anything else a log. */
void progress_start(struct progress *progress, int mode, bool quiet);

/* After a unit of a pass: `done` of `total` on this process, which stands for all `processes`.
 * Reads the clock, prints at most a few times a second (bar) or every ten seconds (log), with the
 * time left. */
void progress_unit(struct progress *progress, int done, int total, int processes);

/* After an iteration of a measurement: how many, the median so far and its interval in percent
 * (NaN: none yet), of at most `budget` seconds. */
void progress_iteration(struct progress *progress, int iterations, double median, double percent,
                        double budget);

/* Ends the bar's line. */
void progress_end(struct progress *progress);

#endif
