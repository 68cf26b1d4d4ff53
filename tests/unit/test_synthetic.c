/* Unit tests of synthetic: any part is the whole's, and the spectrum is a photograph's. */
#include "drivers/io/sources/synthetic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct image filled(struct shape shape, struct area held, uint64_t seed, int item)
{
    struct image image = {0};
    assert_int_equal(image_allocate(&image, shape, held), 0);
    synthetic_fill(&image, seed, item);
    return image;
}

static bool part_equals_whole(const struct image *whole, struct area held)
{
    struct image part = filled(whole->shape, held, 1, 2);
    size_t left = (size_t)held.columns.begin * (size_t)whole->shape.channels;
    bool equal = true;
    for (int y = held.rows.begin; y < held.rows.end; ++y)
        equal = equal && memcmp(image_row(&part, y), image_row(whole, y) + left,
                                image_row_bytes(&part)) == 0;
    image_free(&part);
    return equal;
}

static void any_part_has_the_pixels_of_the_whole(void **state)
{
    (void)state;
    for (int channels = 1; channels <= CHANNELS_MAX; ++channels) {
        struct shape shape = {701, 300, channels};
        struct image whole = filled(shape, area_whole(shape), 1, 2);
        const struct area parts[] = {{{0, 1}, {0, 1}},       {{299, 300}, {700, 701}},
                                     {{17, 130}, {0, 701}},  {{128, 256}, {255, 513}},
                                     {{1, 300}, {257, 300}}, {{63, 65}, {511, 701}}};
        for (size_t i = 0; i < sizeof parts / sizeof *parts; ++i)
            assert_true(part_equals_whole(&whole, parts[i]));
        image_free(&whole);
    }
}

static void nothing_outside_is_written(void **state)
{
    (void)state;
    uint8_t pixels[5 * 40];
    memset(pixels, 77, sizeof pixels);
    struct image image = {{1000, 1000, 3}, {{500, 503}, {500, 510}}, 40, pixels + 40, 0};
    synthetic_fill(&image, 3, 4);
    for (int i = 0; i < 200; ++i)
        if (i < 40 || i >= 160 || i % 40 >= 30)
            assert_int_equal(pixels[i], 77);
}

static bool images_differ(const struct image *a, const struct image *b)
{
    for (int y = 0; y < a->shape.height; ++y)
        if (memcmp(image_row(a, y), image_row(b, y), image_row_bytes(a)) != 0)
            return true;
    return false;
}

static void seeds_and_items_make_other_images(void **state)
{
    (void)state;
    struct shape shape = {33, 20, 3};
    struct image first = filled(shape, area_whole(shape), 1, 2);
    struct image again = filled(shape, area_whole(shape), 1, 2);
    struct image item = filled(shape, area_whole(shape), 1, 3);
    struct image seed = filled(shape, area_whole(shape), 2, 2);
    assert_false(images_differ(&first, &again));
    assert_true(images_differ(&first, &item));
    assert_true(images_differ(&first, &seed));
    image_free(&first);
    image_free(&again);
    image_free(&item);
    image_free(&seed);
}

static void the_smallest_shapes_work(void **state)
{
    (void)state;
    const struct shape shapes[] = {{1, 1, 1}, {1, 1, 4}, {1, 500, 3}, {500, 1, 2}, {2, 3, 4}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; ++i) {
        struct image image = filled(shapes[i], area_whole(shapes[i]), 9, 0);
        assert_true(shape_equal(image.shape, shapes[i]));
        image_free(&image);
    }
}

/* Mean squared difference of samples `distance` apart, in both directions. */
static double structure(const struct image *image, int distance)
{
    double sum = 0;
    int side = image->shape.width;
    for (int y = 0; y + distance < side; ++y)
        for (int x = 0; x + distance < side; ++x) {
            int here = image_row(image, y)[x];
            int right = image_row(image, y)[x + distance] - here;
            int below = image_row(image, y + distance)[x] - here;
            sum += right * right + below * below;
        }
    return sum / (2.0 * (side - distance) * (side - distance));
}

/* A 1/f amplitude makes every octave add the same: the mean squared difference grows by one amount
 * with each doubling of the distance. White noise would not grow, a smooth image fourfold. */
static void every_octave_adds_the_same_contrast(void **state)
{
    (void)state;
    struct shape shape = {1024, 1024, 1};
    struct image image = filled(shape, area_whole(shape), 5, 0);
    double least = 1e9, most = 0;
    for (int distance = 2; distance <= 32; distance *= 2) {
        double step = structure(&image, 2 * distance) - structure(&image, distance);
        least = step < least ? step : least;
        most = step > most ? step : most;
    }
    assert_true(least > 0 && most < 2.5 * least);
    image_free(&image);
}

static void alpha_has_clear_and_opaque_regions(void **state)
{
    (void)state;
    struct shape shape = {512, 512, 4};
    int clear = 0, opaque = 0, steep = 0;
    for (int item = 0; item < 4; ++item) {
        struct image image = filled(shape, area_whole(shape), 6, item);
        for (int y = 0; y < 512; ++y)
            for (int x = 1; x < 512; ++x) {
                int alpha = image_row(&image, y)[4 * x + 3];
                int step = alpha - image_row(&image, y)[4 * x - 1];
                clear += alpha == 0;
                opaque += alpha == 255;
                steep += step > 16 || step < -16;
            }
        image_free(&image);
    }
    assert_true(clear > 4 * 512 * 512 / 50 && opaque > 4 * 512 * 512 / 50);
    assert_int_equal(steep, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_part_has_the_pixels_of_the_whole),
        cmocka_unit_test(nothing_outside_is_written),
        cmocka_unit_test(seeds_and_items_make_other_images),
        cmocka_unit_test(the_smallest_shapes_work),
        cmocka_unit_test(every_octave_adds_the_same_contrast),
        cmocka_unit_test(alpha_has_clear_and_opaque_regions),
    };
    return cmocka_run_group_tests_name("synthetic", tests, NULL, NULL);
}
