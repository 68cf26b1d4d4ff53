/* Speedup, efficiency and the Karp-Flatt fraction of one point against a baseline. */
#include "analysis/numbers/scaling.h"

#include <math.h>

/* T(base) / T(point) */
static struct interval compare_times(const struct scaling_point *base,
                                     const struct scaling_point *point)
{
    if (point->logs == base->logs)
        return (struct interval){1, NAN, NAN};
    return estimate_ratio(base->logs, base->count, point->logs, point->count);
}

static double workers_ratio(const struct scaling_point *base, const struct scaling_point *point)
{
    return (double)point->workers / base->workers;
}

struct scaling scaling_strong(const struct scaling_point *base, const struct scaling_point *point)
{
    const struct interval ratio = compare_times(base, point);
    return (struct scaling){.speedup = ratio,
                            .efficiency = estimate_scale(ratio, 1 / workers_ratio(base, point)),
                            .karp_flatt = base->workers == 1
                                              ? estimate_karp_flatt(ratio, point->workers)
                                              : (struct interval){NAN, NAN, NAN}};
}

struct scaling scaling_weak(const struct scaling_point *base, const struct scaling_point *point)
{
    const struct interval ratio = compare_times(base, point);
    return (struct scaling){.speedup = estimate_scale(ratio, workers_ratio(base, point)),
                            .efficiency = ratio,
                            .karp_flatt = {NAN, NAN, NAN}};
}
