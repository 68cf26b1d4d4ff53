/* Means of logarithms and their differences, with variance and degrees of freedom. */
#ifndef PARALLAX_NUMBERS_DIFFERENCE_H
#define PARALLAX_NUMBERS_DIFFERENCE_H

#include <stddef.h>

#include "analysis/numbers/estimate.h"

/* One alpha for everything that is claimed. */
#define DIFFERENCE_ALPHA (1 - ESTIMATE_CONFIDENCE)

/* An estimate: its value, the variance of the value, the degrees of freedom of that variance. */
struct difference {
    double value, variance, degrees;
};

/* The mean of logs[n]; variance NaN for n < 2. */
struct difference difference_mean(const double *logs, size_t n);

/* a times `left` plus b times `right`, which are independent; degrees by Welch and Satterthwaite.
 */
struct difference difference_combine(double a, struct difference left, double b,
                                     struct difference right);

/* The mean of left[i] - right[i], i < n: what was measured in one repetition is a pair. */
struct difference difference_paired(const double *left, const double *right, size_t n);

/* Half of the interval at the two-sided level `alpha` (0..1); 0 where nothing varies. */
double difference_half_width(struct difference difference, double alpha);

/* The two-sided probability of a value as far from 0 where the truth is 0. */
double difference_probability(struct difference difference);

/* exp() of the value and of the ends of its interval at DIFFERENCE_ALPHA. */
struct interval difference_ratio(struct difference difference);

#endif
