/* Threads as Python has them: POSIX threads under one global lock, which is held while computing
 * and given up around reading, writing and waiting. */
#include <stdio.h>
#include <stdlib.h>

#include "drivers/common/exit_code.h"
#include "drivers/models/gil_lock.h"
#include "drivers/models/model.h"
#include "drivers/models/pthreads.h"

static struct {
    struct gil_lock lock;
    bool free_in_kernel, whole_calls;
} gil;

/* The calling thread's part in it. */
static _Thread_local struct {
    bool holds;
    enum stage stage;
} self;

static bool needs_lock(enum stage stage)
{
    switch (stage) {
    case STAGE_DECODE: /* compiled code too, in Pillow for one */
    case STAGE_KERNEL:
    case STAGE_ENCODE:
        return !gil.free_in_kernel;
    case STAGE_PLAN:
    case STAGE_HASH:
        return true;
    default:
        return false;
    }
}

static void give(void)
{
    if (self.holds)
        gil_lock_give(&gil.lock);
    self.holds = false;
}

static void start(struct team *team, const struct wish *wish, int *argc, char ***argv)
{
    const double usual = 0.005;
    gil.free_in_kernel = wish->release_in_kernel > 0;
    gil.whole_calls = wish->hold_in_kernel > 0;
    if (gil_lock_start(&gil.lock, wish->switch_interval > 0 ? wish->switch_interval : usual)) {
        fprintf(stderr, "gil: the system has no lock to give\n");
        exit(EXIT_CONFIG);
    }
    pthreads_start(team, wish, argc, argv);
}

static void stop(struct team *team)
{
    give();
    pthreads_stop(team);
    gil_lock_stop(&gil.lock);
}

struct work {
    unit_fn *unit;
    void *context;
};

/* However a unit ends. */
static void do_unit(void *context, int unit, int worker)
{
    const struct work *work = context;
    work->unit(work->context, unit, worker);
    give();
}

/* Who waits for other threads does not hold it. */
static void loop(struct team *team, const struct schedule *schedule, struct span span,
                 unit_fn *unit, void *context)
{
    struct work work = {unit, context};
    give();
    pthreads_loop(team, schedule, span, do_unit, &work);
}

/* Between two stages, and between two bands of a kernel: all that is done here is to wait. */
static enum stage enter(struct team *team, int worker, enum stage stage)
{
    (void)team;
    bool inside = self.stage == STAGE_KERNEL && stage == STAGE_KERNEL;
    self.stage = stage;
    if (!needs_lock(stage))
        give();
    else if (!self.holds)
        gil_lock_take(&gil.lock, worker);
    else if (!inside || !gil.whole_calls)
        gil_lock_pass(&gil.lock, worker);
    self.holds = needs_lock(stage);
    return STAGE_WAIT;
}

static void say_lock(struct team *team, struct team_lock *lock)
{
    (void)team;
    struct gil_lock_counts counts = gil_lock_counts(&gil.lock);
    lock->use = gil.free_in_kernel ? "kernels" : gil.whole_calls ? "calls" : "bands";
    lock->interval = gil.lock.interval;
    lock->handed = counts.handed;
    lock->handing_s = counts.handing_s;
}

#define AT(member) offsetof(struct wish, member)

static const struct option_entry options[] = {
    {OPTION_SECONDS, "switch-interval", "SECONDS",
     "who waits for the lock asks for it after so long without a change of hands",
     AT(switch_interval), 0.005, 1e-6, 1000, NULL, 0},
    OPTION_LINE_FLAG("release-in-kernel", AT(release_in_kernel), 0,
                     "kernels, decoders and encoders compute without the lock, as in NumPy and "
                     "Pillow"),
    OPTION_LINE_FLAG("hold-in-kernel", AT(hold_in_kernel), 0,
                     "a call of the kernel is never interrupted, as of an extension in C that "
                     "keeps the lock"),
    OPTION_LINE_END,
};

const struct model model_gil = {
    .name = "gil",
    .summary = "POSIX threads under one global interpreter lock, as in Python",
    .imitates = "Python's threads",
    .threads = true,
    .binds = true,
    .call_rows = 16,
    .version = pthreads_version,
    .options = options,
    .start = start,
    .stop = stop,
    .loop = loop,
    .merge = pthreads_merge,
    .stage = enter,
    .lock = say_lock,
};
