/* Images of noise, and a kernel's variants on a whole image. */
#include "kernel_fixture.h"

#include "check_random.h"
#include "kernels/cpu.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct image fixture_noise(struct shape shape, int low, int high, uint64_t seed)
{
    struct image image = {0};
    struct random random = {seed};
    assert_int_equal(image_allocate(&image, shape, area_whole(shape)), 0);
    for (int y = 0; y < shape.height; ++y)
        for (size_t i = 0; i < image_row_bytes(&image); ++i)
            image_row(&image, y)[i] = (uint8_t)random_between(&random, low, high);
    return image;
}

struct image fixture_run_by(const struct kernel *kernel, const struct variant *variant,
                            const double *value, const struct image *src)
{
    double initial[PARAMS_MAX];
    struct plan plan;
    struct image dst = {0};
    kernel_initial_values(kernel, initial);
    assert_int_equal(
        kernel_plan(kernel, variant, src->shape, src->shape, value ? value : initial, &plan), 0);
    assert_int_equal(image_allocate(&dst, plan.dst, area_whole(plan.dst)), 0);
    void *scratch = aligned_alloc(64, (plan.scratch + 64) & ~(size_t)63);
    uint64_t *tally = calloc(PASSES_MAX * kernel->tallies + 1, sizeof *tally);
    assert_true(scratch && tally);
    for (int pass = 0; pass < kernel_passes(kernel); ++pass) {
        struct range rows = {0, kernel_rows(kernel, &plan, pass)};
        variant->run[pass](&plan, src, &dst, rows, pass ? tally : NULL,
                           tally + (size_t)pass * kernel->tallies, scratch);
    }
    free(tally);
    free(scratch);
    kernel_unplan(kernel, variant, &plan);
    return dst;
}

struct image fixture_run(const struct kernel *kernel, const double *value, const struct image *src)
{
    return fixture_run_by(kernel, &kernel->variants[0], value, src);
}

void fixture_variants_agree(const struct kernel *kernel, const double *value,
                            const struct image *src)
{
    struct image expected = fixture_run(kernel, value, src);
    for (int i = 1; i < VARIANTS_MAX && kernel->variants[i].name; ++i) {
        if (kernel->variants[i].cpu & ~cpu_features())
            continue;
        struct image found = fixture_run_by(kernel, &kernel->variants[i], value, src);
        fixture_same(&found, &expected);
        image_free(&found);
    }
    image_free(&expected);
}

void fixture_same(const struct image *image, const struct image *expected)
{
    struct shape shape = expected->shape;
    assert_true(shape_equal(image->shape, shape));
    for (int y = 0; y < shape.height; ++y)
        for (int x = 0; x < shape.width; ++x)
            for (int c = 0; c < shape.channels; ++c)
                if (fixture_sample(image, y, x, c) != fixture_sample(expected, y, x, c))
                    fail_msg("row %d, column %d, channel %d is %d instead of %d", y, x, c,
                             fixture_sample(image, y, x, c), fixture_sample(expected, y, x, c));
}
