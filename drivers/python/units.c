/* Units, step by step, as Python's workers do them. */
#include <stdlib.h>
#include <string.h>

#include "drivers/job/checksum.h"
#include "drivers/machine/affinity.h"
#include "drivers/python/state.h"
#include "kernels/resize/resize.h"

static struct worker *worker_of(int number)
{
    return python_state->job.workers[number];
}

void python_enter(int worker, int stage)
{
    worker_enter(&python_state->team, worker_of(worker), (enum stage)stage);
}

void python_bind(int worker, int process)
{
    affinity_bind_other(process, worker, python_state->team.threads);
}

void python_worker_begin(int worker)
{
    static _Thread_local bool bound;
    if (!bound && python_state->asked->threads)
        affinity_bind(worker, python_state->team.threads);
    bound = true;
    struct testimony *testimony = &python_state->course.iteration.testimonies[worker];
    testimony->before = usage_of_thread();
}

void python_worker_end(int worker)
{
    struct testimony *testimony = &python_state->course.iteration.testimonies[worker];
    testimony->after = usage_of_thread();
    affinity_where(&testimony->place);
}

int python_unit_begin(int worker, int unit)
{
    struct python_state *s = python_state;
    if (atomic_load(&s->team.stop))
        return PYTHON_STOP;
    s->units[worker] = (struct python_unit){.unit = unit};
    s->hash = 0;
    worker_unit_begin(worker_of(worker), unit);
    python_enter(worker, s->natural->pixels ? STAGE_WAIT : STAGE_READ);
    return 0;
}

/* Results stay with this process until the clock stops, where all of them can; not with a child. */
static struct image *place_target(struct python_state *s, struct worker *worker,
                                  struct python_unit *u)
{
    if (s->given_target.pixels)
        return &s->given_target;
    if (s->child || s->job.results.hash_timed)
        return &worker->result;
    u->kept = keep_next(&worker->kept);
    return u->kept ? &u->kept->image : NULL;
}

static int allocate(struct python_state *s, struct worker *worker, const struct python_unit *u)
{
    struct shape shape = u->plan->dst;
    struct area first = {{0, 1}, {0, shape.width}};
    if (worker_reserve_scratch(worker, u->plan->scratch))
        return -1;
    if (u->target != &s->given_target)
        return image_allocate(u->target, shape, area_whole(shape));
    u->target->shape = shape;
    u->target->held = area_whole(shape);
    u->target->stride = (ptrdiff_t)(image_bytes(shape, first) - IMAGE_PADDING);
    return 0;
}

static int load(struct worker *worker, struct python_unit *u, struct failure *failure)
{
    struct python_state *s = python_state;
    struct job *job = &s->job;
    int item = job->inputs.item[u->unit];
    u->target = place_target(s, worker, u);
    if (!u->target)
        return failure_set(failure, "kernel", "memory", "out of memory for a result");
    if (item_load(job, worker, item, &u->source, &u->original, &u->codec, failure))
        return -1;
    worker_enter(&s->team, worker, STAGE_PLAN);
    u->plan = item_plan(job, worker, u->original, u->source->shape, failure);
    if (!u->plan)
        return -1;
    worker_enter(&s->team, worker, STAGE_KERNEL);
    if (allocate(s, worker, u))
        return failure_set(failure, "kernel", "memory", "out of memory for a result of %d x %d",
                           u->plan->dst.width, u->plan->dst.height);
    if (!u->kept) /* what the buffer holds of another unit must not pass for this one */
        keep_poison_rows(u->target);
    return kernel_rows(job->kernel, u->plan, 0);
}

static void fail(int number, const struct failure *failure)
{
    struct job *job = &python_state->job;
    struct python_unit *u = &python_state->units[number];
    item_fail(job, worker_of(number), job->inputs.item[u->unit], failure);
    worker_unit_end(&python_state->team, worker_of(number));
    u->unit = -1;
    u->failure = *failure;
}

int python_unit_load(int worker, const void *data, size_t size)
{
    struct python_unit *u = &python_state->units[worker];
    struct failure failure;
    u->data = data;
    u->size = size;
    int rows = load(worker_of(worker), u, &failure);
    u->data = NULL; /* Python may forget it now */
    if (rows < 0) {
        fail(worker, &failure);
        return PYTHON_FAILED;
    }
    python_enter(worker, STAGE_WAIT);
    return rows;
}

void python_unit_rows(int worker, int begin, int end)
{
    const struct python_state *s = python_state;
    const struct python_unit *u = &s->units[worker];
    struct worker *w = worker_of(worker);
    const struct band band = {{begin, end}, NULL, w->tally, w->scratch};
    python_enter(worker, STAGE_KERNEL);
    s->job.variant->run[0](u->plan, u->source, u->target, &band);
    python_enter(worker, STAGE_WAIT);
}

void python_unit_end(int worker)
{
    struct python_state *s = python_state;
    struct job *job = &s->job;
    struct python_unit *u = &s->units[worker];
    struct worker *w = worker_of(worker);
    uint64_t hash = 0;
    if (job->results.hash_timed && job->sink->hashes) {
        python_enter(worker, STAGE_HASH);
        hash = checksum_rows(u->target, u->target->held.rows, job->inputs.item[u->unit]);
    }
    if (u->kept) {
        u->kept->unit = u->unit;
        u->kept->maker = worker;
        u->kept->tally_hash = 0;
        ++w->kept.count;
    }
    job->results.hash[u->unit] = s->hash = hash;
    job->results.done[u->unit] = 1;
    ++w->units;
    w->pixels += (int64_t)u->original.width * u->original.height;
    worker_unit_end(&s->team, w);
    u->unit = -1;
}

void python_unit_fail(int worker, const char *code, const char *message)
{
    struct failure failure;
    failure_set(&failure, "read", python_code(code), "%s", message);
    fail(worker, &failure);
}

const char *python_filter(void)
{
    return filter_names[(int)python_state->options.value[RESIZE_FILTER]];
}

static struct python_view view_of(const struct image *image)
{
    return (struct python_view){.pixels = image->pixels,
                                .stride = image->stride,
                                .bytes = image_bytes(image->shape, image->held),
                                .width = image->shape.width,
                                .height = image->shape.height,
                                .channels = image->shape.channels};
}

void python_unit_views(int worker, struct python_view *source, struct python_view *target)
{
    *source = view_of(python_state->units[worker].source);
    *target = view_of(python_state->units[worker].target);
}

int python_unit_axis(int worker, int axis, const int **start, const int **count,
                     const int16_t **weight, int *taps, int *order)
{
    const struct resize_tables *tables = python_state->units[worker].plan->tables;
    const struct filter_axis *a = axis ? &tables->y : &tables->x;
    *start = a->start;
    *count = a->count;
    *weight = a->weight;
    *taps = a->taps;
    *order = tables->nearest          ? PYTHON_COPY
             : tables->vertical_first ? PYTHON_Y_FIRST
                                      : PYTHON_X_FIRST;
    return a->size;
}

int python_source_view(int unit, struct python_view *view)
{
    const struct python_state *s = python_state;
    const struct image *image;
    struct failure failure;
    int item = s->job.inputs.item[unit] % s->job.inputs.list.count;
    if (!s->natural->pixels ||
        s->natural->pixels(s->job.inputs.source_state, 0, item, &image, &failure))
        return -1;
    *view = view_of(image);
    return 0;
}
