/* What unit tests of kernels share: images of noise, and a kernel's variants on a whole image. */
#ifndef PARALLAX_KERNEL_FIXTURE_H
#define PARALLAX_KERNEL_FIXTURE_H

#include "kernels/kernel.h"

/* A whole image of independent samples in low..high; the caller frees it. */
struct image fixture_noise(struct shape shape, int low, int high, uint64_t seed);

/* All passes of variants[0] over the whole of *src with these parameters; the caller frees the
 * result. NULL for `value`: the initial values. */
struct image fixture_run(const struct kernel *kernel, const double *value, const struct image *src);

/* The same by another variant, which this CPU must have. */
struct image fixture_run_by(const struct kernel *kernel, const struct variant *variant,
                            const double *value, const struct image *src);

/* Fails the test unless all variants that this CPU has give the same. */
void fixture_variants_agree(const struct kernel *kernel, const double *value,
                            const struct image *src);

/* The sample at these places of a whole image. */
static inline int fixture_sample(const struct image *image, int y, int x, int c)
{
    return image_row(image, y)[(ptrdiff_t)x * image->shape.channels + c];
}

/* Fails the test, with the place, unless shapes and all pixels are the same. */
void fixture_same(const struct image *image, const struct image *expected);

#endif
