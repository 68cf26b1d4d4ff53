/* Images that are decoded, computed and checked strip by strip. */
#include "drivers/job/strips.h"

#include <string.h>

#include "drivers/job/call.h"
#include "drivers/job/check.h"

enum {
    SMALL = 256 << 10, /* bytes of source that a strip adds at least: half of a usual cache */
    GROUP = 8          /* rows that kernels like to compute together divide it */
};

static struct range rows_of(const struct plan *plan, const struct strips *strips, int begin)
{
    int left = plan->dst.height - begin;
    return (struct range){begin, begin + (left < strips->rows ? left : strips->rows)};
}

/* Source rows, whole in width: what is decoded is not cut. */
static struct range needed(const struct job *job, const struct plan *plan, struct range rows)
{
    return job->kernel->needs(plan, 0, rows).rows;
}

bool strips_choose(const struct job *job, const struct plan *plan, struct strips *strips)
{
    const struct kernel *kernel = job->kernel;
    int height = plan->dst.height, middle = height / 2;
    if (kernel_passes(kernel) > 1 || kernel->tallies || kernel_rows(kernel, plan, 0) != height)
        return false;
    /* Each strip adds at least as many rows as it shares with the one before. */
    struct area line = {{0, 1}, {0, plan->src.width}};
    double shared = range_count(needed(job, plan, (struct range){middle, middle + 1}));
    double small = SMALL / (double)image_bytes(plan->src, line);
    double rows = (shared > small ? shared : small) * height / plan->src.height;
    if (rows + GROUP > height / 2)
        return false;
    *strips = (struct strips){((int)rows / GROUP + 1) * GROUP, 0};
    for (int begin = 0; begin < height; begin += strips->rows) {
        int count = range_count(needed(job, plan, rows_of(plan, strips, begin)));
        strips->holds = count > strips->holds ? count : strips->holds;
    }
    return strips->holds <= plan->src.height / 2;
}

/* The buffer on its way down. */
struct window {
    struct job *job;
    struct worker *worker;
    struct image *image; /* image->held: what it holds, of as many rows as fit */
    int holds, next;     /* rows that fit; to be decoded next */
};

/* Decodes up to `end`, into the place of rows from `begin` on. */
static int fill(struct window *window, int begin, int end, struct failure *failure)
{
    struct image *image = window->image;
    image->held.rows = (struct range){begin, end};
    struct range rows = {window->next, end};
    window->next = end;
    memset(image_row(image, end), 0, IMAGE_PADDING); /* as behind the last row of any image */
    if (range_count(rows) == 0)
        return 0;
    if (reader_rows(&window->worker->reader, rows, image, failure))
        return -1;
    picture_finish_rows(&window->worker->picture, image, rows);
    return 0;
}

/* Decodes rows that nothing needs. */
static int skip(struct window *window, int end, struct failure *failure)
{
    while (window->next < end) {
        int left = end - window->next, count = left < window->holds ? left : window->holds;
        if (fill(window, window->next, window->next + count, failure))
            return -1;
    }
    return 0;
}

/* Makes the window hold these rows, of which none is above those of the call before. */
static int move(struct window *window, struct range rows, struct failure *failure)
{
    struct image *image = window->image;
    if (skip(window, rows.begin, failure))
        return -1;
    size_t kept = (size_t)(window->next - rows.begin);
    if (kept && rows.begin > image->held.rows.begin)
        memmove(image->pixels, image_row(image, rows.begin), kept * (size_t)image->stride);
    return fill(window, rows.begin, rows.end > window->next ? rows.end : window->next, failure);
}

static int compute_strip(struct window *window, const struct plan *plan, struct range rows,
                         struct image *dst, struct failure *failure)
{
    struct job *job = window->job;
    struct worker *worker = window->worker;
    const struct band band = {rows, NULL, worker->tally, worker->scratch};
    worker_enter(job->team, worker, STAGE_DECODE);
    if (move(window, needed(job, plan, rows), failure))
        return -1;
    worker_enter(job->team, worker, STAGE_KERNEL);
    call_kernel(job, worker, 0, plan, window->image, dst, &band);
    return 0;
}

static int make_window(struct window *window, const struct item_source *source,
                       struct failure *failure)
{
    struct shape shape = source->rows.shape;
    struct area held = {{0, window->holds}, {0, shape.width}};
    if (image_allocate(window->image, shape, held))
        return failure_set(failure, "decode", "memory", "no memory for its pixels");
    image_clear_ends(window->image);
    return 0;
}

int strips_compute(struct job *job, struct worker *worker, int unit, const struct plan *plan,
                   const struct item_source *source, const struct strips *strips, struct image *dst,
                   struct failure *failure)
{
    struct window window = {job, worker, &worker->source, strips->holds, 0};
    struct check_strips check;
    if (worker_reserve_scratch(worker, plan->scratch))
        return failure_set(failure, "kernel", "memory", "out of memory for a result of %d x %d",
                           plan->dst.width, plan->dst.height);
    if (make_window(&window, source, failure))
        return -1;
    check_strips_begin(job, worker, unit, source->original, plan->src, &check);
    for (int begin = 0; begin < plan->dst.height; begin += strips->rows) {
        struct range rows = rows_of(plan, strips, begin);
        if (compute_strip(&window, plan, rows, dst, failure))
            return -1;
        check_strips_rows(job, worker, &check, window.image, dst, rows);
    }
    worker_enter(job->team, worker, STAGE_DECODE);
    return skip(&window, plan->src.height, failure) ? -1
                                                    : check_strips_end(worker, &check, failure);
}
