/* Samples to 16-bit fixed point and weighted sums back to samples, with alpha: what the separable
 * filters share. Their fixed point is defined in resize.c. */
#ifndef PARALLAX_SHARED_ALPHA_H
#define PARALLAX_SHARED_ALPHA_H

#include "kernels/image.h"
#include "kernels/shared/filter.h"

static inline bool has_alpha(int channels)
{
    return channels == 2 || channels == 4;
}

/* Source samples to Q6, colours weighted by alpha; `samples` is a multiple of `channels`. */
static inline void widen(const uint8_t *restrict source, int samples, int channels,
                         int16_t *restrict q)
{
    if (!has_alpha(channels)) {
        for (int i = 0; i < samples; ++i)
            q[i] = (int16_t)(64 * source[i]);
        return;
    }
    for (int i = 0; i < samples; i += channels) {
        int alpha = source[i + channels - 1];
        for (int c = 0; c < channels - 1; ++c)
            q[i + c] = (int16_t)((source[i + c] * alpha + 2) >> 2);
        q[i + channels - 1] = (int16_t)((255 * alpha + 2) >> 2);
    }
}

/* Sums of the first axis back to Q6. */
static inline void narrow(const int32_t *restrict sums, int samples, int16_t *restrict t)
{
    for (int i = 0; i < samples; ++i)
        t[i] = (int16_t)((sums[i] + (1 << (FILTER_BITS - 1))) >> FILTER_BITS);
}

static inline int clamp(int x, int low, int high)
{
    return x < low ? low : x > high ? high : x;
}

/* Sums of the second axis to a pixel with alpha: t and alpha in Q6 times 255 / 4 of full scale.
 * Colours are divided by alpha before it is clamped: where a filter overshoots, both do, and a
 * colour beside an edge of alpha stays what it was. */
static inline void finish_alpha(const int32_t *sums, int channels, uint8_t *out)
{
    enum { FULL = 16256 }; /* (255 * 255 + 2) >> 2 */
    int round = 1 << (FILTER_BITS - 1);
    int alpha = clamp((sums[channels - 1] + round) >> FILTER_BITS, 0, INT16_MAX);
    for (int c = 0; c < channels - 1; ++c) {
        int colour = clamp((sums[c] + round) >> FILTER_BITS, 0, alpha);
        out[c] = (uint8_t)(alpha == 0 ? 0 : (255 * colour + alpha / 2) / alpha);
    }
    out[channels - 1] = (uint8_t)((4 * clamp(alpha, 0, FULL) + 127) / 255);
}

static inline void finish(const int32_t *restrict sums, int samples, int channels,
                          uint8_t *restrict out)
{
    enum { BITS = FILTER_BITS + 6 };
    if (has_alpha(channels))
        for (int i = 0; i < samples; i += channels)
            finish_alpha(sums + i, channels, out + i);
    else
        for (int i = 0; i < samples; ++i)
            out[i] = (uint8_t)clamp((sums[i] + (1 << (BITS - 1))) >> BITS, 0, 255);
}

#endif
