/* What filter.c does for each window, compiled for each instruction set. Private to filter.c. */
#ifndef PARALLAX_SHARED_FILTER_STEPS_H
#define PARALLAX_SHARED_FILTER_STEPS_H

#include "kernels/shared/filter.h"
#include "kernels/variant.h"

/* From distances of places from the centre of their output to weights of a filter that is widened
 * so much. */
typedef void filter_weigh_fn(enum filter filter, double widening, int count, double *weight);

/* Weights in Q14 from the running sums of `count` > 0 weights, which times `factor` are up to
 * 1 << FILTER_BITS: the sums are rounded, not each weight, so the weights sum to exactly one. */
typedef void filter_round_fn(const double *running, double factor, int count, int16_t *weight);

filter_weigh_fn filter_weigh_c, filter_weigh_avx2, filter_weigh_avx512;
filter_round_fn filter_round_c, filter_round_avx2, filter_round_avx512;

#endif
