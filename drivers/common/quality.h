/* When a measurement was disturbed: what drivers note and the analysis judges by, once. */
#ifndef PARALLAX_COMMON_QUALITY_H
#define PARALLAX_COMMON_QUALITY_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Of one run; NaN or -1: unknown, which is held against nobody. */
struct quality {
    double cpu_share; /* of the worker that had least of a CPU while it computed: the median of its
                         share over the iterations that count */
    double low_share; /* the same, but a quarter of these iterations had no more */
    double blocked;   /* share of T that workers spent blocked inside units: the same, their mean */
    int64_t throttled;
    double steal_s, others_s; /* CPU time that the host, and other programs, took */
    double worker_s;          /* wall time of all iterations, times the workers */
    double node_s;            /* and times all CPUs of its nodes */
    bool crowded;             /* more workers than cores */
    bool oversubscribed;      /* more workers than usable CPUs */
    double wall_s;            /* of all iterations */
    double helpers_s;  /* CPU time of what is the run's own and no worker: a parent that hands out
                          work, a server on this machine */
    bool one_computes; /* at a time: quality_one_computes() */
};

/* A quiet machine has 0.986 and more, a disturbed one 0.12 to 0.66. */
#define QUALITY_SHARE 0.97

/* Of a run whose threads have one lock of all, by its use as results have it: whether kernels hold
 * it. */
static inline bool quality_one_computes(const char *lock)
{
    return strcmp(lock, "bands") == 0 || strcmp(lock, "calls") == 0;
}

/* Do the workers mostly wait, for a disk, a network, a lock? Then they need no CPU each. Python's
 * do not know how long they wait for its lock. */
static inline bool quality_is_blocked(const struct quality *quality)
{
    return quality->one_computes || quality->blocked >= 0.5; /* false for NaN */
}

/* Does a worker that had this share of a CPU while it computed lack more of its time than is
 * nothing, and than the run's own helpers can have taken from it? Who is blocked half of the time
 * computes for the other half. False for NaN. */
static inline bool quality_lacks_cpu(const struct quality *quality, double share)
{
    const double computing = quality->blocked > 0 ? 1 - quality->blocked : 1;
    const bool helped = quality->helpers_s > 0 && quality->wall_s > 0;
    return (1 - share) * computing >
           1 - QUALITY_SHARE + (helped ? quality->helpers_s / quality->wall_s : 0);
}

/* Did others take so much of the CPUs that the time says more of them than of the program? /proc
 * counts in steps of 10 ms: two of them are nothing. Who uses a fifth of a machine slows down what
 * it does not stop: CPUs share a core, caches and memory. Of workers that share CPUs, since they
 * mostly wait, nobody's own share says whether others disturbed them. Workers that compute without
 * a CPU each take the CPUs from each other. Who comes while a run is under way moves its median as
 * well, and need not stay for half of it. */
static inline bool quality_is_disturbed(const struct quality *quality)
{
    if (quality->oversubscribed && !quality_is_blocked(quality))
        return false;
    if (quality->throttled > 0 || quality->steal_s > 0.02 + 0.03 * quality->worker_s)
        return true;
    if (quality->others_s > 0.02 + 0.2 * quality->node_s)
        return true;
    if (quality->crowded && quality_is_blocked(quality))
        return quality->others_s > 0.02 + 0.1 * quality->node_s;
    return quality_lacks_cpu(quality, quality->cpu_share) ||
           quality_lacks_cpu(quality, quality->low_share);
}

#endif
