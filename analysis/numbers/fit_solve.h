/* The least squares of a law. */
#ifndef PARALLAX_NUMBERS_FIT_SOLVE_H
#define PARALLAX_NUMBERS_FIT_SOLVE_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/numbers/laws.h"

/* Minimizes the squares of means[i] - solution[0] - law_log_ratio(workers[i]); false: no minimum
 * was found. `influence` gets the pseudo-inverse of the derivatives at the solution, (X'X)^-1 X',
 * 1 + parameters rows of `count`. Any thread. */
bool fit_solve(const struct law *law, const double *workers, const double *means, size_t count,
               double *solution, double *influence);

#endif
