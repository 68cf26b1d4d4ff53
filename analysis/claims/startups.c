/* From how many small tasks on do processes gain what starting them costs? */
#include <math.h>
#include <stdio.h>

#include "analysis/claims/claims.h"
#include "analysis/claims/evidence_over.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

static const struct evidence_way serial = {.name = "serial", .model = "serial"};
static const struct evidence_way processes[] = {
    {.name = "fork", .model = "fork"},
    {.name = "mpi", .model = "mpi"},
    {.name = "Python's pool", .model = "python-pool-fork"},
};
/* Whose root is told beside: they start as well. */
static const struct evidence_way threads = {.name = "threads", .model = "omp"};

enum { WAYS = sizeof processes / sizeof *processes };

/* Clean cells of a way and of the serial program at the sizes where both are. */
struct pairs {
    double x[EVIDENCE_OVER_MAX];
    const struct cell *many[EVIDENCE_OVER_MAX], *one[EVIDENCE_OVER_MAX];
    size_t count;
    enum evidence_state least; /* of the smallest size: that is tested */
};

static void collect(const struct evidence *evidence, const struct evidence_over *line,
                    const struct evidence_way *way, int workers, struct pairs *pairs)
{
    *pairs = (struct pairs){.least = EVIDENCE_MISSING};
    for (size_t i = 0; i < line->count; ++i) {
        const struct cell *many, *one;
        enum evidence_state state = evidence_find(evidence, line->studies[i], way, workers, &many);
        const enum evidence_state base =
            evidence_find(evidence, line->studies[i], &serial, 1, &one);
        state = state < base ? state : base;
        if (state == EVIDENCE_CLEAN) {
            pairs->many[pairs->count] = many;
            pairs->one[pairs->count] = one;
            pairs->x[pairs->count++] = line->x[i];
        }
        if (i == 0)
            pairs->least = state;
    }
}

/* "fork from 34 images on" */
static void say_root(const struct crossover *crossover, const char *name, double largest,
                     struct finding *finding)
{
    if (crossover->answer == CROSSOVER_ONE && crossover->before > 0) {
        char range[64];
        text_interval(range, sizeof range, crossover->roots[0].low, crossover->roots[0].high, 3);
        finding_say(finding, "%s gains from %s images on %s", name,
                    number_short(crossover->roots[0].value, 3).text, range);
    } else if (crossover->answer == CROSSOVER_NONE && crossover->before > 0) {
        finding_say(finding, "%s gains nothing up to %s images", name,
                    number_short(largest, 3).text);
    }
}

static void compare(const struct evidence *evidence, const struct evidence_over *line,
                    const struct evidence_way *way, int workers, bool tested,
                    struct finding *finding)
{
    struct pairs pairs;
    struct crossover crossover;
    collect(evidence, line, way, workers, &pairs);
    if (tested && pairs.least != EVIDENCE_CLEAN && pairs.least != EVIDENCE_MISSING)
        finding_test(finding, pairs.least, way->name, (struct difference){0}, 1, true);
    if (pairs.count == 0 ||
        !evidence_over_compare(pairs.x, pairs.many, pairs.one, pairs.count, true, &crossover))
        return;
    if (tested && pairs.least == EVIDENCE_CLEAN)
        finding_test(finding, EVIDENCE_CLEAN, way->name, crossover.points[0].ratio,
                     1 + FINDING_MARGIN, true);
    say_root(&crossover, way->name, pairs.x[pairs.count - 1], finding);
    crossover_free(&crossover);
}

void startups_of_processes(const struct evidence *evidence, struct finding *finding)
{
    struct evidence_over line;
    evidence_over_find(evidence, SERIES_IMAGES, evidence_computes, &line);
    if (line.count < 2)
        return;
    const struct evidence_place place =
        evidence_in(evidence, line.studies[0], processes, WAYS, false);
    const struct cell *one;
    evidence_work(line.studies[0], finding->experiment, sizeof finding->experiment);
    text_append(finding->experiment, sizeof finding->experiment, " to %.0f, from the launch on",
                line.x[line.count - 1]);
    snprintf(finding->measure, sizeof finding->measure, "time of %.0f image%s over one process's",
             line.x[0], line.x[0] > 1 ? "s" : "");
    for (size_t i = 0; i < WAYS; ++i)
        compare(evidence, &line, &processes[i], place.workers, true, finding);
    compare(evidence, &line, &threads, place.workers, false, finding);
    if (evidence_find(evidence, line.studies[line.count - 1], &serial, 1, &one) == EVIDENCE_CLEAN)
        finding_say(finding, "an image takes %s ms",
                    number_short(1e3 * one->time.value / line.x[line.count - 1], 3).text);
    finding_judge(finding);
}
