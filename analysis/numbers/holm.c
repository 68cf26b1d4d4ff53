/* Holm's correction for several tests at once. */
#include "analysis/numbers/holm.h"

void holm_reject(const double *probabilities, size_t count, double alpha, bool *rejected)
{
    for (size_t i = 0; i < count; ++i)
        rejected[i] = false;
    for (size_t left = count; left > 0; --left) {
        size_t smallest = count;
        for (size_t i = 0; i < count; ++i)
            if (!rejected[i] && (smallest == count || probabilities[i] < probabilities[smallest]))
                smallest = i;
        if (!(probabilities[smallest] <= alpha / (double)left))
            return;
        rejected[smallest] = true;
    }
}
