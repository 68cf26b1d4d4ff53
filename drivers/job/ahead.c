/* A source that moves `depth` images asks for one more as soon as one is taken. */
#include "drivers/job/ahead.h"

#include <stdlib.h>

int ahead_open(struct ahead *ahead, int depth)
{
    *ahead = (struct ahead){.depth = depth, .first = -1};
    ahead->taken = depth ? calloc((size_t)depth, sizeof *ahead->taken) : NULL;
    return depth && !ahead->taken ? -1 : 0;
}

void ahead_close(struct ahead *ahead)
{
    free(ahead->taken);
}

void ahead_begin(struct ahead *ahead, int unit, double now)
{
    ahead->first = unit;
    ahead->began = now;
}

double ahead_asked(struct ahead *ahead, int unit, double now)
{
    if (!ahead->depth || ahead->first < 0)
        return now;
    int place = unit - ahead->first;
    double *taken = &ahead->taken[place % ahead->depth];
    double asked = place < ahead->depth ? ahead->began : *taken;
    *taken = now;
    return asked;
}
