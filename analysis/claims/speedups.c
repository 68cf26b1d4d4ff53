/* Does computing get faster by more workers: threads under a lock, threads without one, processes?
 */
#include <math.h>
#include <stdio.h>

#include "analysis/claims/claims.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

/* Those that hold the lock of all while they compute; those that do not; processes. */
static const struct evidence_way locked[] = {
    {.name = "gil", .model = "gil", .lock = "bands"},
    {.name = "gil, calls that keep it", .model = "gil", .lock = "calls"},
    {.name = "Python", .model = "python-threads"},
    {.name = "Python, an image a call", .model = "python-threads-whole"},
};
static const struct evidence_way unlocked[] = {
    {.name = "omp", .model = "omp"},
    {.name = "gil, released", .model = "gil", .lock = "kernels"},
    {.name = "Python, released", .model = "python-threads-released"},
    {.name = "Python's executor", .model = "python-futures-threads"},
};
static const struct evidence_way processes[] = {
    {.name = "mpi", .model = "mpi"},
    {.name = "fork, pipe", .model = "fork", .transfer = "pipe"},
    {.name = "fork, shared memory", .model = "fork", .transfer = "shared"},
    {.name = "Python's pool, pickled", .model = "python-pool-fork"},
    {.name = "Python's, shared memory", .model = "python-shared-fork"},
    {.name = "Python's executor, pickled", .model = "python-futures-pool"},
};
static const struct evidence_way serial = {.name = "serial", .model = "serial"};
static const struct evidence_way apart = {.name = "copies", .model = "copies"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What the machine allows: processes that know nothing of each other. */
static void say_ceiling(const struct evidence *evidence, const struct evidence_place *place,
                        struct finding *finding)
{
    const struct cell *one, *all;
    if (finding->count == 0 ||
        evidence_find(evidence, place->study, &serial, 1, &one) != EVIDENCE_CLEAN ||
        evidence_find(evidence, place->study, &apart, place->workers, &all) != EVIDENCE_CLEAN)
        return;
    finding_say(finding, "the machine allows %s",
                number_short(exp(evidence_ratio(one, all).value), 3).text);
}

/* A way's speedup is against itself with one worker, so that it tells of the workers alone. */
static void measure(const struct evidence *evidence, const struct evidence_place *place,
                    const struct evidence_way *way, bool above, struct finding *finding)
{
    const struct cell *one, *all;
    const enum evidence_state first = evidence_find(evidence, place->study, way, 1, &one);
    const enum evidence_state second =
        evidence_find(evidence, place->study, way, place->workers, &all);
    if (first == EVIDENCE_MISSING || second == EVIDENCE_MISSING)
        return;
    const enum evidence_state state = first < second ? first : second;
    finding_test(finding, state, way->name,
                 state == EVIDENCE_CLEAN ? evidence_ratio(one, all) : (struct difference){0},
                 1 + FINDING_MARGIN, above);
}

static struct evidence_place compare(const struct evidence *evidence,
                                     const struct evidence_way *ways, size_t count, bool above,
                                     struct finding *finding)
{
    const struct evidence_place place =
        evidence_best(evidence, ways, count, evidence_computes, false);
    if (!place.study)
        return place;
    evidence_work(place.study, finding->experiment, sizeof finding->experiment);
    snprintf(finding->measure, sizeof finding->measure, "speedup by %d workers", place.workers);
    for (size_t i = 0; i < count; ++i)
        measure(evidence, &place, &ways[i], above, finding);
    finding_judge(finding);
    return place;
}

void speedups_under_lock(const struct evidence *evidence, struct finding *finding)
{
    compare(evidence, locked, COUNT(locked), false, finding);
}

void speedups_of_threads(const struct evidence *evidence, struct finding *finding)
{
    const struct evidence_place place = compare(evidence, unlocked, COUNT(unlocked), true, finding);
    if (place.study)
        say_ceiling(evidence, &place, finding);
}

void speedups_of_processes(const struct evidence *evidence, struct finding *finding)
{
    const struct evidence_place place =
        compare(evidence, processes, COUNT(processes), true, finding);
    if (place.study)
        say_ceiling(evidence, &place, finding);
}
