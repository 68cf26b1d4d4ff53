/* Unit tests of codec_jpeg: scaled decoding, colours, what survives. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/codec_fixture.h"
#include "tests/fixtures/jpeg_fixture.h"

static void jpeg_comes_back_nearly(void **state)
{
    (void)state;
    const int sides[] = {1, 15, 16, 17, 200};
    for (int channels = 1; channels <= 3; channels += 2)
        for (int i = 0; i < 5; ++i) {
            struct image image = codec_fixture_image(sides[i], sides[4 - i], channels);
            image_fill(&image, 90);
            struct bytes bytes = codec_fixture_encode(&codec_jpeg, &image);
            struct image back = codec_fixture_decode(&codec_jpeg, &bytes, &codec_fixture_strict);
            assert_in_range(codec_fixture_difference(&image, &back), 0, 1);
            image_free(&image);
            image_free(&back);
            bytes_free(&bytes);
        }
}

static void structure_survives(void **state)
{
    (void)state;
    struct image image = codec_fixture_image(200, 150, 1);
    struct bytes bytes = codec_fixture_encode(&codec_jpeg, &image);
    struct image back = codec_fixture_decode(&codec_jpeg, &bytes, &codec_fixture_strict);
    assert_in_range(codec_fixture_difference(&image, &back), 1, 24);
    image_free(&image);
    image_free(&back);
    bytes_free(&bytes);
}

static void alpha_is_laid_on_white(void **state)
{
    (void)state;
    const uint8_t pixels[] = {200, 0, 200, 0, 40, 255, 40, 255};
    struct image image = {{4, 1, 2}, {{0, 1}, {0, 4}}, 8, (uint8_t *)pixels, 0};
    struct bytes bytes = codec_fixture_encode(&codec_jpeg, &image);
    struct image back = codec_fixture_decode(&codec_jpeg, &bytes, &codec_fixture_strict);
    assert_int_equal(back.shape.channels, 1);
    assert_in_range(image_row(&back, 0)[0], 245, 255);
    assert_in_range(image_row(&back, 0)[3], 30, 50);
    image_free(&back);
    bytes_free(&bytes);
}

static void the_smallest_halving_that_is_enough_is_chosen(void **state)
{
    (void)state;
    const struct {
        struct shape enough;
        int width, height;
    } cases[] = {{{1, 1, 3}, 13, 7},     {{13, 7, 3}, 13, 7},     {{14, 7, 3}, 26, 13},
                 {{13, 8, 3}, 26, 13},   {{27, 1, 3}, 51, 25},    {{51, 25, 3}, 51, 25},
                 {{51, 26, 3}, 101, 50}, {{500, 500, 3}, 101, 50}};
    struct bytes bytes = jpeg_fixture_photograph(101, 50);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        struct image image = {0};
        struct failure failure;
        assert_int_equal(codec_fixture_read(&codec_jpeg, &bytes, &codec_fixture_strict,
                                            cases[i].enough, &image, &failure),
                         0);
        assert_int_equal(image.shape.width, cases[i].width);
        assert_int_equal(image.shape.height, cases[i].height);
        image_free(&image);
    }
    bytes_free(&bytes);
}

/* Decodes an image of one colour and compares it with `expected`. */
static void expect_colour(struct jpeg_layout layout, const uint8_t *pixel, const uint8_t *expected)
{
    struct bytes bytes = jpeg_fixture_make(layout, pixel);
    struct image image = codec_fixture_decode(&codec_jpeg, &bytes, &codec_fixture_strict);
    assert_int_equal(image.shape.channels, 3);
    for (int c = 0; c < 3; ++c)
        assert_in_range(image_row(&image, 1)[3 + c] + 2 - expected[c], 0, 4);
    image_free(&image);
    bytes_free(&bytes);
}

static void F1_inks_become_light_whatever_the_marker(void **state)
{
    (void)state;
    /* As printed: 20 % cyan, 60 % magenta, no yellow, 20 % black. */
    const uint8_t inverted[] = {204, 102, 255, 204};
    const uint8_t light[] = {163, 82, 204};
    expect_colour((struct jpeg_layout){9, 9, 4, JCS_CMYK, JCS_CMYK, true, 0, 0}, inverted, light);
    expect_colour((struct jpeg_layout){9, 9, 4, JCS_CMYK, JCS_YCCK, true, 0, 0}, inverted, light);
    expect_colour((struct jpeg_layout){9, 9, 4, JCS_CMYK, JCS_CMYK, false, 0, 0}, inverted, light);
}

static void sides_the_format_cannot_hold_fail_to_encode(void **state)
{
    (void)state;
    struct image image = codec_fixture_image(65501, 1, 1);
    const struct encode_options options = {.quality = 90};
    struct bytes bytes = {0};
    struct failure failure;
    assert_true(image.shape.width > codec_jpeg.side_max);
    assert_int_equal(codec_jpeg.encode(&image, &options, &bytes, &failure), -1);
    assert_string_equal(failure.stage, "encode");
    assert_string_equal(failure.code, "too-large");
    image_free(&image);
    bytes_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jpeg_comes_back_nearly),
        cmocka_unit_test(structure_survives),
        cmocka_unit_test(alpha_is_laid_on_white),
        cmocka_unit_test(the_smallest_halving_that_is_enough_is_chosen),
        cmocka_unit_test(F1_inks_become_light_whatever_the_marker),
        cmocka_unit_test(sides_the_format_cannot_hold_fail_to_encode),
    };
    return cmocka_run_group_tests_name("jpeg", tests, NULL, NULL);
}
