/* What a machine does to the times of runs, made up: kinds of noise with known truth. */
#include "tests/coverage/noise.h"

#include <gsl/gsl_randist.h>
#include <math.h>

#include "drivers/common/statistics.h"

enum { ITERATIONS = 12 };

const struct noise noises[] = {
    {"2 %", "lognormal, 2 %", false, false, 0.02, 0.02, 0, 0, false},
    {"10 %", "lognormal, 10 %", false, false, 0.1, 0.1, 0, 0, false},
    {"tenfold", "lognormal, from 1 % at the fewest workers to 10 % at the most", false, false, 0.01,
     0.1, 0, 0, false},
    {"autocorr", "1.5 % between runs, each the median of 12 iterations of 4 %, AR(1) of 0.5", false,
     false, 0.015, 0.015, 0, 0, true},
    {"rounds", "2 %, and 5 % that all cells of a repetition share; paired", true, false, 0.02, 0.02,
     0.05, 0, false},
    {"outliers", "2 %, and one run in five takes 1.3 times as long", false, true, 0.02, 0.02, 0,
     1.3, false},
    {NULL, NULL, false, false, 0, 0, 0, 0, false},
};

static const double slow_share = 0.2;

double noise_shift(const struct noise *noise)
{
    return noise->slow > 0 ? slow_share * log(noise->slow) : 0;
}

static double median_of_iterations(gsl_rng *rng)
{
    double times[ITERATIONS], last = gsl_ran_gaussian(rng, 0.04);
    for (int i = 0; i < ITERATIONS; ++i) {
        times[i] = last;
        last = 0.5 * last + gsl_ran_gaussian(rng, 0.04 * sqrt(0.75));
    }
    statistics_sort(times, ITERATIONS);
    return statistics_median(times, ITERATIONS);
}

void noise_levels(const struct noise *noise, gsl_rng *rng, size_t runs, double *levels)
{
    for (size_t run = 0; run < runs; ++run)
        levels[run] = noise->level > 0 ? gsl_ran_gaussian(rng, noise->level) : 0;
}

void noise_make(const struct noise *noise, gsl_rng *rng, const double *levels, const double *truth,
                size_t count, size_t runs, double logs[NOISE_POINTS_MAX][NOISE_RUNS_MAX])
{
    for (size_t run = 0; run < runs; ++run) {
        for (size_t i = 0; i < count; ++i) {
            const double along = count > 1 ? (double)i / (double)(count - 1) : 0;
            const double own = noise->first * pow(noise->last / noise->first, along);
            logs[i][run] = truth[i] + levels[run] + gsl_ran_gaussian(rng, own);
            if (noise->slow > 0 && gsl_rng_uniform(rng) < slow_share)
                logs[i][run] += log(noise->slow);
            if (noise->iterations)
                logs[i][run] += median_of_iterations(rng);
        }
    }
}
