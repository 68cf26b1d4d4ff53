/* Which units and rows are checked: without replacement, another choice for every seed. */
#ifndef PARALLAX_JOB_SAMPLE_H
#define PARALLAX_JOB_SAMPLE_H

#include <stdint.h>

/* The k-th of the numbers 0..n-1 in an order that the seed decides, but with the ends first: 0,
 * n - 1, then all others at random. 0 <= k < n. Costs the same for every k and n; pure. */
int sample_at(uint64_t seed, int n, int k);

/* A seed that one item has of its own, for the rows of it. */
uint64_t sample_seed_of_item(uint64_t seed, int item);

/* Another seed for every run: 1 to 2^48, which every reader of a record can hold. No secret. */
uint64_t sample_fresh_seed(void);

#endif
