/* Extra-P's performance model normal form: T(p) = c0 + c1 p^i log2(p)^j. */
#ifndef PARALLAX_NUMBERS_PMNF_H
#define PARALLAX_NUMBERS_PMNF_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/numbers/scaling.h"

enum { PMNF_POINTS_MIN = 5, PMNF_MODELS_MAX = 64 };

enum pmnf_state { PMNF_DONE, PMNF_FEW_POINTS, PMNF_FEW_RUNS };
extern const char *const pmnf_state_names[]; /* for programs: "done", … */

/* One model; i = numerator / denominator. The constant one has c1 = 0 and i = j = 0. */
struct pmnf_model {
    int numerator, denominator, log_exponent;
    double c0, c1;       /* seconds */
    double error;        /* leave one number of workers out: SMAPE, in percent */
    double error_spread; /* the standard error of that mean */
    double probability;  /* of the F test against the constant */
};

struct pmnf {
    enum pmnf_state state;
    size_t distinct; /* numbers of workers */
    int largest;
    size_t hypotheses; /* that were tried beside the constant */
    /* The best first; then those whose error is within one standard error of it. If no hypothesis
     * is better than the constant by the F test, corrected by Bonferroni, the constant alone. */
    struct pmnf_model models[PMNF_MODELS_MAX];
    size_t model_count;
};

/* Least squares of relative errors. `falling`: exponents below 0 are tried as well, for times of
 * the same work on ever more workers. Any thread. */
void pmnf_make(struct pmnf *pmnf, const struct scaling_point *points, size_t count, bool falling);

double pmnf_time(const struct pmnf_model *model, double workers);

/* The lowest and the highest time that the models name; value: NaN, since none of them is to be
 * believed alone. */
struct interval pmnf_envelope(const struct pmnf *pmnf, double workers);

#endif
