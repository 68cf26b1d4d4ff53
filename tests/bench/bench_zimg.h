/* zimg for the benchmark, as Python calls it through ctypes. */
#ifndef PARALLAX_BENCH_ZIMG_H
#define PARALLAX_BENCH_ZIMG_H

#include <stddef.h>
#include <stdint.h>

/* One plane for each channel, `stride` bytes a row, plane after plane: zimg's layout. Data and
 * stride are multiples of 64. */
struct bench_planes {
    uint8_t *data;
    ptrdiff_t stride;
    int width, height, channels;
};

/* What is timed: builds a graph, allocates its memory, resizes, frees both. `filter` is nearest,
 * bilinear, bicubic (a = -1/2) or lanczos3; 2 and 4 channels have straight alpha. Returns 0, or -1:
 * bench_zimg_error() says why. */
int bench_zimg_resize(const char *filter, const struct bench_planes *src,
                      const struct bench_planes *dst);

/* Why the last call failed; overwritten by the next one that does. */
const char *bench_zimg_error(void);

/* "3.0.4" */
const char *bench_zimg_version(void);

#endif
