/* What the ways of finding a median share. median.c has the definition. */
#ifndef PARALLAX_MEDIAN_H
#define PARALLAX_MEDIAN_H

#include "kernel.h"

enum { MEDIAN_RADIUS = 0, MEDIAN_NETWORK_MAX = 2 }; /* in plan.value; largest of a network */

/* Bytes of scratch that median_histogram() needs. */
size_t median_histogram_scratch(const struct plan *plan);

kernel_fn median_network;   /* radius 1 … MEDIAN_NETWORK_MAX: sorting networks over whole rows */
kernel_fn median_histogram; /* any radius: histograms that slide along */

#endif
