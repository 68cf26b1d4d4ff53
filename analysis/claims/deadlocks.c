/* Workers that wait for each other, and the cures: what the probe of deadlocks saw. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/claims/claims.h"

/* A point is there where the wrong way stood still, and where the right way came to its end. */
static const struct pair {
    const char *name, *wrong, *right;
} pairs[] = {
    {"threads", "threads-opposite", "threads-ordered"},
    {"processes", "processes-opposite", "processes-ordered"},
    {"ranks that send", "ranks-sends", "ranks-sendrecv"},
};

/* Runs in which a point is there. */
static size_t seen(const struct point_series *series)
{
    return series ? series->sizes[series->size_count - 1].count : 0;
}

static void look_at(const struct evidence *evidence, const struct pair *pair,
                    struct finding *finding)
{
    const struct point_series *wrong = evidence_points(evidence, "deadlock", pair->wrong);
    const struct point_series *right = evidence_points(evidence, "deadlock", pair->right);
    if (!wrong && !right) /* it could not be tried */
        return;
    struct finding_test *test = &finding->tests[finding->count++];
    *test = (struct finding_test){.effect = {NAN, NAN, NAN},
                                  .value = {NAN, NAN, NAN},
                                  .above = true,
                                  .answer = seen(wrong) == 0 || seen(right) == 0 ? FINDING_NO
                                            : seen(wrong) == seen(right)         ? FINDING_YES
                                                                                 : FINDING_UNSURE};
    snprintf(test->way, sizeof test->way, "%s", pair->name);
    if (wrong) {
        const struct point_size *size = &wrong->sizes[wrong->size_count - 1];
        test->value = estimate_mean(size->logs, size->count);
    }
    if (!wrong)
        finding_say(finding, "%s did not wait for each other", pair->name);
    if (!right)
        finding_say(finding, "%s did not end with the cure", pair->name);
}

void deadlocks_of_orders(const struct evidence *evidence, struct finding *finding)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; ++i)
        look_at(evidence, &pairs[i], finding);
    if (finding->count == 0)
        return;
    snprintf(finding->experiment, sizeof finding->experiment,
             "two locks in two orders, two sends before two receives; then in one order");
    snprintf(finding->measure, sizeof finding->measure, "s until it was seen who waits for whom");
    finding->effect = finding->tests[0].value;
    finding_conclude(finding);
}
