/* What the variants of equalize share. equalize.c has the definition. */
#ifndef PARALLAX_EQUALIZE_H
#define PARALLAX_EQUALIZE_H

#include "kernels/cpu.h"
#include "kernels/shared/count.h"

/* What becomes of each value of each channel, by the counts of the whole image; alpha stays. */
void equalize_make_maps(int channels, const uint64_t *total, uint8_t (*map)[COUNT_VALUES]);

kernel_fn equalize_map_avx512;

#endif
