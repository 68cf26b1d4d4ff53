/* Ways of doing something, each done many times, in turns. */
#ifndef PARALLAX_PROBES_REPEAT_H
#define PARALLAX_PROBES_REPEAT_H

#include "drivers/common/statistics.h"
#include "drivers/probes/probe.h"

enum { REPEAT_LEAST = 6, REPEAT_MOST = 1000, REPEAT_WHY = 160 };

/* Does it once: seconds; NaN: it cannot be done here, and why[REPEAT_WHY] says why. */
typedef double repeat_fn(void *context, char *why);

struct repeat {
    const char *variant, *unit; /* of the points; unit: of x */
    double x;
    repeat_fn *once;
    void *context;
    struct interval time; /* its median, with the 95 % interval; NaN: it could not be done */
    int count;            /* times that it was done after the first, which does not count */
    char why[REPEAT_WHY]; /* "": it could */
    double *times;        /* until repeat_close() */
};

/* What repeat_measure() is made of. Adds the time of one turn, of which the first is dropped; makes
 * medians and intervals of all. Ends the program where there is no memory. */
void repeat_add(struct repeat *way, double seconds);
void repeat_close(struct repeat *ways, size_t count);

/* Adds "VARIANT X SECONDS", a line of a program that takes turns by itself, to the way that is
 * called so; other lines are passed over. */
void repeat_hear(struct repeat *ways, size_t count, const char *line);

/* In each round every way has its turn, so that a slow spell of the machine strikes them all alike.
 * Rounds end after so many seconds, but not before REPEAT_LEAST nor after `most` (at most
 * REPEAT_MOST). A way that fails has no more turns. Ends the program where there is no memory. */
void repeat_measure(struct repeat *ways, size_t count, double seconds, int most);

/* Prints one line a way, below repeat_head()'s, and adds the medians to the probe's points. */
void repeat_head(const char *x);

/* A line of that table without a time, and why. */
void repeat_remark(const char *what, const char *x, const char *remark);
void repeat_tell(struct probe *probe, const struct repeat *ways, size_t count);

#endif
