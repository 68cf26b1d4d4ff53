/* Whether a run's workers had their CPUs, gathered from its iterations. */
#include "drivers/run/evidence.h"

#include <math.h>
#include <stdlib.h>

#include "drivers/common/statistics.h"

/* There is room for the next power of two. */
static double *grow(double **values, int count)
{
    if ((count & (count - 1)) != 0)
        return *values;
    double *larger = realloc(*values, (size_t)(count ? 2 * count : 1) * sizeof **values);
    if (larger)
        *values = larger;
    return larger;
}

int evidence_add(struct evidence *evidence, const struct sample_row *sample,
                 const struct worker_row *workers, size_t count)
{
    double share = INFINITY, blocked = 0;
    evidence->wall_s += sample->wall_s;
    if (sample->warmup || !sample->valid)
        return 0;
    if (!grow(&evidence->share, evidence->count) || !grow(&evidence->blocked, evidence->count))
        return -1;
    for (size_t i = 0; i < count; ++i) {
        share = fmin(share, workers[i].compute_cpu_share); /* fmin() passes over NaN */
        blocked += workers[i].blocked_s;
    }
    evidence->share[evidence->count] = isinf(share) ? NAN : share;
    evidence->blocked[evidence->count++] = blocked / (sample->wall_s * (double)count);
    return 0;
}

void evidence_conclude(struct evidence *evidence, int workers, struct quality *quality)
{
    quality->cpu_share = statistics_median_known(evidence->share, (size_t)evidence->count);
    quality->low_share = statistics_low_known(evidence->share, (size_t)evidence->count);
    quality->blocked = statistics_median_known(evidence->blocked, (size_t)evidence->count);
    quality->wall_s = evidence->wall_s;
    quality->worker_s = evidence->wall_s * workers;
    evidence->count = 0;
}

void evidence_free(struct evidence *evidence)
{
    free(evidence->share);
    free(evidence->blocked);
    *evidence = (struct evidence){0};
}
