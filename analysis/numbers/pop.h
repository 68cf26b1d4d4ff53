/* POP efficiencies of one iteration, and their means (co-design.pop-coe.eu). */
#ifndef PARALLAX_NUMBERS_POP_H
#define PARALLAX_NUMBERS_POP_H

#include <stddef.h>

#include "analysis/numbers/estimate.h"

/* PE = avg(u)/T = LB CommE; LB = avg(u)/max(u); CommE = max(u)/T. For ranks of threads, with the
 * time that each rank is outside of MPI: MPI_LB = avg/max, MPI_CE = max/T, OMP_LB = LB/MPI_LB,
 * OMP_CE = CommE/MPI_CE; OMP_LB may exceed 1. */
enum pop_quantity {
    POP_PE,
    POP_LB,
    POP_COMM_E,
    POP_MPI_LB,
    POP_MPI_CE,
    POP_OMP_LB,
    POP_OMP_CE,
    POP_QUANTITIES
};
extern const char *const pop_names[POP_QUANTITIES];    /* "PE", … as above */
extern const char *const pop_meanings[POP_QUANTITIES]; /* "parallel efficiency", … */

/* Of useful[workers] seconds, outside[ranks] seconds outside of MPI, and T = wall, all finite, into
 * efficiencies[POP_QUANTITIES]. All NaN where nothing useful was done or T is not above 0. Any
 * thread. */
void pop_compute(const double *useful, size_t workers, const double *outside, size_t ranks,
                 double wall, double *efficiencies);

/* The mean of an efficiency's values[n] with Student's t interval, on logits; on logarithms where
 * one of them is not below 1, as OMP_LB may be. No interval below ESTIMATE_RUNS_MIN, no value where
 * n is 0 or one of them is not above 0. Any thread. */
struct interval pop_mean(const double *values, size_t n);

#endif
