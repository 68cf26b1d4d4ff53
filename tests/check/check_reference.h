/* Resampling in double precision, straight from the formulas: what resize is measured against. */
#ifndef PARALLAX_CHECK_REFERENCE_H
#define PARALLAX_CHECK_REFERENCE_H

#include "kernels/image.h"

/* The part of a source, in its pixels, that is stretched over the target. */
struct reference_crop {
    double left, top, width, height;
};

/* Resamples all of *src (wholly held) with the filter of that name to target.width x target.height;
 * returns target samples 0 … 255, not rounded, rows without gaps, which the caller frees. With
 * alpha (2 or 4 channels) colours are returned multiplied by alpha / 255. Ends the program when out
 * of memory or when the name is unknown. */
double *reference_resize(const struct image *src, struct shape target, const char *filter,
                         struct reference_crop crop);

#endif
