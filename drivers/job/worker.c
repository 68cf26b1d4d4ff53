/* One worker of a process. */
#include "drivers/job/worker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void *allocate_aligned(size_t size)
{
    size = (size + 63) & ~(size_t)63;
    void *memory = aligned_alloc(64, size ? size : 64);
    if (memory)
        memset(memory, 0, size ? size : 64);
    return memory;
}

struct worker *worker_create(int number, const struct kernel *kernel)
{
    struct worker *worker = allocate_aligned(sizeof *worker);
    if (!worker)
        return NULL;
    worker->number = number;
    worker->tally = allocate_aligned(kernel->tallies * sizeof *worker->tally);
    worker->total = allocate_aligned(kernel->tallies * sizeof *worker->total);
    if (!worker->tally || !worker->total) {
        worker_destroy(worker);
        return NULL;
    }
    return worker;
}

void worker_destroy(struct worker *worker)
{
    if (!worker)
        return;
    image_free(&worker->source);
    image_free(&worker->result);
    image_free(&worker->again);
    picture_free(&worker->picture);
    keep_free(&worker->kept);
    ahead_close(&worker->ahead);
    reader_free(&worker->reader);
    bytes_free(&worker->file);
    bytes_free(&worker->encoded);
    free(worker->scratch);
    free(worker->tally);
    free(worker->total);
    free(worker->failed);
    free(worker);
}

void worker_reset(struct worker *worker)
{
    memset(worker->seconds, 0, sizeof worker->seconds);
    worker->stage = STAGE_NONE;
    worker->since = timer_now();
    cpu_watch_reset(&worker->watch);
    worker->first_unit_s = NAN;
    timeline_reset(&worker->timeline);
    worker->units = worker->pixels = worker->bytes_read = worker->bytes_written = 0;
    memset(worker->notes, 0, sizeof worker->notes);
    worker->kept.count = 0;
    worker->checking_s = 0;
    worker->checked = worker->wrong = 0;
    worker->failed_count = 0;
}

/* Of this iteration so far: for other workers, their messages or their locks. */
static double waited(const struct worker *worker)
{
    return worker->seconds[STAGE_WAIT] + worker->seconds[STAGE_COMM];
}

void worker_unit_begin(struct worker *worker, int unit)
{
    double now = timer_now();
    worker->seconds[worker->stage] += now - worker->since;
    worker->stage = STAGE_NONE;
    worker->since = now;
    if (isnan(worker->first_unit_s))
        worker->first_unit_s = now - worker->began;
    worker->now = (struct timeline_span){.unit = unit, .units = 1, .begin = now - worker->began};
    worker->waited_s = waited(worker);
    cpu_watch_unit_begin(&worker->watch, now);
}

void worker_unit_end(struct team *team, struct worker *worker)
{
    worker_enter(team, worker, STAGE_WAIT);
    cpu_watch_unit_end(&worker->watch, worker->since);
    worker->now.end = worker->since - worker->began;
    worker->now.busy = worker->now.end - worker->now.begin - (waited(worker) - worker->waited_s);
    timeline_add(&worker->timeline, &worker->now);
}

int worker_reserve_scratch(struct worker *worker, size_t size)
{
    if (size <= worker->scratch_size)
        return 0;
    free(worker->scratch);
    worker->scratch_size = 0;
    worker->scratch = allocate_aligned(size);
    if (!worker->scratch)
        return -1;
    worker->scratch_size = size;
    return 0;
}

void worker_note(struct worker *worker, enum note_kind kind, const char *path, const char *what)
{
    struct note *note = &worker->notes[kind];
    if (note->count++ == 0)
        *note = (struct note){1, path, what};
}

void worker_fail(struct worker *worker, int item, const struct failure *failure)
{
    if (worker->failed_count == worker->failed_capacity) {
        int capacity = worker->failed_capacity ? 2 * worker->failed_capacity : 16;
        struct failed_item *larger =
            realloc(worker->failed, (size_t)capacity * sizeof *worker->failed);
        if (!larger)
            return;
        worker->failed = larger;
        worker->failed_capacity = capacity;
    }
    worker->failed[worker->failed_count++] = (struct failed_item){item, *failure};
}
