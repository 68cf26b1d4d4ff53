/* How far a cell's kernel is from what the machine can move and compute. */
#ifndef PARALLAX_DATA_ROOFLINE_H
#define PARALLAX_DATA_ROOFLINE_H

#include "analysis/data/cells.h"

/* Rates are of the whole job, while its workers are in the kernel: the kernel's own count of
 * operations and compulsory bytes (each byte needed once) over the mean time that a worker spends
 * there. The stream is what all workers read together in the speed witness, from memory that the
 * first caches do not hold: the last cache may, so it is a roof to go by and not a limit. */
struct roofline_point {
    const struct cell *cell;
    const char *missing;            /* why nothing below is known; NULL: it is */
    double operations, bytes;       /* an image */
    double intensity;               /* operations a byte */
    struct interval operation_rate; /* 1/s */
    struct interval byte_rate;      /* byte/s */
    double stream_rate;             /* byte/s; NaN: not measured */
    double peak_rate;               /* 1/s, of its nodes; NaN: not measured */
    double roof;                    /* 1/s: the lower of intensity * stream and peak */
    double share;                   /* operation_rate of it */
};

struct roofline_set {
    const struct cells *all;
    struct roofline_point *points; /* of every cell that has a time, in their order */
    size_t count;
};

/* *cells must outlive *set. To be freed. */
void roofline_build(struct roofline_set *set, const struct cells *cells);
void roofline_free(struct roofline_set *set);

#endif
