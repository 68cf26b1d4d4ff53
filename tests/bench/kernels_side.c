/* One of the two builds that kernels.c compares: compiled in the tree of each, so that it knows
 * that tree's kernels. SIDE is the table's name; SIDE_DECLARED and SIDE_KERNELS are the kernels. */
#include "tests/bench/kernels_side.h"
#include "kernels/cpu.h"
#include "kernels/kernel.h"
#include "tests/check/check_case.h"

#include <stdlib.h>
#include <string.h>

extern const struct kernel SIDE_DECLARED;
static const struct kernel *const kernels[] = {SIDE_KERNELS};

struct opened {
    const struct kernel *kernel;
    const struct variant *variant;
    struct plan plan;
    uint64_t *tallies;
};

static const struct kernel *find(const char *name)
{
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; ++i)
        if (strcmp(kernels[i]->name, name) == 0 && !kernels[i]->raw)
            return kernels[i];
    return NULL;
}

static const struct variant *nth(const struct kernel *kernel, int index)
{
    for (int i = 0; kernel && i < VARIANTS_MAX && kernel->variants[i].name; ++i)
        if (!(kernel->variants[i].cpu & ~cpu_features()) && index-- == 0)
            return &kernel->variants[i];
    return NULL;
}

static const char *variant(const char *kernel, int index)
{
    const struct variant *found = nth(find(kernel), index);
    return found ? found->name : NULL;
}

static int open_work(const char *kernel, const char *name, const char *options, const int shape[3],
                     struct side_work *work)
{
    const struct kernel *k = find(kernel);
    struct shape src = {shape[0], shape[1], shape[2]};
    struct check_case made = {.kernel = k, .original = src, .src = src};
    struct opened *opened = calloc(1, sizeof *opened);
    if (!opened || !k)
        return free(opened), -1;
    opened->kernel = k;
    opened->tallies = calloc(PASSES_MAX * k->tallies + 1, sizeof *opened->tallies);
    for (int i = 0; nth(k, i); ++i)
        if (strcmp(nth(k, i)->name, name) == 0)
            opened->variant = nth(k, i);
    kernel_initial_values(k, made.value);
    if (!opened->variant || !opened->tallies || case_set(&made, options) ||
        kernel_plan(k, opened->variant, src, src, made.value, &opened->plan)) {
        free(opened->tallies);
        free(opened);
        return -1;
    }
    struct shape dst = opened->plan.dst;
    *work = (struct side_work){
        .scratch = opened->plan.scratch,
        .target = (size_t)dst.height * (size_t)side_stride(dst.width, dst.channels) + IMAGE_PADDING,
        .passes = kernel_passes(k),
        .plan = opened};
    return 0;
}

static struct image image_of(struct shape shape, ptrdiff_t stride, uint8_t *pixels)
{
    return (struct image){
        .shape = shape, .held = area_whole(shape), .stride = stride, .pixels = pixels};
}

static void run(const struct side_work *work, uint8_t *source, ptrdiff_t stride, uint8_t *target,
                void *scratch)
{
    struct opened *opened = work->plan;
    const struct kernel *kernel = opened->kernel;
    const struct plan *plan = &opened->plan;
    const struct image src = image_of(plan->src, stride, source);
    struct image dst =
        image_of(plan->dst, stride ? side_stride(plan->dst.width, plan->dst.channels) : 0, target);
    const uint64_t *total = NULL;
    for (int pass = 0; pass < work->passes; ++pass) {
        uint64_t *tally = opened->tallies + (size_t)pass * kernel->tallies;
        memset(tally, 0, kernel->tallies * sizeof *tally);
        struct band all = {{0, kernel_rows(kernel, plan, pass)}, total, tally, scratch};
        opened->variant->run[pass](plan, &src, &dst, &all);
        total = tally;
    }
}

static void close_work(struct side_work *work)
{
    struct opened *opened = work->plan;
    kernel_unplan(opened->kernel, opened->variant, &opened->plan);
    free(opened->tallies);
    free(opened);
    *work = (struct side_work){0};
}

extern const struct side SIDE;
const struct side SIDE = {variant, open_work, run, close_work};
