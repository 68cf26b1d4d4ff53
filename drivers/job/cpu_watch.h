/* How much of the wall time of a worker's stages it had a CPU: read in some of its units only,
 * since a thread's CPU clock is a system call. */
#ifndef PARALLAX_JOB_CPU_WATCH_H
#define PARALLAX_JOB_CPU_WATCH_H

#include <stdbool.h>

#include "drivers/common/stage.h"

/* What can be told of a stage by its CPU time. Computing: it should have a CPU all the time.
 * Waiting: for a disk, a network, a lock. Neither: writing, and what is between stages. */
enum cpu_watch_kind { WATCH_NEITHER, WATCH_COMPUTING, WATCH_WAITING, WATCH_KINDS };

/* Of one worker; touched by its own thread alone. Zero-filled is a valid beginning. */
struct cpu_watch {
    bool inside;      /* a unit is in hand */
    bool on;          /* and the CPU clock is read in it */
    int skip;         /* so many units more without it */
    double reading_s; /* what a reading costs; 0: assumed */

    double unit_began, cpu_since;
    double readings, watched_s; /* of all units that it was read in, since the start of the run */

    /* Of one iteration: wall and CPU time of the stages of watched units; and the wall time of
     * waiting stages in all units. */
    double wall_s[WATCH_KINDS], cpu_s[WATCH_KINDS], waiting_s;
};

enum cpu_watch_kind cpu_watch_kind_of(enum stage stage);

/* A unit begins, or ends, at `now`. It is watched if so many others were not that the readings cost
 * less than 0.5 % of the time in units. */
void cpu_watch_unit_begin(struct cpu_watch *watch, double now);
void cpu_watch_unit_end(struct cpu_watch *watch, double now);

/* Inside a unit: a stage ended that took `seconds`. */
void cpu_watch_stage(struct cpu_watch *watch, enum stage stage, double seconds);

void cpu_watch_reset(struct cpu_watch *watch); /* before an iteration */

/* Of the iteration, as far as it was watched: CPU time over wall time of the computing stages in
 * watched units; NaN: there was none. */
double cpu_watch_share(const struct cpu_watch *watch);

/* Of the iteration: seconds inside units that the worker neither computed nor had a CPU: the
 * waiting stages of all units, by what the watched ones had of it. NaN: unknown. */
double cpu_watch_blocked(const struct cpu_watch *watch);

/* What that share cannot exceed by `cpu_s`, the CPU time of the whole iteration, with the wall time
 * seconds[STAGES] of its stages: where a worker lost its CPU for long in a unit that was not
 * watched, this tells. One that is `alone` waits for nobody, so what it spends between its units is
 * computing as well. NaN: nothing is told, since there was more CPU time than that, of spinning for
 * others or of reading. */
double cpu_watch_share_at_most(const struct cpu_watch *watch, const double *seconds, double cpu_s,
                               bool alone);

#endif
