/* What a run computes at least: the sum over its images of what the kernel says. */
#include "drivers/run/run_cost.h"

#include <math.h>
#include <stdlib.h>

/* All passes over one image. */
static struct cost image_cost(const struct job *job, struct shape shape)
{
    const struct kernel *kernel = job->kernel;
    struct cost sum = {0, 0};
    struct plan plan;
    if (kernel_plan(kernel, job->variant, shape, shape, job->options.value, &plan))
        return (struct cost){NAN, NAN};
    for (int pass = 0; pass < kernel_passes(kernel); ++pass) {
        struct range rows = {0, kernel_rows(kernel, &plan, pass)};
        struct cost cost = kernel->cost(&plan, pass, rows);
        sum.operations += cost.operations;
        sum.bytes += cost.bytes;
    }
    kernel_unplan(kernel, job->variant, &plan);
    return sum;
}

struct cost run_cost(const struct job *job)
{
    struct cost sum = {0, 0};
    int *images = job->pool ? calloc((size_t)job->contents, sizeof *images) : NULL;
    if (!images)
        return (struct cost){NAN, NAN};
    for (int unit = 0; unit < job->count; ++unit)
        ++images[job->item[unit] % job->list.count % job->contents];
    for (int content = 0; content < job->contents; ++content) {
        struct cost cost = image_cost(job, job->pool[content].shape);
        sum.operations += images[content] * cost.operations;
        sum.bytes += images[content] * cost.bytes;
    }
    free(images);
    return sum;
}
