/* How much of the wall time of a worker's stages it had a CPU. */
#include "drivers/job/cpu_watch.h"

#include <math.h>
#include <string.h>

#include "drivers/common/timer.h"

static const double COST_MAX = 0.004;       /* of the time in units */
static const double READING_ASSUMED = 5e-7; /* seconds */
static const double SKIP_MAX = 1000000;

enum cpu_watch_kind cpu_watch_kind_of(enum stage stage)
{
    static const enum cpu_watch_kind kinds[STAGES] = {
        [STAGE_PLAN] = WATCH_COMPUTING,   [STAGE_DECODE] = WATCH_COMPUTING,
        [STAGE_KERNEL] = WATCH_COMPUTING, [STAGE_HASH] = WATCH_COMPUTING,
        [STAGE_ENCODE] = WATCH_COMPUTING, [STAGE_READ] = WATCH_WAITING,
        [STAGE_COMM] = WATCH_WAITING,     [STAGE_WAIT] = WATCH_WAITING,
    };
    return kinds[stage];
}

static double read_clock(struct cpu_watch *watch)
{
    ++watch->readings;
    return timer_thread_cpu();
}

void cpu_watch_unit_begin(struct cpu_watch *watch, double now)
{
    watch->inside = true;
    watch->on = watch->skip == 0;
    if (!watch->on) {
        --watch->skip;
        return;
    }
    watch->unit_began = now;
    watch->cpu_since = read_clock(watch);
}

void cpu_watch_unit_end(struct cpu_watch *watch, double now)
{
    watch->inside = false;
    if (!watch->on)
        return;
    watch->on = false;
    watch->watched_s += now - watch->unit_began;
    double cost = watch->readings * (watch->reading_s > 0 ? watch->reading_s : READING_ASSUMED);
    double every = cost / (COST_MAX * watch->watched_s); /* NaN, infinite: a clock that stands */
    watch->skip = every < SKIP_MAX ? (int)every : (int)SKIP_MAX;
}

void cpu_watch_stage(struct cpu_watch *watch, enum stage stage, double seconds)
{
    enum cpu_watch_kind kind = cpu_watch_kind_of(stage);
    if (kind == WATCH_WAITING)
        watch->waiting_s += seconds;
    if (!watch->on)
        return;
    double cpu = read_clock(watch);
    watch->wall_s[kind] += seconds;
    watch->cpu_s[kind] += cpu - watch->cpu_since;
    watch->cpu_since = cpu;
}

void cpu_watch_reset(struct cpu_watch *watch)
{
    memset(watch->wall_s, 0, sizeof watch->wall_s);
    memset(watch->cpu_s, 0, sizeof watch->cpu_s);
    watch->waiting_s = 0;
    watch->inside = watch->on = false;
}

double cpu_watch_share(const struct cpu_watch *watch)
{
    double wall = watch->wall_s[WATCH_COMPUTING];
    return wall > 0 ? watch->cpu_s[WATCH_COMPUTING] / wall : NAN;
}

double cpu_watch_blocked(const struct cpu_watch *watch)
{
    double wall = watch->wall_s[WATCH_WAITING];
    if (watch->waiting_s <= 0)
        return 0;
    return wall > 0 ? watch->waiting_s * fmax(0, 1 - watch->cpu_s[WATCH_WAITING] / wall) : NAN;
}

double cpu_watch_share_at_most(const struct cpu_watch *watch, const double *seconds, double cpu_s,
                               bool alone)
{
    double wall_s[WATCH_KINDS] = {0};
    for (int stage = 0; stage < STAGES; ++stage)
        wall_s[cpu_watch_kind_of(stage)] += seconds[stage];
    double wall = wall_s[WATCH_COMPUTING];
    if (alone)
        wall += fmax(0, wall_s[WATCH_WAITING] - watch->waiting_s);
    return cpu_s < wall ? cpu_s / wall : NAN;
}
