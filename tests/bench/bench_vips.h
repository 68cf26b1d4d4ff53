/* libvips for the benchmark, as Python calls it through ctypes. */
#ifndef PARALLAX_BENCH_VIPS_H
#define PARALLAX_BENCH_VIPS_H

#include <stddef.h>
#include <stdint.h>

/* Starts libvips with one worker and without its cache of results. Returns 0, or -1:
 * bench_vips_error() says why. */
int bench_vips_start(void);

/* What is timed, with bench_vips_release(): resizes interleaved pixels, rows without gaps, to
 * target_width * target_height pixels of as many channels in new memory. `filter` is bilinear,
 * bicubic or lanczos3; colours of 2 and 4 channels are multiplied by alpha for it.
 * NULL: bench_vips_error() says why. */
uint8_t *bench_vips_resize(const char *filter, const uint8_t *pixels, int width, int height,
                           int channels, int target_width, int target_height);
void bench_vips_release(uint8_t *pixels);

/* What failed so far. */
const char *bench_vips_error(void);

/* "8.14.1" */
const char *bench_vips_version(void);

#endif
