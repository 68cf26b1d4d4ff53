/* Strict numbers: the whole text or nothing. */
#ifndef PARALLAX_OPTIONS_NUMBERS_H
#define PARALLAX_OPTIONS_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "kernels/image.h"

/* Each returns false, and leaves *result, if the text is not exactly one such number in range. No
 * leading blank or plus sign, no exponent for whole numbers, no NaN, no infinity. */
bool numbers_whole(const char *text, double min, double max, int64_t *result);
bool numbers_seed(const char *text, uint64_t *result);
bool numbers_real(const char *text, double min, double max, double *result);

/* "WxH", "Wx" or "xH", each in min..max, and 0 for what is left out; or "N%", both -N, from 0.01 to
 * 10000. */
bool numbers_size(const char *text, double min, double max, double *width, double *height);

/* RGB, RRGGBB or RRGGBBAA, with "#" before it or without, or a name, as 0xRRGGBBAA; opaque where
 * nothing else is said. */
bool numbers_colour(const char *text, uint32_t *result);

/* One to `most` valid shapes with commas between, each "WxH" (three channels) or "WxHxC": their
 * number, or 0 if the text is anything else. */
int numbers_shapes(const char *text, int most, struct shape *result);

#endif
