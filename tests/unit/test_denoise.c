/* Unit tests of denoise: the formula, patch by patch; what must hold whatever the parameters. */
#include "kernels/denoise/denoise.h"
#include "tests/fixtures/kernel_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

extern const struct kernel kernel_denoise;

enum { RADIUS, SEARCH, STRENGTH };

static int clamped(int i, int size)
{
    return i < 0 ? 0 : i >= size ? size - 1 : i;
}

/* With the border continued. */
static int sample(const struct image *src, int y, int x, int c)
{
    return fixture_sample(src, clamped(y, src->shape.height), clamped(x, src->shape.width), c);
}

static int weight_at(long distance, double scale)
{
    return (int)floor(16384 * exp(-(double)distance / scale) + 0.5);
}

/* The least shift with which 2048 levels reach weight 0 or the largest distance. */
static int find_shift(long terms, double scale)
{
    for (int shift = 0;; ++shift)
        if ((terms * 65025) >> shift <= 2047 || weight_at(2047L << shift, scale) == 0)
            return shift;
}

static long distance(const struct image *src, int colours, int radius, const int *a, const int *b)
{
    long sum = 0;
    for (int y = -radius; y <= radius; ++y)
        for (int x = -radius; x <= radius; ++x)
            for (int c = 0; c < colours; ++c) {
                long d = sample(src, a[0] + y, a[1] + x, c) - sample(src, b[0] + y, b[1] + x, c);
                sum += d * d;
            }
    return sum;
}

static void expected_pixel(const struct image *src, const double *value, int y, int x, int *out)
{
    int colours = src->shape.channels < 3 ? 1 : 3, radius = (int)value[RADIUS];
    int search = (int)value[SEARCH], side = 2 * radius + 1;
    long terms = (long)side * side * colours, weights = 0, sums[3] = {0};
    double scale = (double)terms * value[STRENGTH] * value[STRENGTH];
    int shift = find_shift(terms, scale);
    for (int down = -search; down <= search; ++down)
        for (int right = -search; right <= search; ++right) {
            const int here[] = {y, x}, there[] = {y + down, x + right};
            long d2 = distance(src, colours, radius, here, there) >> shift << shift;
            int weight = d2 >> shift > 2047 ? 0 : weight_at(d2, scale);
            weights += weight;
            for (int c = 0; c < colours; ++c)
                sums[c] += (long)weight * sample(src, there[0], there[1], c);
        }
    for (int c = 0; c < src->shape.channels; ++c)
        out[c] = c < colours ? (int)((sums[c] + weights / 2) / weights) : sample(src, y, x, c);
}

static void formula_holds(struct shape shape, int low, int high, const double *value)
{
    struct image src = fixture_noise(shape, low, high, 23);
    struct image dst = fixture_run(&kernel_denoise, value, &src);
    for (int y = 0; y < shape.height; ++y)
        for (int x = 0; x < shape.width; ++x) {
            int expected[CHANNELS_MAX];
            expected_pixel(&src, value, y, x, expected);
            for (int c = 0; c < shape.channels; ++c)
                assert_int_equal(fixture_sample(&dst, y, x, c), expected[c]);
        }
    image_free(&src);
    image_free(&dst);
}

static void every_channel_count_follows_the_formula(void **state)
{
    (void)state;
    for (int channels = 1; channels <= CHANNELS_MAX; ++channels)
        formula_holds((struct shape){23, 19, channels}, 90, 130, (double[PARAMS_MAX]){1, 3, 12.5});
}

static void tiles_follow_the_formula(void **state)
{
    (void)state;
    formula_holds((struct shape){257, 35, 1}, 0, 40, (double[PARAMS_MAX]){1, 2, 20});
}

static void large_patches_and_strengths_follow_the_formula(void **state)
{
    (void)state;
    formula_holds((struct shape){11, 13, 3}, 0, 255, (double[PARAMS_MAX]){3, 4, 100});
    formula_holds((struct shape){8, 5, 3}, 0, 255, (double[PARAMS_MAX]){2, 10, 73});
    formula_holds((struct shape){15, 14, 1}, 60, 64, (double[PARAMS_MAX]){2, 3, 1});
}

static void the_table_is_the_exponential_rounded(void **state)
{
    (void)state;
    const struct variant *c = &kernel_denoise.variants[0];
    for (int strength = 1; strength <= 100; strength += 11) {
        struct plan plan;
        struct shape shape = {5, 4, 3};
        const double value[PARAMS_MAX] = {2, 3, strength};
        double scale = 75.0 * strength * strength;
        assert_int_equal(kernel_plan(&kernel_denoise, c, shape, shape, value, &plan), 0);
        const struct denoise_tables *tables = plan.tables;
        assert_int_equal(tables->shift, find_shift(75, scale));
        for (int i = 0; i < DENOISE_LEVELS; ++i)
            assert_int_equal(tables->weight[i], weight_at((long)i << tables->shift, scale));
        kernel_unplan(&kernel_denoise, c, &plan);
    }
}

static void an_image_of_one_colour_stays(void **state)
{
    (void)state;
    const double largest[PARAMS_MAX] = {DENOISE_RADIUS_MAX, DENOISE_SEARCH_MAX, 100};
    struct image src = fixture_noise((struct shape){30, 20, 3}, 255, 255, 1);
    struct image dst = fixture_run(&kernel_denoise, largest, &src);
    fixture_same(&dst, &src); /* its sums are the largest there are */
    image_free(&src);
    image_free(&dst);
}

static double deviation(const struct image *image, double mean)
{
    double sum = 0;
    for (int y = 0; y < image->shape.height; ++y)
        for (int x = 0; x < image->shape.width; ++x)
            sum += pow(fixture_sample(image, y, x, 0) - mean, 2);
    return sqrt(sum / image->shape.width / image->shape.height);
}

static void noise_falls_to_a_third(void **state)
{
    (void)state;
    struct image src = fixture_noise((struct shape){60, 60, 1}, 110, 130, 2);
    struct image dst = fixture_run(&kernel_denoise, NULL, &src);
    assert_true(deviation(&dst, 120) < deviation(&src, 120) / 3);
    image_free(&src);
    image_free(&dst);
}

static void an_edge_stays_sharp(void **state)
{
    (void)state;
    struct image src = fixture_noise((struct shape){40, 24, 3}, 0, 0, 1);
    for (int y = 0; y < 24; ++y)
        memset(image_row(&src, y) + 20 * 3, 200, 20 * 3);
    struct image dst = fixture_run(&kernel_denoise, NULL, &src);
    fixture_same(&dst, &src);
    image_free(&src);
    image_free(&dst);
}

static void a_band_needs_patch_and_search_around_it(void **state)
{
    (void)state;
    struct plan plan;
    struct shape shape = {20, 50, 3};
    const struct variant *c = &kernel_denoise.variants[0];
    const double value[PARAMS_MAX] = {2, 5, 10};
    assert_int_equal(kernel_plan(&kernel_denoise, c, shape, shape, value, &plan), 0);
    struct area middle = kernel_denoise.needs(&plan, 0, (struct range){20, 23});
    struct area end = kernel_denoise.needs(&plan, 0, (struct range){44, 50});
    assert_memory_equal(&middle, (&(struct area){{13, 30}, {0, 20}}), sizeof middle);
    assert_memory_equal(&end, (&(struct area){{37, 50}, {0, 20}}), sizeof end);
    kernel_unplan(&kernel_denoise, c, &plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_channel_count_follows_the_formula),
        cmocka_unit_test(tiles_follow_the_formula),
        cmocka_unit_test(large_patches_and_strengths_follow_the_formula),
        cmocka_unit_test(the_table_is_the_exponential_rounded),
        cmocka_unit_test(an_image_of_one_colour_stays),
        cmocka_unit_test(noise_falls_to_a_third),
        cmocka_unit_test(an_edge_stays_sharp),
        cmocka_unit_test(a_band_needs_patch_and_search_around_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
