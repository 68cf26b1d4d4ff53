/* What a machine does to the times of runs, made up: kinds of noise with known truth. */
#ifndef PARALLAX_COVERAGE_NOISE_H
#define PARALLAX_COVERAGE_NOISE_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

enum { NOISE_POINTS_MAX = 8, NOISE_RUNS_MAX = 10 };

struct noise {
    const char *name;
    const char *what;   /* in one line */
    bool blocks;        /* runs of one index are of one repetition, and share its level */
    bool published;     /* coverage is told and not judged: nothing here can keep its promise */
    double first, last; /* standard deviation of the log of a run, at the first and last point */
    double level;       /* of what a repetition has in common */
    double slow;        /* a run in five takes so many times as long; 0: none */
    bool iterations;    /* a run is the median of 12 iterations of AR(1), 0.5, beside its own */
};

/* All kinds; ends with a NULL name. */
extern const struct noise noises[];

/* What each of `runs` repetitions has in common, whatever is measured in it. */
void noise_levels(const struct noise *noise, gsl_rng *rng, size_t runs, double *levels);

/* What the mean of the logarithms lies above the truth of a quiet machine: that of slow runs. */
double noise_shift(const struct noise *noise);

/* Logarithms of the times of `runs` runs at each of `count` points, around truth[point]. */
void noise_make(const struct noise *noise, gsl_rng *rng, const double *levels, const double *truth,
                size_t count, size_t runs, double logs[NOISE_POINTS_MAX][NOISE_RUNS_MAX]);

#endif
