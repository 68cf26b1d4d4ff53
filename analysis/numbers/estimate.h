/* Estimates with 95 % confidence intervals, from run medians and between two sets of them. */
#ifndef PARALLAX_NUMBERS_ESTIMATE_H
#define PARALLAX_NUMBERS_ESTIMATE_H

#include <stddef.h>

#include "drivers/common/statistics.h"

#define ESTIMATE_CONFIDENCE 0.95

enum { ESTIMATE_RUNS_MIN = 3, ESTIMATE_RUNS_FEW = 10 }; /* for an interval; below: "few runs" */

/* The geometric mean of exp(logs[n]), n >= 1, with Student's t interval on the logarithms; no
 * interval (NaN) below ESTIMATE_RUNS_MIN. */
struct interval estimate_mean(const double *logs, size_t n);

/* exp(mean of a - mean of b) with the interval of Welch's t on the logarithms; none when either
 * has fewer than ESTIMATE_RUNS_MIN values. No value when either is empty. */
struct interval estimate_ratio(const double *a, size_t a_count, const double *b, size_t b_count);

/* exp(mean of a[i] - b[i]), n >= 1 values that belong together, with Student's t on the
 * differences; none below ESTIMATE_RUNS_MIN. */
struct interval estimate_paired(const double *a, const double *b, size_t n);

/* value, low and high times `factor` > 0. */
struct interval estimate_scale(struct interval interval, double factor);

/* `factor` / value: low and high change places. `factor` > 0. */
struct interval estimate_invert(struct interval interval, double factor);

/* The Karp-Flatt fraction e = (1/S - 1/p) / (1 - 1/p) of a speedup; NaN for workers <= 1. e falls
 * as S rises, so the interval's ends change places. */
struct interval estimate_karp_flatt(struct interval speedup, int workers);

#endif
