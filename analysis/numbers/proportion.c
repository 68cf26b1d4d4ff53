/* A proportion: how often something came about in so many trials. */
#include "analysis/numbers/proportion.h"

#include <gsl/gsl_cdf.h>

struct interval proportion_interval(size_t hits, size_t trials)
{
    const double tail = (1 - ESTIMATE_CONFIDENCE) / 2, k = (double)hits, n = (double)trials;
    return (struct interval){k / n, hits == 0 ? 0 : gsl_cdf_beta_Pinv(tail, k, n - k + 1),
                             hits == trials ? 1 : gsl_cdf_beta_Qinv(tail, k + 1, n - k)};
}
