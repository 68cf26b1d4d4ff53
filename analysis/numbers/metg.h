/* METG: the smallest size of work at which half of the best rate is still reached. */
#ifndef PARALLAX_NUMBERS_METG_H
#define PARALLAX_NUMBERS_METG_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/numbers/difference.h"

#define METG_EFFICIENCY 0.5

enum { METG_SIZES_MIN = 5 };

enum metg_answer {
    METG_FOUND,
    METG_BELOW,   /* even the smallest size reaches METG_EFFICIENCY: no root is told */
    METG_UNCLEAR, /* no size is surely below METG_EFFICIENCY, yet the smallest is not above it */
    METG_FEW_SIZES,
    METG_FEW_RUNS,
    METG_ANSWERS
};
extern const char *const metg_answer_names[METG_ANSWERS]; /* for programs */

/* One size of work: the logarithms of the rates that were measured there. */
struct metg_size {
    double x; /* > 0 */
    const double *log_rates;
    size_t count;
};

struct metg {
    enum metg_answer answer;
    size_t peak; /* the size of the best rate */
    double peak_rate;
    struct interval *efficiency; /* of each size against the peak, paired or by Welch */
    struct interval root;        /* x, with its set */
};

/* Sizes are ascending and different. The root lies below the peak, between the largest size whose
 * efficiency is below METG_EFFICIENCY by Holm over all sizes and the next that is above it.
 * `paired`: log_rates[i] of all sizes, equally many, are of one repetition. To be freed in any
 * case. Any thread. */
void metg_make(struct metg *metg, const struct metg_size *sizes, size_t count, bool paired);
void metg_free(struct metg *metg);

#endif
