/* One worker of a process: its clock, its buffers, what it did and what failed. */
#ifndef PARALLAX_JOB_WORKER_H
#define PARALLAX_JOB_WORKER_H

#include "drivers/common/failure.h"
#include "drivers/common/timer.h"
#include "drivers/io/bytes.h"
#include "drivers/io/codecs/reader.h"
#include "drivers/job/ahead.h"
#include "drivers/job/cpu_watch.h"
#include "drivers/job/keep.h"
#include "drivers/job/picture.h"
#include "drivers/job/plans.h"
#include "drivers/job/timeline.h"
#include "drivers/models/model.h"
#include "kernels/kernel.h"

struct failed_item {
    int item;
    struct failure failure;
};

/* What is told of images that were done all the same. */
enum note_kind {
    NOTE_NAMES,    /* content that is not what the extension says */
    NOTE_METADATA, /* metadata that were passed over */
    NOTE_PAGES,    /* more pages or frames than the one that was read */
    NOTES
};

/* How many images there were of a kind; of the first of them the path, and what was found. */
struct note {
    int64_t count;
    const char *path, *what;
};

/* Only its own thread touches a worker while units run; the main thread between the phases. Each
 * has cache lines of its own (worker_create()). */
struct worker {
    int number;
    int unit; /* begun last */

    double seconds[STAGES]; /* of this iteration */
    enum stage stage;
    double since;             /* when it entered `stage` */
    struct cpu_watch watch;   /* whether it had a CPU */
    double first_unit_s;      /* of this iteration, from its beginning; NaN: none */
    struct timeline timeline; /* of this iteration */
    struct timeline_span now; /* the unit in hand */
    double waited_s;          /* for others in this iteration, before that unit */
    struct ahead ahead;
    int64_t units, bytes_read, bytes_written;
    int64_t pixels;           /* of the sources, as stored */
    int64_t plans_built;      /* since the start of the run */
    struct note notes[NOTES]; /* of this iteration */

    struct plans plans, reference_plans;
    struct image source, result; /* decoded; computed, where results are not kept */
    struct image again;          /* recomputed, in whole or in part */
    /* Results of this iteration's units, in the order that it did them in. The k-th always goes to
     * the k-th buffer, which this worker touched first: what a worker works on is its own, whether
     * it is a thread or a process. */
    struct kept_list kept;
    struct bytes file, encoded;
    struct reader reader;         /* of `file` */
    struct decode_options decode; /* as it was opened, with the memory that is left for it */
    struct picture picture;       /* in `file` */
    void *scratch;
    size_t scratch_size;
    uint64_t *tally, *total; /* kernel->tallies each */
    uint64_t counted;        /* SHARING_RACY: what it has added to the tally of all */

    double began, checking_s; /* the iteration; of it, spent on checks at once */
    int64_t checked, wrong;   /* units, or with split rows, that were recomputed at once */

    struct failed_item *failed; /* of this iteration */
    int failed_count, failed_capacity;
};

/* Allocates a worker, cache-aligned, zeroed, with tallies; NULL when out of memory. */
struct worker *worker_create(int number, const struct kernel *kernel);
void worker_destroy(struct worker *worker);

/* Ends the stage the worker is in, begins `stage`: one reading of the clock, and another one where
 * the model has something to do in between, whose time belongs to the stage that it names. */
static inline void worker_enter(struct team *team, struct worker *worker, enum stage stage)
{
    double now = timer_now(), spent = now - worker->since;
    worker->seconds[worker->stage] += spent;
    if (worker->watch.inside)
        cpu_watch_stage(&worker->watch, worker->stage, spent);
    worker->stage = stage; /* also while it waits for the model: the watchdog looks at it */
    worker->since = now;
    if (team->model->stage) {
        enum stage between = team_stage(team, worker->number, stage);
        double before = now;
        now = timer_now();
        worker->seconds[between] += now - before;
        if (worker->watch.inside)
            cpu_watch_stage(&worker->watch, between, now - before);
        worker->since = now;
    }
}

/* Around all that a worker does for a unit: before its first stage, and after the last, from where
 * on it waits. Its timeline calls it `unit`. */
void worker_unit_begin(struct worker *worker, int unit);
void worker_unit_end(struct team *team, struct worker *worker);

/* Zeroes what belongs to one iteration. */
void worker_reset(struct worker *worker);

/* At least `size` bytes of 64-byte aligned scratch; 0, or -1 when out of memory. */
int worker_reserve_scratch(struct worker *worker, size_t size);

/* Notes that an image was done, and something is to be told of it. Both texts must stay. */
void worker_note(struct worker *worker, enum note_kind kind, const char *path, const char *what);

/* Notes that `item` failed; when out of memory it is counted but not listed. */
void worker_fail(struct worker *worker, int item, const struct failure *failure);

#endif
