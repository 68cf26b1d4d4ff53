/* The cases of limits.c, and how often resize does its inner loops in each. */
#ifndef PARALLAX_BENCH_LIMITS_WORK_H
#define PARALLAX_BENCH_LIMITS_WORK_H

#include "tests/bench/limits_ports.h"

#include <stdbool.h>

enum { LIMITS_LOOPS = 16 };

struct limits_work {
    int count;
    struct {
        limits_loop *run;
        long turns;
    } loop[LIMITS_LOOPS];
};

struct limits_case {
    const char *variant; /* "c" for nearest, which has no other */
    bool nearest;        /* else Lanczos3 */
    int channels, from[2], to[2];
    double target; /* base / change */
    void (*count)(const struct limits_case *c, struct limits_work *work);
};

extern const struct limits_case limits_cases[]; /* the last one has no variant */

/* All loops of a case. */
void limits_count(const struct limits_case *c, struct limits_work *work);

#endif
