/* Kernels with one fault each: what a check that is worth its name must catch. */
#ifndef PARALLAX_CHECK_FAULTY_H
#define PARALLAX_CHECK_FAULTY_H

#include "kernels/kernel.h"

enum { FAULTY_COUNT = 13 };

/* A kernel without a fault, in two variants: two passes, tallies, scratch, a halo of one row. */
extern const struct kernel faultless;

/* faulty_kernels[i] is faultless with the fault that it is named after. */
extern const struct kernel faulty_kernels[FAULTY_COUNT];

#endif
