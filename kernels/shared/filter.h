/* Resampling filters as fixed-point weights along one axis. */
#ifndef PARALLAX_SHARED_FILTER_H
#define PARALLAX_SHARED_FILTER_H

#include <stdint.h>

/* Q14: the weights of one output sample sum to exactly 1 << FILTER_BITS. There is room for whole
 * groups of weights, so that loops over them need no remainder. */
enum { FILTER_BITS = 14, FILTER_GROUP = 8 };

/* Vectors divide 255 once by alpha, in single precision, and multiply colours by that: for every
 * colour <= alpha <= ALPHA_CLOSE the product plus ALPHA_HALF, rounded once (a fused multiply-add),
 * is cut off to the quotient of finish_alpha() in alpha.h. Opaque is 16256: few alphas are larger
 * than ALPHA_CLOSE. So do ALPHA_BYTE and ALPHA_BYTE_HALF with alpha itself. */
#define ALPHA_HALF      (0.5F + 1.0F / 131072)
#define ALPHA_BYTE      (4.0F / 255)
#define ALPHA_BYTE_HALF (127.25F / 255)
enum { ALPHA_CLOSE = 20560 };

enum filter {
    FILTER_NEAREST,
    FILTER_BOX,
    FILTER_BILINEAR,
    FILTER_HAMMING,
    FILTER_BICUBIC,
    FILTER_MITCHELL,
    FILTER_LANCZOS3
};

extern const char *const filter_names[]; /* in the order of enum filter, NULL-terminated */

/* Output i is the sum of weight[i * taps + k] * source[start[i] + k] over k < count[i] <= taps.
 * Every window lies inside the source; starts never go back from one output to the next. */
struct filter_axis {
    int size, taps; /* taps: a multiple of FILTER_GROUP */
    int longest;    /* the largest count */
    int *start, *count;
    int16_t *weight; /* zero from count[i] to taps */
};

/* A line of `pixels`, of which each source sample stands for `factor` (a power of two) and the last
 * one for those that are left; [begin, begin + length) of it (real numbers of pixels inside
 * 0..pixels) is to be seen. */
struct filter_line {
    int pixels, factor;
    double begin, length;
};

/* Plans the resampling of a line to `size` outputs. A sample weighs as much as the pixels that it
 * stands for. A filter is widened by the scale when shrinking (antialiasing). Taps outside the
 * source are dropped and the others renormalised. Bits depend on the arguments alone, not on the
 * CPU or the maths library. Returns 0, or -1 with errno = ENOMEM and nothing to free. */
int filter_axis_make(struct filter_axis *axis, enum filter filter, struct filter_line line,
                     int size);
void filter_axis_free(struct filter_axis *axis);

#endif
