/* What the variants of resize share: the tables of a plan. resize.c has the definition. */
#ifndef PARALLAX_RESIZE_H
#define PARALLAX_RESIZE_H

#include "filter.h"
#include "kernel.h"

struct resize_tables {
    struct filter_axis x, y;
    bool nearest;         /* copy, no arithmetic */
    bool vertical_first;  /* the order of the axes, which decides the bits */
    struct range columns; /* of the source, that x reads */
};

/* Bytes of one row of 16-bit intermediates, a multiple of 64. */
static inline size_t resize_row_bytes(int pixels, int channels)
{
    size_t bytes = (size_t)pixels * (size_t)channels * sizeof(int16_t);
    return (bytes + 63) & ~(size_t)63;
}

kernel_fn resize_rows_c; /* plain C, the reference */

/* x86/resize_avx2.c; x86/resize_avx512.c, with VNNI and VBMI: see resize_vector.h. */
int resize_prepare_avx2(struct plan *plan);
int resize_prepare_avx512(struct plan *plan);
int resize_prepare_neon(struct plan *plan); /* arm/resize_neon.c */
void resize_unprepare_vector(struct plan *plan);
kernel_fn resize_rows_vector;

#endif
