/* Our kernels for the benchmark against other libraries: one call does what a user's call of
 * another library does, from a source in memory to a result in memory. */
#include "tests/bench/bench_parallax.h"
#include "drivers/io/sources/synthetic.h"
#include "kernels/cpu.h"
#include "tests/check/check_case.h"

#include <limits.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* BENCH_KERNELS: &kernel_a, &kernel_b, … from the list in CMakeLists.txt. */
extern const struct kernel BENCH_DECLARED;
static const struct kernel *const kernels[] = {BENCH_KERNELS};

#ifdef __clang__
#define COMPILER __VERSION__ /* begins with the name */
#else
#define COMPILER "GCC " __VERSION__
#endif

struct bench_task {
    const struct kernel *kernel;
    const struct variant *variant;
    double value[PARAMS_MAX];
    struct image src, dst;
    uint64_t *tally; /* of each pass */
};

static const struct kernel *find_kernel(const char *name)
{
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; ++i)
        if (strcmp(kernels[i]->name, name) == 0)
            return kernels[i];
    return NULL;
}

/* Number `index` of those that this CPU runs, or NULL. */
static const struct variant *usable_variant(const struct kernel *kernel, int index)
{
    unsigned features = cpu_features();
    for (int i = 0; i < VARIANTS_MAX && kernel->variants[i].name; ++i)
        if ((kernel->variants[i].cpu & ~features) == 0 && index-- == 0)
            return &kernel->variants[i];
    return NULL;
}

static const struct variant *find_variant(const struct kernel *kernel, const char *name)
{
    const struct variant *variant = usable_variant(kernel, 0);
    for (int i = 1; variant && strcmp(variant->name, name) != 0; ++i)
        variant = usable_variant(kernel, i);
    return variant;
}

const char *bench_variant(const char *kernel, int index)
{
    const struct kernel *found = find_kernel(kernel);
    const struct variant *variant = found ? usable_variant(found, index) : NULL;
    return variant ? variant->name : NULL;
}

const char *bench_build(void)
{
    return COMPILER ", flags " PARALLAX_C_FLAGS;
}

void bench_keep_memory(void)
{
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

static struct image image_of(uint8_t *pixels, ptrdiff_t stride, struct shape shape)
{
    return (struct image){
        .shape = shape, .held = area_whole(shape), .stride = stride, .pixels = pixels};
}

void bench_photograph(uint8_t *pixels, ptrdiff_t stride, int width, int height, int channels)
{
    struct image image = image_of(pixels, stride, (struct shape){width, height, channels});
    synthetic_fill(&image, 7, 1);
}

static int set_options(struct bench_task *task, const char *options)
{
    struct check_case made = {.kernel = task->kernel};
    kernel_initial_values(task->kernel, made.value);
    if (case_set(&made, options))
        return -1;
    memcpy(task->value, made.value, sizeof task->value);
    return 0;
}

static int allocate(struct bench_task *task)
{
    struct plan plan;
    if (kernel_plan(task->kernel, task->variant, task->src.shape, task->src.shape, task->value,
                    &plan))
        return -1;
    struct shape shape = plan.dst;
    kernel_unplan(task->kernel, task->variant, &plan);
    task->tally = calloc(PASSES_MAX * task->kernel->tallies + 1, sizeof *task->tally);
    if (!task->tally || image_allocate(&task->dst, shape, area_whole(shape)))
        return -1;
    image_fill(&task->dst, 0);
    return 0;
}

struct bench_task *bench_task_make(const char *kernel, const char *variant, const char *options,
                                   uint8_t *pixels, ptrdiff_t stride, int width, int height,
                                   int channels)
{
    struct bench_task *task = calloc(1, sizeof *task);
    if (!task)
        return NULL;
    task->src = image_of(pixels, stride, (struct shape){width, height, channels});
    task->kernel = find_kernel(kernel);
    task->variant = task->kernel ? find_variant(task->kernel, variant) : NULL;
    if (!task->variant || set_options(task, options) || allocate(task)) {
        bench_task_free(task);
        return NULL;
    }
    return task;
}

static void run_passes(struct bench_task *task, const struct plan *plan, void *scratch)
{
    const struct kernel *kernel = task->kernel;
    const uint64_t *total = NULL;
    uint64_t *tally = task->tally;
    memset(tally, 0, PASSES_MAX * kernel->tallies * sizeof *tally);
    for (int pass = 0; pass < kernel_passes(kernel); ++pass, tally += kernel->tallies) {
        struct band all = {{0, kernel_rows(kernel, plan, pass)}, total, tally, scratch};
        task->variant->run[pass](plan, &task->src, &task->dst, &all);
        total = tally;
    }
}

int bench_task_run(struct bench_task *task)
{
    struct plan plan;
    if (kernel_plan(task->kernel, task->variant, task->src.shape, task->src.shape, task->value,
                    &plan))
        return -1;
    void *scratch = aligned_alloc(64, (plan.scratch + 64) & ~(size_t)63);
    if (scratch)
        run_passes(task, &plan, scratch);
    kernel_unplan(task->kernel, task->variant, &plan);
    free(scratch);
    return scratch ? 0 : -1;
}

void bench_task_shape(const struct bench_task *task, int shape[3])
{
    shape[0] = task->dst.shape.width;
    shape[1] = task->dst.shape.height;
    shape[2] = task->dst.shape.channels;
}

void bench_task_copy(const struct bench_task *task, uint8_t *pixels)
{
    size_t bytes = image_row_bytes(&task->dst);
    for (int y = 0; y < task->dst.shape.height; ++y, pixels += bytes)
        memcpy(pixels, image_row(&task->dst, y), bytes);
}

void bench_task_free(struct bench_task *task)
{
    if (!task)
        return;
    image_free(&task->dst);
    free(task->tally);
    free(task);
}
