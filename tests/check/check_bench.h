/* check_kernel --bench: how fast every variant of the kernels is, measured against the limits of
 * this machine. */
#ifndef PARALLAX_CHECK_BENCH_H
#define PARALLAX_CHECK_BENCH_H

#include "kernels/kernel.h"

struct bench_options {
    struct shape size; /* of the source */
    int rounds;        /* 0: as many as there is time for */
    const char *plot;  /* a file for the roofline plot, .svg or .png; NULL: none */
};

/* Times all variants of kernels[count] that this CPU has in one thread and prints a table. Returns
 * an exit code: 0; 1 when a case cannot be done; that of roofline_plot(). */
int bench_run(const struct kernel *const *kernels, int count, const struct bench_options *options);

#endif
