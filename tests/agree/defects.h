/* Kernels with one defect each, which verification must see. */
#ifndef PARALLAX_AGREE_DEFECTS_H
#define PARALLAX_AGREE_DEFECTS_H

#include "tests/agree/run_line.h"

/* Of all that is tried in this program. */
struct defects {
    struct team team;
    int threads, done, bad;
    atomic_int calls;              /* for defects that count them; 0 before each */
    const struct kernel *original; /* under test: each defect is a bad copy of its plain C code */
};
extern struct defects defects;

extern const struct kernel kernel_resize, kernel_sobel, kernel_histogram;

enum { DEFECTS_MARKED = 31 }; /* one image has this width */

/* Its passes as they are. */
kernel_fn defects_count, defects_compute;

/* Runs the kernel under test with these for its first and last pass; it must end with the right
 * result, or else be found out, on every rank. */
void defects_expect(const char *name, kernel_fn *first, kernel_fn *last, const char *line,
                    bool right);

/* Defects at places: at random, with everything checked; at those that every sample has; what was
 * not computed, or not sent. */
void places_try(uint64_t seed);

#endif
