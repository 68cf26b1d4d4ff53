/* Counts that workers share: what is lost without care, and what care costs. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/claims/claims.h"
#include "analysis/numbers/proportion.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

struct trials {
    size_t count, lossy;
    double lost, added; /* updates, of those that lost some */
    const struct study *study;
    int workers;
};

static void look_at(const struct run *run, struct trials *trials)
{
    int64_t lost = -1;
    if (strcmp(run->row->sharing, "racy") != 0 || strcmp(run->row->status, "complete") != 0)
        return;
    for (size_t i = 0; i < run->sample_count; ++i) {
        const struct sample_row *sample = run->samples[i];
        lost = sample->lost_updates > lost ? sample->lost_updates : lost;
    }
    if (lost < 0)
        return;
    ++trials->count;
    trials->lossy += lost > 0 ? 1 : 0;
    trials->workers = run->row->ranks * run->row->threads;
    if (lost > 0) {
        trials->lost += (double)lost;
        trials->added +=
            (double)run->row->pixels * (run->row->channels > 0 ? run->row->channels : 1);
    }
}

static struct trials count_trials(const struct cells *cells)
{
    struct trials trials = {.count = 0};
    for (size_t i = 0; i < cells->cell_count; ++i) {
        const size_t before = trials.count;
        for (size_t k = 0; k < cells->cells[i].run_count; ++k)
            look_at(cells->cells[i].runs[k], &trials);
        if (trials.count > before)
            trials.study = &cells->studies[cells->cells[i].study];
    }
    return trials;
}

void sharing_without_care(const struct evidence *evidence, struct finding *finding)
{
    const struct trials trials = count_trials(evidence->cells);
    if (trials.count == 0)
        return;
    evidence_work(trials.study, finding->experiment, sizeof finding->experiment);
    snprintf(finding->measure, sizeof finding->measure, "share of %zu runs that lost updates",
             trials.count);
    finding->effect = proportion_interval(trials.lossy, trials.count);
    struct finding_test *test = &finding->tests[finding->count++];
    *test =
        (struct finding_test){.effect = {NAN, NAN, NAN}, .value = finding->effect, .above = true};
    snprintf(test->way, sizeof test->way, "%d workers", trials.workers);
    if (trials.lossy > 0)
        finding_say(finding, "%s %% of all updates",
                    number_short(100 * trials.lost / trials.added, 3).text);
    if (trials.count < ESTIMATE_RUNS_MIN) {
        finding_say(finding, "fewer than %d runs", ESTIMATE_RUNS_MIN);
    } else if (trials.lossy > 0 && trials.lossy < trials.count) {
        finding->verdict = FINDING_DEPENDS;
        finding_say(finding, "on chance: %zu of %zu runs lost none", trials.count - trials.lossy,
                    trials.count);
    } else {
        test->answer = trials.lossy > 0 ? FINDING_YES : FINDING_NO;
        finding->verdict = trials.lossy > 0 ? FINDING_HOLDS : FINDING_FAILS;
    }
}

static bool splits(const struct run_row *row)
{
    return strcmp(row->mode, "split") == 0;
}

/* Of threads and of processes; what all are compared with is each worker's own counts. */
static const struct evidence_way own[] = {{.model = "omp", .sharing = "private"},
                                          {.model = "mpi", .sharing = "private"},
                                          {.model = "fork", .sharing = "private"}};
static const struct evidence_way shared[] = {
    {.name = "atomic adds", .model = "omp", .sharing = "atomic"},
    {.name = "a lock", .model = "omp", .sharing = "lock"},
    {.name = "a critical section", .model = "omp", .sharing = "critical"},
    {.name = "mpi, accumulate", .model = "mpi", .sharing = "accumulate"},
    {.name = "mpi, fetch-and-op", .model = "mpi", .sharing = "fetch-op"},
    {.name = "mpi, a lock", .model = "mpi", .sharing = "lock"},
    {.name = "fork, a mutex", .model = "fork", .sharing = "mutex"},
    {.name = "fork, a condition", .model = "fork", .sharing = "condition"},
    {.name = "fork, a semaphore", .model = "fork", .sharing = "semaphore"},
    {.name = "fork, atomic adds", .model = "fork", .sharing = "atomic"},
};

static void measure(const struct evidence *evidence, const struct evidence_place *place,
                    const struct evidence_way *way, struct finding *finding)
{
    const struct cell *cell, *base = NULL;
    const enum evidence_state state =
        evidence_find(evidence, place->study, way, place->workers, &cell);
    enum evidence_state based = EVIDENCE_MISSING;
    for (size_t i = 0; i < sizeof own / sizeof *own; ++i)
        if (strcmp(own[i].model, way->model) == 0)
            based = evidence_find(evidence, place->study, &own[i], place->workers, &base);
    if (state == EVIDENCE_MISSING || based == EVIDENCE_MISSING)
        return;
    const enum evidence_state worse = state < based ? state : based;
    finding_test(finding, worse, way->name,
                 worse == EVIDENCE_CLEAN ? evidence_ratio(cell, base) : (struct difference){0},
                 1 + FINDING_MARGIN, true);
}

void sharing_with_locks(const struct evidence *evidence, struct finding *finding)
{
    enum { SHARED = sizeof shared / sizeof *shared };
    const struct evidence_place place = evidence_best(evidence, shared, SHARED, splits, false);
    if (!place.study)
        return;
    evidence_work(place.study, finding->experiment, sizeof finding->experiment);
    snprintf(finding->measure, sizeof finding->measure, "time over that with counts of one's own");
    for (size_t i = 0; i < SHARED; ++i)
        measure(evidence, &place, &shared[i], finding);
    finding_judge(finding);
}
