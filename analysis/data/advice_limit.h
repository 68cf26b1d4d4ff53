/* How far a curve's efficiency holds, and what it says beyond what was measured. */
#ifndef PARALLAX_DATA_ADVICE_LIMIT_H
#define PARALLAX_DATA_ADVICE_LIMIT_H

#include "analysis/data/advice.h"

/* Where the efficiency of the curve falls below `target`. */
struct advice_limit advice_limit_find(const struct cells *cells, const struct curve *curve,
                                      double target);

/* The time with so many workers; false: the curve does not tell. */
bool advice_limit_guess(const struct cells *cells, const struct curve *curve, int workers,
                        struct advice_guess *guess);

#endif
