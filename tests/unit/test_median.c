/* Unit tests of median: against sorting, for networks and histograms, also beyond the image. */
#include "kernels/kernel.h"
#include "tests/check/check_random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const struct kernel kernel_median;

/* Noise between two values; with few of them many samples of a window are equal. */
static struct image noise(struct shape shape, uint64_t seed, int low, int high)
{
    struct image image = {0};
    struct random random = {seed};
    assert_int_equal(image_allocate(&image, shape, area_whole(shape)), 0);
    for (int y = 0; y < shape.height; ++y)
        for (int i = 0; i < shape.width * shape.channels; ++i)
            image_row(&image, y)[i] = (uint8_t)random_between(&random, low, high);
    return image;
}

static struct image filtered(const struct image *src, int radius)
{
    struct plan plan;
    struct image dst = {0};
    const double value[PARAMS_MAX] = {radius};
    const struct variant *variant = &kernel_median.variants[0];
    assert_int_equal(kernel_plan(&kernel_median, variant, src->shape, src->shape, value, &plan), 0);
    void *scratch = aligned_alloc(64, (plan.scratch + 64) & ~(size_t)63);
    assert_non_null(scratch);
    assert_int_equal(image_allocate(&dst, plan.dst, area_whole(plan.dst)), 0);
    variant->run[0](&plan, src, &dst, &(struct band){{0, plan.dst.height}, .scratch = scratch});
    free(scratch);
    kernel_unplan(&kernel_median, variant, &plan);
    return dst;
}

static int clip(int x, int end)
{
    return x < 0 ? 0 : x < end ? x : end - 1;
}

static int compare(const void *a, const void *b)
{
    return *(const uint8_t *)a - *(const uint8_t *)b;
}

static uint8_t sorted_median(const struct image *src, int radius, int x, int y, int c)
{
    static uint8_t window[255 * 255];
    size_t count = 0;
    for (int dy = -radius; dy <= radius; ++dy)
        for (int dx = -radius; dx <= radius; ++dx)
            window[count++] = image_row(src, clip(y + dy, src->shape.height))
                [(ptrdiff_t)clip(x + dx, src->shape.width) * src->shape.channels + c];
    qsort(window, count, 1, compare);
    return window[count / 2];
}

/* Compares every `step`th pixel with sorting. */
static void median_is_sorted(struct image src, int radius, int step)
{
    struct image dst = filtered(&src, radius);
    int pixels = src.shape.width * src.shape.height;
    for (int pixel = 0; pixel < pixels; pixel += step)
        for (int c = 0; c < src.shape.channels; ++c) {
            int x = pixel % src.shape.width, y = pixel / src.shape.width;
            int is = image_row(&dst, y)[(ptrdiff_t)x * src.shape.channels + c];
            int expected = sorted_median(&src, radius, x, y, c);
            if (is != expected)
                fail_msg("%dx%dx%d, radius %d: %d in place of %d at %d,%d,%d", src.shape.width,
                         src.shape.height, src.shape.channels, radius, is, expected, x, y, c);
        }
    image_free(&src);
    image_free(&dst);
}

static void small_images_are_sorted(void **state)
{
    (void)state;
    static const int sides[] = {1, 2, 3, 4, 5, 7, 16, 19, 33};
    enum { SIDES = sizeof sides / sizeof *sides };
    for (int i = 0; i < SIDES * SIDES; ++i)
        for (int radius = 1; radius <= 6; ++radius) {
            struct shape shape = {sides[i % SIDES], sides[i / SIDES], 1 + (i + radius) % 4};
            median_is_sorted(noise(shape, (uint64_t)i, 0, 255), radius, 1 + i / 20);
        }
}

/* Zeros and ones find what is wrong with a network. */
static void few_values_are_sorted(void **state)
{
    (void)state;
    for (int radius = 1; radius <= 5; ++radius)
        for (uint64_t seed = 0; seed < 8; ++seed) {
            median_is_sorted(noise((struct shape){71, 29, 1}, seed, 0, 1), radius, 1);
            median_is_sorted(noise((struct shape){71, 29, 1}, seed, 253, 255), radius, 1);
        }
}

/* Longer than the strips and stripes in which rows are done. */
static void wide_images_are_sorted(void **state)
{
    (void)state;
    median_is_sorted(noise((struct shape){1100, 3, 3}, 1, 0, 255), 1, 1);
    median_is_sorted(noise((struct shape){1030, 5, 4}, 2, 0, 255), 2, 1);
    median_is_sorted(noise((struct shape){300, 4, 2}, 3, 0, 255), 3, 1);
    median_is_sorted(noise((struct shape){200, 4, 3}, 3, 0, 255), 4, 1);
    median_is_sorted(noise((struct shape){1100, 4, 2}, 3, 0, 255), 5, 3);
    median_is_sorted(noise((struct shape){530, 4, 1}, 4, 100, 140), 20, 7);
}

static void windows_larger_than_the_image_are_sorted(void **state)
{
    (void)state;
    static const int radii[] = {8, 40, 89, 90, 91, 127};
    for (size_t i = 0; i < sizeof radii / sizeof *radii; ++i) {
        median_is_sorted(noise((struct shape){1, 1, 2}, 1, 0, 255), radii[i], 1);
        median_is_sorted(noise((struct shape){9, 6, 3}, 2, 0, 255), radii[i], 11);
        median_is_sorted(noise((struct shape){21, 90, 1}, 3, 0, 255), radii[i], 211);
    }
}

/* The largest counts there are. */
static void full_windows_of_one_value_keep_it(void **state)
{
    (void)state;
    for (int value = 0; value <= 255; value += 5) {
        struct shape shape = {260, 2, 1};
        struct image src = noise(shape, 0, value, value), dst = filtered(&src, 127);
        for (int y = 0; y < shape.height; ++y)
            assert_memory_equal(image_row(&dst, y), image_row(&src, y), image_row_bytes(&src));
        image_free(&src);
        image_free(&dst);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_images_are_sorted),
        cmocka_unit_test(few_values_are_sorted),
        cmocka_unit_test(wide_images_are_sorted),
        cmocka_unit_test(windows_larger_than_the_image_are_sorted),
        cmocka_unit_test(full_windows_of_one_value_keep_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
