/* The roofline as a picture, drawn by gnuplot. */
#ifndef PARALLAX_CHECK_ROOFLINE_H
#define PARALLAX_CHECK_ROOFLINE_H

#include "tests/check/check_machine.h"

#include <stdbool.h>

/* One variant of a kernel on one case; those of one case stand in a row. */
struct roofline_point {
    const char *kernel, *options, *variant;
    double intensity, rate; /* operations a byte, 10^9 operations a second */
    bool multiplies;        /* the operations are what the peaks are measured with */
};

/* Whether the script can be written: asked before anything is measured. Returns 0, or 73 after
 * saying why not. */
int roofline_check(const char *path);

/* Draws points[count] under the roofs of a settled *machine into `path`, which ends with .svg or
 * .png, and leaves the script with all data beside it under the ending .gp. `title` says what was
 * measured. Returns 0, or after saying why there is no picture an exit code: 73 when the script
 * cannot be written, 74 when gnuplot fails, 78 when it is not there. */
int roofline_plot(const char *path, const char *title, const struct machine *machine,
                  const struct roofline_point *points, int count);

#endif
