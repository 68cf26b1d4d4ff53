/* Counting values: the first pass of histogram and equalize. */
#ifndef PARALLAX_SHARED_COUNT_H
#define PARALLAX_SHARED_COUNT_H

#include "kernels/kernel.h"

/* Values a sample can have; the counters of a kernel that counts; its plan.scratch. */
enum { COUNT_VALUES = 256, COUNT_TALLIES = CHANNELS_MAX * COUNT_VALUES };
size_t count_scratch(int channels);

/* tally[256 c + v] += number of samples of channel c (alpha too) in `rows` of src that are v. Needs
 * the rows themselves, all columns; writes nothing to dst. */
kernel_fn count_rows;

/* What counting some rows costs: one operation a sample; its bytes, read. */
struct cost count_cost(const struct plan *plan, struct range rows);

#endif
