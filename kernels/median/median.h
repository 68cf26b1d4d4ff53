/* What the ways of finding a median share. median.c has the definition. */
#ifndef PARALLAX_MEDIAN_H
#define PARALLAX_MEDIAN_H

#include "kernels/variant.h"

enum { MEDIAN_RADIUS = 0 }; /* in plan.value */

/* The way for a radius: networks for 1 and 2, merging up to the last, then histograms. */
enum { MEDIAN_NETWORK_MAX = 2, MEDIAN_MERGE_MAX = 4 };

/* Bytes of scratch that the ways need, the same in every variant; plan->tables must be made. */
size_t VARIANT_NAME(median_merge_scratch)(const struct plan *plan);
size_t VARIANT_NAME(median_histogram_scratch)(const struct plan *plan);

VARIANTS_DECLARED(median_rows);      /* one of these: */
VARIANTS_DECLARED(median_network);   /* radius 1: networks over whole rows */
VARIANTS_DECLARED(median_five);      /* radius 2: networks down strips of columns */
VARIANTS_DECLARED(median_merge);     /* … MEDIAN_MERGE_MAX: sorted columns are merged */
VARIANTS_DECLARED(median_histogram); /* any radius: histograms that slide along */
VARIANTS_DECLARED(median_nine);      /* radius 1, where there is VARIANT_WORDS: in registers */

#endif
