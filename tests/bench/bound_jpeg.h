/* Shrinking one JPEG in memory by the least work. Used by bound only. */
#ifndef PARALLAX_BENCH_BOUND_JPEG_H
#define PARALLAX_BENCH_BOUND_JPEG_H

#include <stdbool.h>
#include <stddef.h>

/* One worker's, zero-initialised, kept from file to file: they grow by half. */
struct bound_buffers {
    unsigned char *file, *pixels, *picked, *encoded;
    size_t file_size, pixels_size, picked_size; /* of the memory */
    unsigned long encoded_size;
};

struct bound_target {
    int width, height; /* the box that the result fits in, in pixels */
    int quality;       /* 1..100 */
    bool full;         /* decode all pixels */
};

/* At least `wanted` bytes in place of `memory`, whose *size it changes; ends the program if there
 * are none. */
unsigned char *bound_grow(unsigned char *memory, size_t *size, size_t wanted);

/* The first `size` bytes of buffers->file, a JPEG, become a smaller one in buffers->encoded;
 * returns its size. A file that is damaged ends the program. */
unsigned long bound_shrink(struct bound_buffers *buffers, size_t size,
                           const struct bound_target *asked);

#endif
