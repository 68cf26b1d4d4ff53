/* Unit tests of resize: target sizes, and what must hold of the pixels whatever the filter. */
#include "kernels/cpu.h"
#include "kernels/kernel.h"
#include "kernels/shared/filter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const struct kernel kernel_resize;

enum { CONTAIN, COVER, FILL };

static struct plan planned(struct shape src, int filter, int fit, int width, int height,
                           bool no_enlarge)
{
    struct plan plan;
    double value[PARAMS_MAX] = {width, height, filter, fit, no_enlarge};
    const struct variant *variant = &kernel_resize.variants[0];
    assert_int_equal(kernel_plan(&kernel_resize, variant, src, src, value, &plan), 0);
    return plan;
}

static void target_is(int width, int height, int fit, bool no_enlarge, struct shape expected)
{
    struct shape src = {width, height, expected.channels};
    struct plan plan = planned(src, FILTER_BOX, fit, 30, 20, no_enlarge);
    assert_int_equal(plan.dst.width, expected.width);
    assert_int_equal(plan.dst.height, expected.height);
    assert_int_equal(plan.dst.channels, expected.channels);
    kernel_unplan(&kernel_resize, &kernel_resize.variants[0], &plan);
}

static void contain_keeps_the_aspect(void **state)
{
    (void)state;
    target_is(100, 50, CONTAIN, false, (struct shape){30, 15, 3});
    target_is(50, 100, CONTAIN, false, (struct shape){10, 20, 4});
    target_is(3, 2, CONTAIN, false, (struct shape){30, 20, 1});
}

static void no_side_vanishes(void **state)
{
    (void)state;
    target_is(1000, 1, CONTAIN, false, (struct shape){30, 1, 3});
    target_is(1, 1000, CONTAIN, false, (struct shape){1, 20, 3});
}

static void cover_and_fill_have_the_size_asked_for(void **state)
{
    (void)state;
    target_is(100, 50, COVER, false, (struct shape){30, 20, 3});
    target_is(7, 900, COVER, false, (struct shape){30, 20, 3});
    target_is(7, 900, FILL, false, (struct shape){30, 20, 3});
}

static void small_images_stay_small_on_request(void **state)
{
    (void)state;
    for (int fit = CONTAIN; fit <= FILL; ++fit)
        target_is(10, 7, fit, true, (struct shape){10, 7, 3});
    target_is(60, 40, CONTAIN, true, (struct shape){30, 20, 3});
}

/* Resamples *src to *dst, which the caller frees. */
static void resample(const struct image *src, int filter, int width, int height, struct image *dst)
{
    struct plan plan = planned(src->shape, filter, FILL, width, height, false);
    void *scratch = aligned_alloc(64, (plan.scratch + 64) & ~(size_t)63);
    assert_non_null(scratch);
    *dst = (struct image){0};
    assert_int_equal(image_allocate(dst, plan.dst, area_whole(plan.dst)), 0);
    kernel_resize.variants[0].run[0](&plan, src, dst,
                                     &(struct band){{0, height}, .scratch = scratch});
    free(scratch);
    kernel_unplan(&kernel_resize, &kernel_resize.variants[0], &plan);
}

/* A source of 40 x 30 whose pixels colour() sets. */
static struct image source(int channels, void (*colour)(int x, int y, uint8_t *pixel))
{
    struct image image = {0};
    struct shape shape = {40, 30, channels};
    assert_int_equal(image_allocate(&image, shape, area_whole(shape)), 0);
    for (int y = 0; y < shape.height; ++y)
        for (int x = 0; x < shape.width; ++x) {
            uint8_t pixel[CHANNELS_MAX];
            colour(x, y, pixel);
            memcpy(image_row(&image, y) + x * channels, pixel, (size_t)channels);
        }
    return image;
}

static const int sizes[][2] = {{11, 7}, {40, 30}, {90, 61}, {3, 95}};
enum { SIZES = sizeof sizes / sizeof *sizes };

/* Calls check() with every pixel of the source resampled by every filter to several sizes. */
static void every_pixel(struct image *src, void (*check)(const uint8_t *pixel))
{
    for (int filter = FILTER_NEAREST; filter <= FILTER_LANCZOS3; ++filter)
        for (int i = 0; i < SIZES; ++i) {
            struct image dst;
            resample(src, filter, sizes[i][0], sizes[i][1], &dst);
            for (int y = 0; y < dst.shape.height; ++y)
                for (int x = 0; x < dst.shape.width; ++x)
                    check(image_row(&dst, y) + x * dst.shape.channels);
            image_free(&dst);
        }
    image_free(src);
}

static void grey_colour(int x, int y, uint8_t *pixel)
{
    (void)x, (void)y;
    memcpy(pixel, (const uint8_t[]){1, 128, 255, 255}, 4);
}

static void grey_check(const uint8_t *pixel)
{
    assert_memory_equal(pixel, ((const uint8_t[]){1, 128, 255}), 3);
}

static void opaque_check(const uint8_t *pixel)
{
    assert_memory_equal(pixel, ((const uint8_t[]){1, 128, 255, 255}), 4);
}

static void one_colour_stays_that_colour(void **state)
{
    (void)state;
    struct image rgb = source(3, grey_colour), rgba = source(4, grey_colour);
    every_pixel(&rgb, grey_check);
    every_pixel(&rgba, opaque_check);
}

/* Opaque red beside green that nobody can see. */
static void hidden_colour(int x, int y, uint8_t *pixel)
{
    bool hidden = (x + y / 3) % 17 > 8;
    memcpy(pixel, hidden ? (const uint8_t[]){0, 255, 0, 0} : (const uint8_t[]){200, 0, 0, 255}, 4);
}

static void hidden_check(const uint8_t *pixel)
{
    assert_true(pixel[3] == 0 || pixel[1] == 0);
    assert_true(pixel[3] < 16 || (pixel[0] >= 199 && pixel[0] <= 201));
}

static void what_is_transparent_bleeds_nothing(void **state)
{
    (void)state;
    struct image src = source(4, hidden_colour);
    every_pixel(&src, hidden_check);
}

static void a_decoder_may_shrink_to_twice_the_target(void **state)
{
    (void)state;
    struct plan plan = {.original = {4000, 3000, 3}};
    kernel_initial_values(&kernel_resize, plan.value);
    plan.value[0] = 400, plan.value[1] = 400, plan.value[3] = COVER;
    struct shape cover = kernel_resize.enough(&plan);
    assert_in_range(cover.width, 2 * 400 * 4 / 3, 2 * 400 * 4 / 3 + 2);
    assert_in_range(cover.height, 800, 801);
    plan.value[2] = FILTER_NEAREST;
    assert_int_equal(kernel_resize.enough(&plan).width, 4000);
}

static void a_variant_runs_where_its_instructions_are(void **state)
{
    (void)state;
    assert_string_equal(kernel_variant(&kernel_resize, 0)->name, "c");
#if defined(__x86_64__)
    unsigned avx512 = CPU_AVX2 | CPU_AVX512;
    assert_string_equal(kernel_variant(&kernel_resize, CPU_AVX2)->name, "avx2");
    assert_string_equal(kernel_variant(&kernel_resize, avx512)->name, "avx2");
    assert_string_equal(kernel_variant(&kernel_resize, avx512 | CPU_VNNI)->name, "avx512");
#endif
}

/* Resamples with one variant, in two bands that share scratch. */
static void resample_with(const struct variant *variant, const struct image *src, int filter,
                          int width, int height, struct image *dst)
{
    struct plan plan;
    double value[PARAMS_MAX] = {width, height, filter, FILL};
    assert_int_equal(kernel_plan(&kernel_resize, variant, src->shape, src->shape, value, &plan), 0);
    void *scratch = aligned_alloc(64, (plan.scratch + 64) & ~(size_t)63);
    assert_non_null(scratch);
    *dst = (struct image){0};
    assert_int_equal(image_allocate(dst, plan.dst, area_whole(plan.dst)), 0);
    const struct range bands[] = {{height / 3, height}, {0, height / 3}};
    for (int i = 0; i < 2; ++i)
        variant->run[0](&plan, src, dst, &(struct band){bands[i], .scratch = scratch});
    free(scratch);
    kernel_unplan(&kernel_resize, variant, &plan);
}

static void spread_colour(int x, int y, uint8_t *pixel)
{
    for (int c = 0; c < CHANNELS_MAX; ++c)
        pixel[c] =
            (uint8_t)(((unsigned)x * 2654435761u + (unsigned)y * 40503u + (unsigned)c * 977u) >>
                      11);
}

/* Larger than what is stored around the caches; check_kernel has the small targets. */
static void large_targets_are_the_same_in_every_variant(void **state)
{
    (void)state;
    enum { WIDTH = 2173, HEIGHT = 2011 }; /* > 4 MiB */
    for (int channels = 1; channels <= CHANNELS_MAX; ++channels) {
        struct image src = source(channels, spread_colour), expected, dst;
        resample_with(&kernel_resize.variants[0], &src, FILTER_LANCZOS3, WIDTH, HEIGHT, &expected);
        for (int i = 1; i < VARIANTS_MAX && kernel_resize.variants[i].name; ++i) {
            if (kernel_resize.variants[i].cpu & ~cpu_features())
                continue;
            resample_with(&kernel_resize.variants[i], &src, FILTER_LANCZOS3, WIDTH, HEIGHT, &dst);
            for (int y = 0; y < HEIGHT; ++y)
                assert_memory_equal(image_row(&dst, y), image_row(&expected, y),
                                    image_row_bytes(&dst));
            image_free(&dst);
        }
        image_free(&expected);
        image_free(&src);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contain_keeps_the_aspect),
        cmocka_unit_test(no_side_vanishes),
        cmocka_unit_test(cover_and_fill_have_the_size_asked_for),
        cmocka_unit_test(small_images_stay_small_on_request),
        cmocka_unit_test(one_colour_stays_that_colour),
        cmocka_unit_test(what_is_transparent_bleeds_nothing),
        cmocka_unit_test(a_decoder_may_shrink_to_twice_the_target),
        cmocka_unit_test(a_variant_runs_where_its_instructions_are),
        cmocka_unit_test(large_targets_are_the_same_in_every_variant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
