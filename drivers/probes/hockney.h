/* The time of a message by its length: t(m) = alpha + m / beta (Hockney 1994). */
#ifndef PARALLAX_PROBES_HOCKNEY_H
#define PARALLAX_PROBES_HOCKNEY_H

#include <stddef.h>

struct hockney {
    double alpha;    /* seconds of an empty message */
    double per_byte; /* 1 / beta: seconds; not above 0: no cost of bytes is seen */
};

/* Least squares over t[n] at m[n] bytes, weighted by 1 / t^2, so that errors count in per cent.
 * 0, or -1: fewer than two lengths. */
int hockney_fit(const double *m, const double *t, size_t n, struct hockney *fit);

#endif
