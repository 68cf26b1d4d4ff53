/* What the variants of transpose share. transpose.c has the definition. */
#ifndef PARALLAX_TRANSPOSE_H
#define PARALLAX_TRANSPOSE_H

#include "kernels/cpu.h"
#include "kernels/kernel.h"

/* Whether it turns left; else right. */
bool transpose_is_left(const struct plan *plan);

kernel_fn transpose_rows_avx2;

#endif
