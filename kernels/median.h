/* What the ways of finding a median share. median.c has the definition. */
#ifndef PARALLAX_MEDIAN_H
#define PARALLAX_MEDIAN_H

#include "variant.h"

enum { MEDIAN_RADIUS = 0, MEDIAN_NETWORK_MAX = 2 }; /* in plan.value; largest of a network */

static inline bool median_has_network(const struct plan *plan)
{
    return (int)plan->value[MEDIAN_RADIUS] <= MEDIAN_NETWORK_MAX;
}

/* Bytes of scratch that median_histogram needs, the same in every variant. */
size_t VARIANT_NAME(median_histogram_scratch)(const struct plan *plan);

VARIANTS_DECLARED(median_rows);      /* one of these: */
VARIANTS_DECLARED(median_network);   /* radius 1 … MEDIAN_NETWORK_MAX: networks over whole rows */
VARIANTS_DECLARED(median_histogram); /* any radius: histograms that slide along */

#endif
