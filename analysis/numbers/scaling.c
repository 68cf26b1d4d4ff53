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

struct scaling scaling_of(struct interval ratio, int base_workers, int workers, bool weak)
{
    const struct interval none = {NAN, NAN, NAN};
    const double more = (double)workers / base_workers;
    if (weak)
        return (struct scaling){estimate_scale(ratio, more), ratio, none};
    return (struct scaling){ratio, estimate_scale(ratio, 1 / more),
                            base_workers == 1 ? estimate_karp_flatt(ratio, workers) : none};
}

struct scaling scaling_strong(const struct scaling_point *base, const struct scaling_point *point)
{
    return scaling_of(compare_times(base, point), base->workers, point->workers, false);
}

struct scaling scaling_weak(const struct scaling_point *base, const struct scaling_point *point)
{
    return scaling_of(compare_times(base, point), base->workers, point->workers, true);
}
