/* Our kernels for the benchmark against other libraries, as Python calls them through ctypes. */
#ifndef PARALLAX_BENCH_PARALLAX_H
#define PARALLAX_BENCH_PARALLAX_H

#include <stddef.h>
#include <stdint.h>

/* One kernel in one variant with its options, its source and room for its result. */
struct bench_task;

/* The variants of `kernel` that this CPU runs, from slow to fast: the name of number `index`, NULL
 * behind the last. */
const char *bench_variant(const char *kernel, int index);

/* Compiler and flags that the kernels were built with. */
const char *bench_build(void);

/* From now on free() keeps memory in this process, so that no program pays for fresh pages in each
 * of its calls. */
void bench_keep_memory(void);

/* Fills `height` rows `stride` bytes apart with the photograph-like image of the tests. */
void bench_photograph(uint8_t *pixels, ptrdiff_t stride, int width, int height, int channels);

/* `options` is "name=value name=WxH", with choices by name. The source stays the caller's and must
 * outlive the task; 64 bytes behind its last row must be readable. NULL: the kernel, the variant or
 * an option is unknown, or memory is out. */
struct bench_task *bench_task_make(const char *kernel, const char *variant, const char *options,
                                   uint8_t *pixels, ptrdiff_t stride, int width, int height,
                                   int channels);

/* What is timed: plans, allocates scratch, computes all rows, frees scratch and plan. The memory of
 * the result is the task's. Returns 0, or -1 when memory is out. */
int bench_task_run(struct bench_task *task);

/* Width, height and channels of the result. */
void bench_task_shape(const struct bench_task *task, int shape[3]);

/* The result of the last run, rows without gaps: width * height * channels bytes. */
void bench_task_copy(const struct bench_task *task, uint8_t *pixels);

void bench_task_free(struct bench_task *task);

#endif
