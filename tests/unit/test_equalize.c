/* Unit tests of equalize: the formula, counted again for every sample; what must stay as it is. */
#include "kernels/shared/count.h"
#include "tests/fixtures/kernel_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

extern const struct kernel kernel_equalize;

/* Samples of channel c that are at most `value`. */
static int64_t count_up_to(const struct image *src, int c, int value)
{
    int64_t count = 0;
    for (int y = 0; y < src->shape.height; ++y)
        for (int x = 0; x < src->shape.width; ++x)
            count += fixture_sample(src, y, x, c) <= value;
    return count;
}

/* The largest k with k - 1/2 <= 255 (cdf - least) / (n - least), found by trying. */
static int expected_value(const struct image *src, int c, int value)
{
    int64_t pixels = (int64_t)src->shape.width * src->shape.height, least = 0;
    for (int v = 0; v < 256 && least == 0; ++v)
        least = count_up_to(src, c, v);
    int64_t above = count_up_to(src, c, value) - least, others = pixels - least;
    if (others == 0)
        return value;
    int k = 0;
    while ((2 * k + 1) * others <= 510 * above)
        ++k;
    return k;
}

static void formula_holds(struct shape shape, int low, int high)
{
    struct image src = fixture_noise(shape, low, high, 17);
    struct image dst = fixture_run(&kernel_equalize, NULL, &src);
    int colours = shape.channels < 3 ? 1 : 3;
    assert_true(shape_equal(dst.shape, shape));
    for (int c = 0; c < shape.channels; ++c)
        for (int y = 0; y < shape.height; ++y)
            for (int x = 0; x < shape.width; ++x) {
                int value = fixture_sample(&src, y, x, c);
                assert_int_equal(fixture_sample(&dst, y, x, c),
                                 c < colours ? expected_value(&src, c, value) : value);
            }
    image_free(&src);
    image_free(&dst);
}

static void few_values_are_spread(void **state)
{
    (void)state;
    for (int channels = 1; channels <= CHANNELS_MAX; ++channels)
        formula_holds((struct shape){13, 11, channels}, 100, 107);
}

static void many_values_are_spread(void **state)
{
    (void)state;
    for (int channels = 1; channels <= CHANNELS_MAX; ++channels)
        formula_holds((struct shape){9, 7, channels}, 0, 255);
}

static void a_channel_of_one_value_stays(void **state)
{
    (void)state;
    struct image src = fixture_noise((struct shape){5, 4, 3}, 90, 90, 1);
    struct image dst = fixture_run(&kernel_equalize, NULL, &src);
    fixture_same(&dst, &src);
    image_free(&src);
    image_free(&dst);
}

/* As many pixels as an image may have, in three values: 255 / 2 is rounded up. */
static void counts_of_the_largest_image_do_not_overflow(void **state)
{
    (void)state;
    uint64_t total[COUNT_TALLIES] = {0};
    uint8_t in[] = {7, 8, 200}, out[sizeof in], expected[] = {0, 128, 255};
    struct image src = {{3, 1, 1}, {{0, 1}, {0, 3}}, 3, in, 0}, dst = src;
    struct plan plan = {.src = src.shape, .dst = src.shape};
    dst.pixels = out;
    total[7] = (uint64_t)1 << 46;
    total[8] = total[200] = (uint64_t)3 << 45;
    kernel_equalize.variants[0].run[1](&plan, &src, &dst, &(struct band){{0, 1}, .total = total});
    assert_memory_equal(out, expected, sizeof out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_values_are_spread),
        cmocka_unit_test(many_values_are_spread),
        cmocka_unit_test(a_channel_of_one_value_stays),
        cmocka_unit_test(counts_of_the_largest_image_do_not_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
