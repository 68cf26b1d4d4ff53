/* Unit tests of resize_fit and resize_pad: sizes, what is cropped, what stands beside. */
#include "kernels/resize/resize.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kernels/cpu.h"

extern const struct kernel kernel_resize;

static void the_result_is(double width, double height, int fit, bool no_enlarge, int expected_width,
                          int expected_height)
{
    const double value[PARAMS_MAX] = {width, height, FILTER_BOX, fit, no_enlarge};
    struct resize_geometry g = resize_fit(value, 120, 80);
    assert_int_equal(g.width, expected_width);
    assert_int_equal(g.height, expected_height);
}

static void every_fit_has_its_size(void **state)
{
    (void)state;
    the_result_is(30, 30, FIT_CONTAIN, false, 30, 20);
    the_result_is(30, 30, FIT_COVER, false, 30, 30);
    the_result_is(30, 30, FIT_FILL, false, 30, 30);
    the_result_is(30, 30, FIT_PAD, false, 30, 30);
    the_result_is(30, 30, FIT_OUTSIDE, false, 45, 30);
    the_result_is(30, 10, FIT_OUTSIDE, false, 30, 20);
    the_result_is(200, 300, FIT_CONTAIN, true, 120, 80);
    the_result_is(200, 300, FIT_PAD, true, 200, 300);
    the_result_is(200, 300, FIT_OUTSIDE, true, 120, 80);
}

static void open_sides_and_percentages_keep_the_aspect(void **state)
{
    (void)state;
    const struct {
        double width, height;
        int expected[2];
    } cases[] = {{30, 0, {30, 20}},        {0, 100, {150, 100}}, {-50, -50, {60, 40}},
                 {-12.5, -12.5, {15, 10}}, {-0.1, -0.1, {1, 1}}, {7, 0, {7, 5}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i)
        for (int fit = FIT_CONTAIN; fit <= FIT_OUTSIDE; ++fit)
            the_result_is(cases[i].width, cases[i].height, fit, false, cases[i].expected[0],
                          cases[i].expected[1]);
    the_result_is(-200, -200, FIT_CONTAIN, true, 120, 80);
}

static void a_result_of_any_size_has_a_number(void **state)
{
    (void)state;
    const double value[PARAMS_MAX] = {65535, 0, FILTER_BOX, FIT_CONTAIN};
    struct resize_geometry g = resize_fit(value, 1, SIDE_MAX);
    assert_true(g.height > SIDE_MAX);
    struct plan plan;
    struct shape tall = {1, SIDE_MAX, 1};
    assert_int_equal(
        kernel_plan(&kernel_resize, &kernel_resize.variants[0], tall, tall, value, &plan), -1);
}

/* Of a wide image in a square, and of a high one: the place along the free axis is the middle's or
 * an end's. */
static void gravity_says_what_is_kept_and_where_it_stands(void **state)
{
    (void)state;
    const int across[] = {1, 1, 2, 2, 2, 1, 0, 0, 0}, down[] = {1, 0, 0, 1, 2, 2, 2, 1, 0};
    for (int gravity = 0; resize_gravity_names[gravity]; ++gravity) {
        double value[PARAMS_MAX] = {40, 40, FILTER_BOX, FIT_COVER, 0, gravity};
        assert_true(resize_fit(value, 120, 80).left == 20 * across[gravity]);
        assert_true(resize_fit(value, 120, 80).top == 0);
        assert_true(resize_fit(value, 80, 120).top == 20 * down[gravity]);
        value[RESIZE_FIT] = FIT_PAD;
        struct resize_geometry wide = resize_fit(value, 120, 60), high = resize_fit(value, 60, 120);
        assert_int_equal(wide.columns, 40);
        assert_int_equal(wide.rows, 20);
        assert_int_equal(wide.row, 10 * down[gravity]);
        assert_int_equal(wide.column, 0);
        assert_int_equal(high.column, 10 * across[gravity]);
    }
}

/* What `value` makes of an image, by a variant; the caller frees it. */
static struct image resized(const struct image *src, const double *value,
                            const struct variant *variant)
{
    struct plan plan;
    struct image dst = {0};
    assert_int_equal(kernel_plan(&kernel_resize, variant, src->shape, src->shape, value, &plan), 0);
    void *scratch = aligned_alloc(64, (plan.scratch + 64) & ~(size_t)63);
    assert_non_null(scratch);
    assert_int_equal(image_allocate(&dst, plan.dst, area_whole(plan.dst)), 0);
    variant->run[0](&plan, src, &dst, &(struct band){{0, plan.dst.height}, .scratch = scratch});
    free(scratch);
    kernel_unplan(&kernel_resize, variant, &plan);
    return dst;
}

static const uint8_t *pixel_of(const struct image *image, int x, int y)
{
    return image_row(image, y) + (ptrdiff_t)x * image->shape.channels;
}

/* By every variant and for all channels: inside what contain makes, outside the background. */
static void pad_is_contain_on_background(void **state)
{
    (void)state;
    const uint8_t behind[][4] = {{76}, {76, 128}, {254, 0, 0}, {254, 0, 0, 128}};
    for (const struct variant *v = kernel_resize.variants; v->name; ++v)
        for (int channels = 1; channels <= 4 && (v->cpu & ~cpu_features()) == 0; ++channels) {
            struct image src = {0};
            struct shape shape = {90, 60, channels};
            assert_int_equal(image_allocate(&src, shape, area_whole(shape)), 0);
            for (int y = 0; y < 60; ++y)
                for (size_t i = 0; i < image_row_bytes(&src); ++i)
                    image_row(&src, y)[i] = (uint8_t)(i * 37 + (size_t)y * 11);
            double value[PARAMS_MAX] = {51, 47, FILTER_LANCZOS3, FIT_PAD, 0, 0, 0xfe000080};
            struct image padded = resized(&src, value, v);
            value[RESIZE_FIT] = FIT_CONTAIN;
            struct image inner = resized(&src, value, v);
            assert_int_equal(inner.shape.height, 34);
            for (int y = 0; y < 47; ++y)
                for (int x = 0; x < 51; ++x)
                    assert_memory_equal(pixel_of(&padded, x, y),
                                        y >= 6 && y < 40 ? pixel_of(&inner, x, y - 6)
                                                         : behind[channels - 1],
                                        (size_t)channels);
            image_free(&padded);
            image_free(&inner);
            image_free(&src);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fit_has_its_size),
        cmocka_unit_test(open_sides_and_percentages_keep_the_aspect),
        cmocka_unit_test(a_result_of_any_size_has_a_number),
        cmocka_unit_test(gravity_says_what_is_kept_and_where_it_stands),
        cmocka_unit_test(pad_is_contain_on_background),
    };
    return cmocka_run_group_tests_name("resize_fit", tests, NULL, NULL);
}
