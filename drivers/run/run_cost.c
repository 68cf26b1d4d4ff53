/* What a run computes at least: the sum over its images of what the kernel says. */
#include "drivers/run/run_cost.h"

#include <math.h>
#include <stdlib.h>

#include "drivers/job/job.h"

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
    struct shape shape;
    int contents = inputs_shape(job, 0, &shape);
    int *images = contents ? calloc((size_t)contents, sizeof *images) : NULL;
    if (!images)
        return (struct cost){NAN, NAN};
    for (int unit = 0; unit < job->inputs.count; ++unit)
        ++images[job->inputs.item[unit] % job->inputs.list.count % contents];
    for (int content = 0; content < contents; ++content) {
        inputs_shape(job, content, &shape);
        struct cost cost = image_cost(job, shape);
        sum.operations += images[content] * cost.operations;
        sum.bytes += images[content] * cost.bytes;
    }
    free(images);
    return sum;
}
