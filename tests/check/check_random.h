/* A seeded random number generator for tests: the same numbers everywhere (splitmix64). */
#ifndef PARALLAX_CHECK_RANDOM_H
#define PARALLAX_CHECK_RANDOM_H

#include <stdint.h>

struct random {
    uint64_t state; /* any value is a good seed */
};

static inline uint64_t random_next(struct random *random)
{
    uint64_t mixed = random->state += UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

/* A whole number in low..high, both included; low <= high. */
static inline int random_between(struct random *random, int low, int high)
{
    uint64_t count = (uint64_t)((int64_t)high - low + 1);
    return (int)(low + (int64_t)(random_next(random) % count));
}

/* A real number in [0, 1). */
static inline double random_unit(struct random *random)
{
    return (double)(random_next(random) >> 11) * 0x1p-53;
}

#endif
