/* Work that waits, for a network or a disk: threads, processes, event loops. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/claims/claims.h"
#include "drivers/common/number.h"

/* Of the ideal, and of what takes as long: waiting is what the time is, and the rest is little. */
#define IDEAL_SHARE 0.9

static const struct evidence_way threads[] = {
    {.name = "omp", .model = "omp"},
    {.name = "gil", .model = "gil", .lock = "bands"},
    {.name = "Python", .model = "python-threads"},
    {.name = "Python, released", .model = "python-threads-released"},
};
/* What is compared with which threads: of one worker those that are not, in `workers`. */
static const struct other {
    struct evidence_way way;
    int like;  /* in `threads` */
    bool loop; /* one worker does what many do */
} others[] = {
    {{.name = "mpi", .model = "mpi"}, 0, false},
    {{.name = "fork", .model = "fork"}, 0, false},
    {{.name = "Python's pool", .model = "python-pool-fork"}, 2, false},
    {{.name = "an event loop", .model = "serial", .in_flight = 2}, 0, true},
    {{.name = "asyncio", .model = "python-asyncio"}, 2, true},
};

enum { THREADS = sizeof threads / sizeof *threads, OTHERS = sizeof others / sizeof *others };

static bool downloads(const struct run_row *row)
{
    return strcmp(row->mode, "batch") == 0 && strcmp(row->source, "http") == 0;
}

/* Every worker waits for its images one after the other, and for nothing else. */
static double ideal_of(const struct run_row *row, int workers)
{
    return ceil((double)row->images / workers) * row->delay_s;
}

void waits_of_threads(const struct evidence *evidence, struct finding *finding)
{
    const struct evidence_place place =
        evidence_best(evidence, threads, THREADS, evidence_waits, true);
    if (!place.study)
        return;
    const double ideal = ideal_of(place.study->run->row, place.workers);
    evidence_work(place.study, finding->experiment, sizeof finding->experiment);
    snprintf(finding->measure, sizeof finding->measure, "share of the ideal %s s by %d threads",
             number_short(ideal, 3).text, place.workers);
    for (size_t i = 0; i < THREADS; ++i) {
        const struct cell *cell;
        const enum evidence_state state =
            evidence_find(evidence, place.study, &threads[i], place.workers, &cell);
        struct difference share = {0};
        if (state == EVIDENCE_CLEAN) {
            share = difference_mean(cell->logs, cell->used_count);
            share.value = log(ideal) - share.value;
        }
        if (state != EVIDENCE_MISSING)
            finding_test(finding, state, threads[i].name, share, IDEAL_SHARE, true);
    }
    finding_judge(finding);
}

/* Processes are no better where they take as long; a loop does as well where it takes no longer. */
static void compare(const struct evidence *evidence, const struct evidence_place *place,
                    const struct other *other, const char *where, struct finding *finding)
{
    const struct cell *left, *right;
    char name[48];
    enum evidence_state state =
        evidence_find(evidence, place->study, &other->way, other->loop ? 1 : place->workers, &left);
    const enum evidence_state base =
        evidence_find(evidence, place->study, &threads[other->like], place->workers, &right);
    if (state == EVIDENCE_MISSING || base == EVIDENCE_MISSING)
        return;
    state = state < base ? state : base;
    snprintf(name, sizeof name, "%s%s", other->way.name, where);
    finding_test(finding, state, name,
                 state == EVIDENCE_CLEAN ? evidence_ratio(left, right) : (struct difference){0},
                 other->loop ? 1 / IDEAL_SHARE : IDEAL_SHARE, !other->loop);
}

void waits_of_others(const struct evidence *evidence, struct finding *finding)
{
    static const char *const wheres[] = {"", ", downloads"};
    bool (*const takes[])(const struct run_row *) = {evidence_waits, downloads};
    int workers = 0;
    for (size_t k = 0; k < 2; ++k) {
        const struct evidence_place place =
            evidence_best(evidence, threads, THREADS, takes[k], true);
        if (!place.study)
            continue;
        workers = place.workers;
        if (finding->experiment[0] == '\0')
            evidence_work(place.study, finding->experiment, sizeof finding->experiment);
        for (size_t i = 0; i < OTHERS; ++i)
            compare(evidence, &place, &others[i], wheres[k], finding);
    }
    if (workers == 0)
        return;
    snprintf(finding->measure, sizeof finding->measure, "time over that of %d threads", workers);
    finding_judge(finding);
}
