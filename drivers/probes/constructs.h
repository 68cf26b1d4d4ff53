/* What OpenMP's constructs cost beyond the work in them, by EPCC's method. */
#ifndef PARALLAX_PROBES_CONSTRUCTS_H
#define PARALLAX_PROBES_CONSTRUCTS_H

#include "drivers/probes/repeat.h"

enum { CONSTRUCTS = 8 };

struct construct {
    int which, threads; /* which: 0 .. CONSTRUCTS-1 */
};

extern const char *const construct_names[CONSTRUCTS]; /* "omp-parallel", … */

/* A repeat function; the context is a struct construct. A construct is gone through some hundred
 * times with a fixed delay in it, and the delay alone as often: the difference, for one. May be
 * below 0 where it is lost in the noise. */
repeat_fn construct_overhead;

#endif
