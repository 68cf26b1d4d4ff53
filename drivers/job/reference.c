/* Plain C again: plans, tallies, single rows and whole images. */
#include "drivers/job/reference.h"

#include <string.h>

#include "drivers/job/call.h"

const struct plan *reference_plan(struct job *job, struct worker *worker, struct shape original,
                                  struct shape src)
{
    int64_t built = 0;
    return plans_get(&worker->reference_plans, job->kernel, &job->kernel->variants[0],
                     job->options.value, original, src, &built);
}

bool reference_is_whole(const struct kernel *kernel)
{
    return kernel->tallies > 0 && kernel_passes(kernel) == 1;
}

int reference_tally(struct job *job, struct worker *worker, const struct plan *plan,
                    const struct image *src, uint64_t *total)
{
    const struct kernel *kernel = job->kernel;
    struct image none = {.shape = plan->dst};
    if (worker_reserve_scratch(worker, plan->scratch))
        return -1;
    memset(total, 0, kernel->tallies * sizeof *total);
    struct band all = {{0, kernel_rows(kernel, plan, 0)}, NULL, total, worker->scratch};
    kernel->variants[0].run[0](plan, src, &none, &all);
    return 0;
}

int reference_rows(struct job *job, struct worker *worker, const struct plan *plan,
                   const struct image *src, const uint64_t *total, struct range rows)
{
    if (image_allocate(&worker->again, plan->dst, (struct area){rows, {0, plan->dst.width}}) ||
        worker_reserve_scratch(worker, plan->scratch))
        return -1;
    struct band band = {rows, total, worker->tally, worker->scratch};
    int last = kernel_passes(job->kernel) - 1;
    job->kernel->variants[0].run[last](plan, src, &worker->again, &band);
    return 0;
}

int reference_row(struct job *job, struct worker *worker, const struct plan *plan,
                  const struct image *src, const uint64_t *total, int y)
{
    return reference_rows(job, worker, plan, src, total, (struct range){y, y + 1});
}

int reference_image(struct job *job, struct worker *worker, const struct plan *plan,
                    const struct image *src, int item, uint64_t *tally_hash)
{
    struct failure failure;
    *tally_hash = 0;
    if (image_allocate(&worker->again, plan->dst, area_whole(plan->dst)))
        return -1;
    return item_compute(job, worker, call_reference, plan, src, &worker->again, item, tally_hash,
                        &failure);
}
