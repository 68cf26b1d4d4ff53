/* Which of several ways to work to take, where their times were not told apart. */
#ifndef PARALLAX_DATA_PREFERENCE_H
#define PARALLAX_DATA_PREFERENCE_H

#include <stdbool.h>

#include "analysis/data/cells.h"

/* What takes longer than this times the fastest is no tie, though it may not be told apart from it:
 * it may have been measured badly. */
#define PREFERENCE_CLOSE 1.05

/* Whether `a` is to be taken rather than `b`: fewest processes, no launcher, fewest workers,
 * no runtime rather than one, one rather than two, least memory by more than 5 %. */
bool preference_is_simpler(const struct cell *a, const struct cell *b);

#endif
