/* Whether differences are relevant, irrelevant or not known well enough: of many at once. */
#ifndef PARALLAX_NUMBERS_EQUIVALENCE_H
#define PARALLAX_NUMBERS_EQUIVALENCE_H

#include <stddef.h>

#include "analysis/numbers/difference.h"

enum equivalence {
    EQUIVALENCE_UNDECIDED, /* what was measured does not tell */
    EQUIVALENCE_EQUAL,     /* two one-sided tests: within the margin */
    EQUIVALENCE_LESS,      /* below 0, and not equal */
    EQUIVALENCE_MORE,      /* above 0, and not equal */
    EQUIVALENCES
};

/* Judges differences[count], of logarithms, against +-log(1 + margin), margin > 0. Both families of
 * tests are corrected by Holm over all: the probability of calling any true 0 a difference, and
 * that of calling any difference beyond the margin equal, stay below DIFFERENCE_ALPHA. A small
 * difference that is sure and within the margin is equal. Without a variance: undecided. Any
 * thread. */
void equivalence_judge(const struct difference *differences, size_t count, double margin,
                       enum equivalence *answers);

#endif
