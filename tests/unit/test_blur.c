/* Unit tests of blur: against double precision, and what must hold of the pixels for any sigma. */
#include "tests/check/check_random.h"
#include "tests/fixtures/kernel_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const struct kernel kernel_blur;

static struct image made(struct shape shape)
{
    struct image image = {0};
    assert_int_equal(image_allocate(&image, shape, area_whole(shape)), 0);
    return image;
}

static struct image noise(struct shape shape)
{
    struct image image = made(shape);
    struct random random = {7};
    for (int y = 0; y < shape.height; ++y)
        for (int i = 0; i < shape.width * shape.channels; ++i)
            image_row(&image, y)[i] = (uint8_t)random_between(&random, 0, 255);
    return image;
}

/* Slopes, edges and a little grain: the way of photographs. */
static struct image scene(struct shape shape)
{
    struct image image = made(shape);
    struct random random = {8};
    for (int y = 0; y < shape.height; ++y)
        for (int i = 0; i < shape.width * shape.channels; ++i) {
            int x = i / shape.channels, edge = (x / 37 + y / 23) % 3 * 60;
            double slope = 50 + 40 * sin(x * 0.05 + i % shape.channels) * cos(y * 0.03);
            image_row(&image, y)[i] = (uint8_t)(edge + slope + random_between(&random, 0, 9));
        }
    return image;
}

static struct image blurred(const struct image *src, double sigma)
{
    struct plan plan;
    const double value[PARAMS_MAX] = {sigma};
    const struct variant *variant = &kernel_blur.variants[0];
    assert_int_equal(kernel_plan(&kernel_blur, variant, src->shape, src->shape, value, &plan), 0);
    void *scratch = aligned_alloc(64, (plan.scratch + 64) & ~(size_t)63);
    assert_non_null(scratch);
    struct image dst = made(plan.dst);
    variant->run[0](&plan, src, &dst, &(struct band){{0, plan.dst.height}, .scratch = scratch});
    free(scratch);
    kernel_unplan(&kernel_blur, variant, &plan);
    return dst;
}

static int clip(int x, int end)
{
    return x < 0 ? 0 : x < end ? x : end - 1;
}

/* One axis in double precision out to 6 sigma; in[y * strides[0] + x * strides[1]]. */
static void reference_axis(const double *in, double *out, int lines, int length, double sigma,
                           const ptrdiff_t strides[2])
{
    int radius = (int)ceil(6 * sigma);
    for (int line = 0; line < lines; ++line)
        for (int x = 0; x < length; ++x) {
            double sum = 0, weights = 0;
            for (int k = -radius; k <= radius; ++k) {
                double weight = exp(-k * k / (2 * sigma * sigma));
                sum += weight * in[line * strides[0] + clip(x + k, length) * strides[1]];
                weights += weight;
            }
            out[line * strides[0] + x * strides[1]] = sum / weights;
        }
}

/* Channel `c` blurred in double precision; the caller frees. */
static double *reference(const struct image *src, int c, double sigma)
{
    int width = src->shape.width, height = src->shape.height;
    size_t size = (size_t)width * (size_t)height;
    double *a = malloc(size * sizeof *a), *b = malloc(size * sizeof *b);
    assert_true(a && b);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            a[(ptrdiff_t)y * width + x] = image_row(src, y)[x * src->shape.channels + c];
    reference_axis(a, b, height, width, sigma, (const ptrdiff_t[]){width, 1});
    reference_axis(b, a, width, height, sigma, (const ptrdiff_t[]){1, width});
    free(b);
    return a;
}

struct error {
    double psnr, largest;
};

static struct error measured(struct image src, double sigma)
{
    struct image dst = blurred(&src, sigma);
    int width = src.shape.width, height = src.shape.height, channels = src.shape.channels;
    double squares = 0, largest = 0;
    for (int c = 0; c < channels; ++c) {
        double *exact = reference(&src, c, sigma);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                double off = image_row(&dst, y)[x * channels + c] - exact[(ptrdiff_t)y * width + x];
                squares += off * off;
                largest = fmax(largest, fabs(off));
            }
        free(exact);
    }
    image_free(&src);
    image_free(&dst);
    double mean = squares / ((double)width * height * channels);
    return (struct error){10 * log10(255 * 255 / mean), largest};
}

static void is_accurate(void **state)
{
    (void)state;
    static const double sigmas[] = {0.3, 0.5, 1, 2, 3.7, 10, 20};
    for (size_t i = 0; i < sizeof sigmas / sizeof *sigmas; ++i) {
        struct error on_noise = measured(noise((struct shape){150, 130, 3}), sigmas[i]);
        struct error on_scene = measured(scene((struct shape){201, 97, 1}), sigmas[i]);
        if (on_noise.psnr < 58 || on_scene.psnr < 58)
            fail_msg("sigma %g: %.2f dB on noise, %.2f dB on a scene", sigmas[i], on_noise.psnr,
                     on_scene.psnr);
        assert_true(on_noise.largest < 1 && on_scene.largest < 1);
    }
}

/* Most taps meet the border there. */
static void images_smaller_than_the_window_are_right(void **state)
{
    (void)state;
    static const struct shape shapes[] = {{1, 1, 3}, {2, 1, 1}, {3, 2, 3}, {5, 40, 1}, {40, 5, 3}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; ++i) {
        assert_true(measured(noise(shapes[i]), 2).largest < 1);
        assert_true(measured(noise(shapes[i]), 7).largest < 1);
        assert_true(measured(noise(shapes[i]), 50).largest < 1.2);
    }
}

static void a_constant_stays(void **state)
{
    (void)state;
    static const double sigmas[] = {0.1, 0.5, 2, 11.3, 200};
    for (int channels = 1; channels <= CHANNELS_MAX; ++channels)
        for (size_t i = 0; i < sizeof sigmas / sizeof *sigmas; ++i) {
            struct image src = made((struct shape){33, 21, channels});
            image_fill(&src, 255);
            struct image dst = blurred(&src, sigmas[i]);
            for (int y = 0; y < src.shape.height; ++y)
                assert_memory_equal(image_row(&dst, y), image_row(&src, y), image_row_bytes(&src));
            image_free(&src);
            image_free(&dst);
        }
}

static void an_impulse_becomes_symmetric(void **state)
{
    (void)state;
    static const double sigmas[] = {0.5, 2, 5.3};
    for (size_t i = 0; i < sizeof sigmas / sizeof *sigmas; ++i) {
        enum { SIDE = 61, LAST = SIDE - 1 };
        struct image src = made((struct shape){SIDE, SIDE, 1});
        image_fill(&src, 0);
        image_row(&src, SIDE / 2)[SIDE / 2] = 255;
        struct image dst = blurred(&src, sigmas[i]);
        assert_true(image_row(&dst, SIDE / 2)[SIDE / 2] > 0);
        for (int y = 0; y < SIDE; ++y)
            for (int x = 0; x < SIDE; ++x) {
                assert_int_equal(image_row(&dst, y)[x], image_row(&dst, y)[LAST - x]);
                assert_int_equal(image_row(&dst, y)[x], image_row(&dst, LAST - y)[x]);
            }
        image_free(&src);
        image_free(&dst);
    }
}

static void the_smallest_sigma_changes_nothing(void **state)
{
    (void)state;
    struct image src = noise((struct shape){67, 31, 3}), dst = blurred(&src, 0.1);
    for (int y = 0; y < src.shape.height; ++y)
        assert_memory_equal(image_row(&dst, y), image_row(&src, y), image_row_bytes(&src));
    image_free(&src);
    image_free(&dst);
}

/* Opaque red beside green that nobody can see. */
static void what_is_transparent_bleeds_nothing(void **state)
{
    (void)state;
    struct image src = made((struct shape){50, 40, 4});
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 50; ++x)
            memcpy(image_row(&src, y) + 4 * x,
                   (x + y / 3) % 17 > 8 ? (const uint8_t[]){0, 255, 0, 0}
                                        : (const uint8_t[]){200, 0, 0, 255},
                   4);
    struct image dst = blurred(&src, 2);
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 50; ++x) {
            const uint8_t *pixel = image_row(&dst, y) + 4 * x;
            assert_true(pixel[3] == 0 || pixel[1] == 0);
            assert_true(pixel[3] < 16 || (pixel[0] >= 199 && pixel[0] <= 201));
        }
    image_free(&src);
    image_free(&dst);
}

/* So wide that vector variants cut it into strips. */
static void variants_agree_on_a_wide_image(void **state)
{
    (void)state;
    for (int channels = 1; channels <= CHANNELS_MAX; ++channels) {
        struct image src = noise((struct shape){20000 / channels, 9, channels});
        fixture_variants_agree(&kernel_blur, (double[PARAMS_MAX]){2}, &src);
        image_free(&src);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_accurate),
        cmocka_unit_test(images_smaller_than_the_window_are_right),
        cmocka_unit_test(a_constant_stays),
        cmocka_unit_test(an_impulse_becomes_symmetric),
        cmocka_unit_test(the_smallest_sigma_changes_nothing),
        cmocka_unit_test(what_is_transparent_bleeds_nothing),
        cmocka_unit_test(variants_agree_on_a_wide_image),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
