/* Unit tests of transpose: where each pixel goes, and which columns a band needs. */
#include "tests/fixtures/kernel_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

extern const struct kernel kernel_transpose;

enum { RIGHT, LEFT };

static struct image turned(const struct image *src, int turn)
{
    return fixture_run(&kernel_transpose, (double[PARAMS_MAX]){turn}, src);
}

static void every_pixel_goes_where_the_formula_says(void **state)
{
    (void)state;
    for (int channels = 1; channels <= CHANNELS_MAX; ++channels)
        for (int turn = RIGHT; turn <= LEFT; ++turn) {
            int width = 67, height = 41;
            struct image src = fixture_noise((struct shape){width, height, channels}, 0, 255, 5);
            struct image dst = turned(&src, turn);
            assert_true(shape_equal(dst.shape, (struct shape){height, width, channels}));
            for (int y = 0; y < width; ++y)
                for (int x = 0; x < height; ++x)
                    for (int c = 0; c < channels; ++c)
                        assert_int_equal(fixture_sample(&dst, y, x, c),
                                         turn == RIGHT ? fixture_sample(&src, height - 1 - x, y, c)
                                                       : fixture_sample(&src, x, width - 1 - y, c));
            image_free(&src);
            image_free(&dst);
        }
}

static void left_undoes_right(void **state)
{
    (void)state;
    struct image src = fixture_noise((struct shape){130, 33, 3}, 0, 255, 6);
    struct image once = turned(&src, RIGHT), twice = turned(&once, LEFT);
    fixture_same(&twice, &src);
    image_free(&src);
    image_free(&once);
    image_free(&twice);
}

/* So large that vector variants store around the caches. */
static void variants_agree_on_a_large_image(void **state)
{
    (void)state;
    struct image src = fixture_noise((struct shape){1400, 1100, 3}, 0, 255, 7);
    for (int turn = RIGHT; turn <= LEFT; ++turn)
        fixture_variants_agree(&kernel_transpose, (double[PARAMS_MAX]){turn}, &src);
    image_free(&src);
}

static void band_needs(int turn, struct range rows, struct area expected)
{
    struct plan plan;
    struct shape shape = {20, 9, 3};
    const struct variant *c = &kernel_transpose.variants[0];
    assert_int_equal(
        kernel_plan(&kernel_transpose, c, shape, shape, (double[PARAMS_MAX]){turn}, &plan), 0);
    struct area needed = kernel_transpose.needs(&plan, 0, rows);
    assert_memory_equal(&needed, &expected, sizeof needed);
    kernel_unplan(&kernel_transpose, c, &plan);
}

static void a_band_of_rows_needs_a_band_of_columns(void **state)
{
    (void)state;
    band_needs(RIGHT, (struct range){3, 7}, (struct area){{0, 9}, {3, 7}});
    band_needs(LEFT, (struct range){3, 7}, (struct area){{0, 9}, {13, 17}});
}

static void no_rows_need_nothing(void **state)
{
    (void)state;
    band_needs(LEFT, (struct range){20, 20}, (struct area){{0, 0}, {0, 0}});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pixel_goes_where_the_formula_says),
        cmocka_unit_test(left_undoes_right),
        cmocka_unit_test(variants_agree_on_a_large_image),
        cmocka_unit_test(a_band_of_rows_needs_a_band_of_columns),
        cmocka_unit_test(no_rows_need_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
