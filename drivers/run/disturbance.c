/* What others took from a run while it was measured. */
#include "drivers/run/disturbance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/machine/machine.h"
#include "drivers/machine/quota.h"

void disturbance_read(struct disturbance *disturbance)
{
    disturbance->throttled = quota_throttled("", &disturbance->groups);
    disturbance->process_s = usage_of_process();
    disturbance->companions_s = usage_of_companions();
    disturbance->machine = usage_of_machine();
}

/* What one process tells. */
struct taken {
    char machine[64];
    uint64_t groups;
    int64_t throttled; /* -1: unknown */
    double process_s, companions_s, busy_s, stolen_s;
    int cpus;
    bool first; /* of its machine, of which it tells */
    bool crowded;
};

static struct taken take(const struct team *team, const struct placement *placement,
                         const struct disturbance *before, const struct disturbance *after)
{
    struct taken mine = {.groups = after->groups, .throttled = -1};
    int cores = machine_cores();
    if (before->throttled >= 0 && after->throttled >= before->throttled)
        mine.throttled = after->throttled - before->throttled;
    memcpy(mine.machine, placement->machine, sizeof mine.machine);
    mine.process_s = after->process_s - before->process_s;
    mine.companions_s = fmax(0, after->companions_s - before->companions_s);
    mine.busy_s = after->machine.busy_s - before->machine.busy_s;
    mine.stolen_s = after->machine.stolen_s - before->machine.stolen_s;
    mine.cpus = machine_cpus();
    mine.first = placement->first_of_machine;
    mine.crowded = cores > 0 && placement->machine_ranks * team->threads > cores;
    return mine;
}

static bool is_told(const struct taken *all, int rank)
{
    for (int r = 0; r < rank; ++r)
        if (all[r].groups == all[rank].groups && strcmp(all[r].machine, all[rank].machine) == 0)
            return true;
    return false;
}

static void add_up(const struct taken *all, int ranks, double seconds, struct quality *quality)
{
    double stolen = 0, others = 0, cpus = 0;
    quality->throttled = -1;
    quality->helpers_s = 0;
    quality->crowded = false;
    for (int r = 0; r < ranks; ++r) {
        if (all[r].throttled >= 0 && !is_told(all, r))
            quality->throttled =
                (quality->throttled < 0 ? 0 : quality->throttled) + all[r].throttled;
        quality->crowded = quality->crowded || all[r].crowded;
        others -= all[r].process_s;
        if (!all[r].first)
            continue;
        stolen += all[r].stolen_s;
        others += all[r].busy_s - all[r].companions_s;
        quality->helpers_s += all[r].companions_s;
        cpus += all[r].cpus;
    }
    quality->steal_s = stolen;
    quality->others_s = others > 0 ? others : 0 * others; /* two clocks of other steps; or NaN */
    quality->node_s = seconds * cpus;
}

void disturbance_find(struct team *team, const struct placement *placement,
                      const struct disturbance *before, const struct disturbance *after,
                      double seconds, struct quality *quality)
{
    struct taken mine = take(team, placement, before, after);
    struct taken *all = calloc(team->rank == 0 ? (size_t)team->ranks : 1, sizeof *all);
    quality->throttled = -1;
    quality->steal_s = quality->others_s = quality->node_s = quality->helpers_s = NAN;
    if (team_total(team, !all) == 0) {
        team_collect(team, &mine, sizeof mine, all);
        if (team->rank == 0)
            add_up(all, team->ranks, seconds, quality);
        quality->oversubscribed = placement->oversubscribed;
        quality->one_computes = quality_one_computes(team_lock(team).use);
    }
    free(all);
}
