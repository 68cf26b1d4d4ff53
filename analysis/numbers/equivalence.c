/* Whether differences are relevant, irrelevant or not known well enough: of many at once. */
#include "analysis/numbers/equivalence.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "analysis/memory.h"
#include "analysis/numbers/holm.h"

/* The larger of the two one-sided tests' probabilities: that of the end that is nearer. */
static double probability_beyond(struct difference difference, double margin)
{
    const double left = log1p(margin) - fabs(difference.value);
    const double two_sided =
        difference_probability((struct difference){left, difference.variance, difference.degrees});
    if (isnan(difference.variance))
        return 1;
    return left > 0 ? two_sided / 2 : 1 - two_sided / 2;
}

void equivalence_judge(const struct difference *differences, size_t count, double margin,
                       enum equivalence *answers)
{
    double *probabilities = memory_array(count, sizeof *probabilities);
    bool *differ = memory_array(count, sizeof *differ), *equal = memory_array(count, sizeof *equal);
    for (size_t i = 0; i < count; ++i)
        probabilities[i] = difference_probability(differences[i]);
    holm_reject(probabilities, count, DIFFERENCE_ALPHA, differ);
    for (size_t i = 0; i < count; ++i)
        probabilities[i] = probability_beyond(differences[i], margin);
    holm_reject(probabilities, count, DIFFERENCE_ALPHA, equal);
    for (size_t i = 0; i < count; ++i)
        answers[i] = equal[i]                   ? EQUIVALENCE_EQUAL
                     : !differ[i]               ? EQUIVALENCE_UNDECIDED
                     : differences[i].value < 0 ? EQUIVALENCE_LESS
                                                : EQUIVALENCE_MORE;
    free(probabilities);
    free(differ);
    free(equal);
}
