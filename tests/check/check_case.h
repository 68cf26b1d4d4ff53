/* One case of check_kernel: a kernel, its options, a source image; made from a seed or from text.
 */
#ifndef PARALLAX_CHECK_CASE_H
#define PARALLAX_CHECK_CASE_H

#include "kernels/kernel.h"

enum case_pattern {
    PATTERN_NOISE,
    PATTERN_CONSTANT,
    PATTERN_CHECKERBOARD, /* 0 and 255 */
    PATTERN_IMPULSE,      /* one pixel of 255 in black, or of 0 in white */
    PATTERN_RAMP,
    PATTERN_COUNT
};

enum { CASE_TEXT = 256 };

struct check_case {
    const struct kernel *kernel;
    struct shape original, src;
    double value[PARAMS_MAX];
    enum case_pattern pattern;
    uint64_t seed; /* of the pixels */
};

/* Case number `index` under `seed`: the number walks through channels and odd widths, the rest is
 * drawn, the options from the kernel's own table. The same on every machine. */
void case_make(struct check_case *made, const struct kernel *kernel, uint64_t seed, int index);

/* Sets options from "name=value name=WxH": choices by name. Returns 0, or -1 on a name or value
 * that the kernel does not know. */
int case_set(struct check_case *made, const char *assignments);

/* The whole case in words, for a report; at most CASE_TEXT bytes with the NUL. */
void case_describe(const struct check_case *made, char text[static CASE_TEXT]);

/* All pixels of the source, rows without gaps: width * height * shape_pixel_bytes(). */
void case_pixels(const struct check_case *made, uint8_t *pixels);

#endif
