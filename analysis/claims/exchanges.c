/* What it costs to hand an image to another worker: the probe of exchanges. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/claims/claims.h"
#include "drivers/common/number.h"

/* Of a pipe's time: what takes less does not move the bytes. */
#define MOVED_SHARE 0.1

static const struct way {
    const char *name, *variant;
    bool sent; /* its bytes are copied */
} ways[] = {
    {"socket", "socket", true},
    {"MPI message", "message", true},
    {"Python, pickled", "python", true},
    {"shared memory", "shared", false},
    {"MPI's shared window", "mpi-window", false},
    {"pointer", "pointer", false},
};

static const struct point_size *at(const struct point_series *series, double x)
{
    for (size_t i = 0; series && i < series->size_count; ++i)
        if (series->sizes[i].x >= x && series->sizes[i].x <= x)
            return &series->sizes[i];
    return NULL;
}

/* The same runs measured both, one after the other. */
static struct difference compare(const struct point_size *a, const struct point_size *b)
{
    if (a->count == b->count)
        return difference_paired(a->logs, b->logs, a->count);
    return difference_combine(1, difference_mean(a->logs, a->count), -1,
                              difference_mean(b->logs, b->count));
}

static enum evidence_state state_of(const struct point_size *size, const struct point_size *base)
{
    const size_t least = size->count < base->count ? size->count : base->count;
    return least < ESTIMATE_RUNS_MIN ? EVIDENCE_FEW : EVIDENCE_CLEAN;
}

void exchanges_of_images(const struct evidence *evidence, struct finding *finding)
{
    const struct point_series *pipe = evidence_points(evidence, "exchange", "pipe");
    if (!pipe)
        return;
    const struct point_size *base = &pipe->sizes[pipe->size_count - 1];
    snprintf(finding->experiment, sizeof finding->experiment,
             "an image of %s MB handed to another worker, and back",
             number_short(base->x / 1e6, 3).text);
    snprintf(
        finding->measure, sizeof finding->measure, "time over a pipe's %s ms a MB",
        number_short(1e3 * exp(difference_mean(base->logs, base->count).value) / (base->x / 1e6), 3)
            .text);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; ++i) {
        const struct point_size *size =
            at(evidence_points(evidence, "exchange", ways[i].variant), base->x);
        if (size)
            finding_test(finding, state_of(size, base), ways[i].name, compare(size, base),
                         MOVED_SHARE, ways[i].sent);
    }
    finding_judge(finding);
}
