/* What filter.c does with windows, compiled for each instruction set. Private to it. */
#ifndef PARALLAX_SHARED_FILTER_STEPS_H
#define PARALLAX_SHARED_FILTER_STEPS_H

#include <stdbool.h>

#include "kernels/image.h"
#include "kernels/shared/filter.h"
#include "kernels/variant.h"

/* The windows of a few outputs, which vectors take side by side: place k of a lane's window is at
 * [k * lanes + lane], also where that is behind the window. */
enum { FILTER_LANES = 8 };

struct filter_windows {
    int lanes;                   /* FILTER_LANES, or 1 */
    int places;                  /* of each lane, with those behind its window */
    int count[FILTER_LANES];     /* places of each, then samples */
    double first[FILTER_LANES];  /* middle of its first place, */
    double centre[FILTER_LANES]; /* and of the output */
    double factor[FILTER_LANES]; /* from its weights to Q14 */
    struct range window[FILTER_LANES];
    double *weight; /* places' distances, then weights: of all places */
    int *rounded;   /* as many: their running sums, rounded */
};

/* DESIGN. Every CPU must compute the same weights, so the exact way is one whose every operation is
 * rounded by IEEE 754; of Lanczos it takes a sine of 30 operations and three divisions a weight.
 * Rounded to Q14, hardly a weight shows that. So the fast way is a polynomial within FILTER_CLOSE
 * of it, and round() says whether all that it rounds stays FILTER_MARGIN away from where the next
 * whole number begins: then the exact way would round alike, and else these windows are made by
 * that. Enough: a window has at most 8 widening places; if their sum is at least widening / 4, and
 * running sums at most 5 times as much, these in Q14 are wrong by at most 2^14 * 4 * 8 * 6 *
 * FILTER_CLOSE = 3.2e-6. Each addition of theirs is rounded by at most 2^-53 of them: in windows of
 * up to FILTER_FAST_PLACES, of both ways, 2 * 2^16 * 2^-53 * 5 * 2^14 = 1.2e-6 in all; wider ones,
 * of lines of millions of pixels, are made the exact way from the beginning. */
#define FILTER_CLOSE  1e-12
#define FILTER_MARGIN 1e-5
enum { FILTER_SUM_PART = 4, FILTER_SUM_BIAS = 1 << 15, FILTER_FAST_PLACES = 1 << 16 };

/* Distances of places from the centres of their outputs. */
typedef void filter_place_fn(const struct filter_windows *windows);

/* From distances to weights of a filter that is widened so much; 0 at infinity. `fast`: within
 * FILTER_CLOSE, which makes a difference for Lanczos only. */
typedef void filter_weigh_fn(enum filter filter, bool fast, double widening, int count,
                             double *weight);

/* From weights to running sums, each lane's in their order. */
typedef void filter_add_up_fn(const struct filter_windows *windows);

/* Running sums, which are lost, times their lane's factor, to `rounded`, and FILTER_SUM_BIAS more.
 * False: some are closer than FILTER_MARGIN to being rounded otherwise. */
typedef bool filter_round_fn(const struct filter_windows *windows);

filter_place_fn filter_place_c, filter_place_avx2, filter_place_avx512;
filter_weigh_fn filter_weigh_c, filter_weigh_avx2, filter_weigh_avx512;
filter_add_up_fn filter_add_up_c, filter_add_up_avx2, filter_add_up_avx512;
filter_round_fn filter_round_c, filter_round_avx2, filter_round_avx512;

/* What is compiled for each instruction set, with the same bits but of fast weights. */
struct filter_steps {
    filter_place_fn *place;
    filter_weigh_fn *weigh;
    filter_add_up_fn *add_up;
    filter_round_fn *round;
};

/* Those of this CPU. */
struct filter_steps filter_steps_of_cpu(void);

#endif
