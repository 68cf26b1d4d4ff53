/* A worker's recent plans. Their number is small, so that a table of each shape's weights never
 * adds up; a search over 16 is nothing next to an image. */
#include "drivers/job/plans.h"

const struct plan *plans_get(struct plans *plans, const struct kernel *kernel,
                             const struct variant *variant, const double *value,
                             struct shape original, struct shape src, int64_t *built)
{
    int oldest = 0;
    for (int i = 0; i < PLANS_KEPT; ++i) {
        const struct plan *plan = &plans->plan[i];
        if (plans->used[i] && shape_equal(plan->src, src) &&
            shape_equal(plan->original, original)) {
            plans->used[i] = ++plans->now;
            return plan;
        }
        if (plans->used[i] < plans->used[oldest])
            oldest = i;
    }
    if (plans->used[oldest])
        kernel_unplan(kernel, variant, &plans->plan[oldest]);
    plans->used[oldest] = 0;
    if (kernel_plan(kernel, variant, original, src, value, &plans->plan[oldest]))
        return NULL;
    plans->used[oldest] = ++plans->now;
    ++*built;
    return &plans->plan[oldest];
}

void plans_free(struct plans *plans, const struct kernel *kernel, const struct variant *variant)
{
    for (int i = 0; i < PLANS_KEPT; ++i)
        if (plans->used[i])
            kernel_unplan(kernel, variant, &plans->plan[i]);
    *plans = (struct plans){0};
}
