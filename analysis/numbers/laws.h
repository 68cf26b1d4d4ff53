/* The laws of scaling that can be fitted to times. */
#ifndef PARALLAX_NUMBERS_LAWS_H
#define PARALLAX_NUMBERS_LAWS_H

#include <stddef.h>

enum { LAW_PARAMETERS_MAX = 2 };

/* A law says what T(p) / T(1) is, by parameters that nothing constrains: an estimate outside the
 * range that has a meaning says that the law does not hold. */
struct law {
    const char *name;
    const char *parameters[LAW_PARAMETERS_MAX];
    const char *meanings[LAW_PARAMETERS_MAX];
    size_t parameter_count;
    size_t points_min; /* numbers of workers that a fit needs */
    double start[LAW_PARAMETERS_MAX];
    /* T(p) / T(1), and what it changes by with each parameter; <= 0: not defined there. */
    double (*ratio)(double workers, const double *parameters, double *slopes);
};

/* Strong: f + (1 - f) / p. Weak: 1 / (1 - s (p - 1) / p), so that p T(1) / T(p) = p - s (p - 1).
 * USL, strong: (1 + sigma (p - 1) + kappa p (p - 1)) / p. */
extern const struct law law_amdahl, law_gustafson, law_usl;

/* log(T(p) / T(1)) and its derivatives by the parameters. Where the law is not defined it is far
 * below all that can be measured, with no slopes. */
double law_log_ratio(const struct law *law, double workers, const double *parameters,
                     double *slopes);

#endif
