/* The laws of scaling that can be fitted to times. */
#include "analysis/numbers/laws.h"

#include <math.h>

static const double undefined_log = -1000; /* of a ratio; exp() of it is 0 */

static double amdahl_ratio(double p, const double *parameters, double *slopes)
{
    slopes[0] = 1 - 1 / p;
    return parameters[0] + (1 - parameters[0]) / p;
}

static double gustafson_ratio(double p, const double *parameters, double *slopes)
{
    const double ratio = 1 / (1 - parameters[0] * (p - 1) / p);
    slopes[0] = ratio * ratio * (p - 1) / p;
    return ratio;
}

static double usl_ratio(double p, const double *parameters, double *slopes)
{
    slopes[0] = (p - 1) / p;
    slopes[1] = p - 1;
    return 1 / p + parameters[0] * slopes[0] + parameters[1] * slopes[1];
}

const struct law law_amdahl = {
    .name = "Amdahl",
    .parameters = {"f"},
    .meanings = {"serial fraction of the run of one worker"},
    .parameter_count = 1,
    .points_min = 4,
    .start = {0.05},
    .ratio = amdahl_ratio,
};

const struct law law_gustafson = {
    .name = "Gustafson",
    .parameters = {"s"},
    .meanings = {"serial fraction of the parallel run"},
    .parameter_count = 1,
    .points_min = 4,
    .start = {0.05},
    .ratio = gustafson_ratio,
};

const struct law law_usl = {
    .name = "USL",
    .parameters = {"sigma", "kappa"},
    .meanings = {"contention", "coherency"},
    .parameter_count = 2,
    .points_min = 5,
    .start = {0.05, 0},
    .ratio = usl_ratio,
};

double law_log_ratio(const struct law *law, double workers, const double *parameters,
                     double *slopes)
{
    const double ratio = law->ratio(workers, parameters, slopes);
    const int defined = ratio > 0 && isfinite(ratio);
    for (size_t i = 0; i < law->parameter_count; ++i)
        slopes[i] = defined ? slopes[i] / ratio : 0;
    return defined ? log(ratio) : undefined_log;
}
