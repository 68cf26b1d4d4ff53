/* What all kernels share: choosing a variant, planning. */
#include "kernels/kernel.h"

#include <errno.h>
#include <string.h>

int kernel_passes(const struct kernel *kernel)
{
    int passes = 0;
    while (passes < PASSES_MAX && kernel->variants[0].run[passes])
        ++passes;
    return passes;
}

int kernel_rows(const struct kernel *kernel, const struct plan *plan, int pass)
{
    return kernel->rows ? kernel->rows(plan, pass) : plan->dst.height;
}

const struct variant *kernel_variant(const struct kernel *kernel, unsigned features)
{
    const struct variant *best = &kernel->variants[0];
    for (int i = 1; i < VARIANTS_MAX && kernel->variants[i].name; ++i)
        if ((kernel->variants[i].cpu & ~features) == 0)
            best = &kernel->variants[i];
    return best;
}

int kernel_plan(const struct kernel *kernel, const struct variant *variant, struct shape original,
                struct shape src, const double *value, struct plan *plan)
{
    *plan = (struct plan){.original = original, .src = src};
    memcpy(plan->value, value, sizeof plan->value);
    if (!shape_is_valid(original) || !shape_is_valid(src)) {
        errno = EINVAL;
        return -1;
    }
    if (kernel->plan(plan))
        return -1;
    if (variant->prepare && variant->prepare(plan)) {
        int reason = errno;
        if (kernel->unplan)
            kernel->unplan(plan);
        errno = reason;
        return -1;
    }
    return 0;
}

void kernel_unplan(const struct kernel *kernel, const struct variant *variant, struct plan *plan)
{
    if (variant->unprepare)
        variant->unprepare(plan);
    if (kernel->unplan)
        kernel->unplan(plan);
    *plan = (struct plan){0};
}

int kernel_shrunk(int original, int src)
{
    int factor = 1;
    while ((original - 1) / factor + 1 > src && src > 0)
        factor *= 2;
    return (original - 1) / factor + 1 == src ? factor : 0;
}

void kernel_initial_values(const struct kernel *kernel, double *value)
{
    memset(value, 0, PARAMS_MAX * sizeof *value);
    for (const struct param *p = kernel->params; p && p->name; ++p) {
        value[p->index] = p->initial[0];
        if (p->kind == PARAM_SIZE)
            value[p->index + 1] = p->initial[1];
    }
}
