/* Two workers that need two locks at once: what probe_deadlock watches. */
#ifndef PARALLAX_PROBES_LOCKS_H
#define PARALLAX_PROBES_LOCKS_H

#include <stdbool.h>

enum { LOCKS_WORKERS = 2 };

struct locks_case {
    bool processes; /* the workers are processes, and their locks in memory that they share */
    bool ordered;   /* both take lock A first: the cure */
};

/* A child_fn; `context` is a struct locks_case. Both workers take both locks some times; where they
 * take them in one order, they hold the first for ten milliseconds before they ask for the second,
 * else until both have their first. Says what it does as dog.h reads it. Returns 0, or an exit code
 * where the workers cannot be made. */
int locks_work(void *context);

#endif
