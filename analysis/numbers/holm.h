/* Holm's correction for several tests at once. */
#ifndef PARALLAX_NUMBERS_HOLM_H
#define PARALLAX_NUMBERS_HOLM_H

#include <stdbool.h>
#include <stddef.h>

/* rejected[i]: is hypothesis i rejected, where the probability of rejecting any true one of all
 * `count` stays below `alpha`? Holm 1979. Any thread. */
void holm_reject(const double *probabilities, size_t count, double alpha, bool *rejected);

#endif
