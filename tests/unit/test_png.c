/* Unit tests of codec_png: every depth and colour type becomes 8 bits; damage is found. */
#include "drivers/io/codecs/codec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <png.h>

#include "tests/fixtures/codec_fixture.h"

/* How a PNG is written that codec_png would not write itself. */
struct layout {
    int width, height, depth, type;
    bool interlaced, clear; /* clear: sample value 1 (palette: entry 1) is transparent */
};

static void on_write(png_structp png, png_bytep data, size_t size)
{
    assert_int_equal(bytes_append(png_get_io_ptr(png), data, size), 0);
}

static void set_palette(png_structp png, png_infop info, bool clear)
{
    png_color palette[4] = {{10, 20, 30}, {40, 50, 60}, {70, 80, 90}, {200, 210, 220}};
    png_byte alpha[2] = {255, 0};
    png_set_PLTE(png, info, palette, 4);
    if (clear)
        png_set_tRNS(png, info, alpha, 2, NULL);
}

/* `rows`: height packed rows, as PNG stores them. The caller frees the bytes. */
static struct bytes make_png(struct layout layout, const uint8_t *rows)
{
    struct bytes out = {0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &out, on_write, NULL);
    png_set_IHDR(png, info, (png_uint_32)layout.width, (png_uint_32)layout.height, layout.depth,
                 layout.type, layout.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_color_16 clear = {.gray = 1, .red = 1, .green = 1, .blue = 1};
    if (layout.type == PNG_COLOR_TYPE_PALETTE)
        set_palette(png, info, layout.clear);
    else if (layout.clear)
        png_set_tRNS(png, info, NULL, 0, &clear);
    png_write_info(png, info);
    size_t row_bytes = png_get_rowbytes(png, info);
    for (int pass = png_set_interlace_handling(png); pass > 0; --pass)
        for (int y = 0; y < layout.height; ++y)
            png_write_row(png, rows + (size_t)y * row_bytes);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    return out;
}

/* One row; compares its samples. */
static void expect_row(struct layout layout, const char *row, int channels, const char *expected)
{
    struct bytes bytes = make_png(layout, (const uint8_t *)row);
    struct image image = codec_fixture_decode(&codec_png, &bytes, &codec_fixture_strict);
    assert_int_equal(image.shape.channels, channels);
    assert_memory_equal(image_row(&image, 0), expected, image_row_bytes(&image));
    image_free(&image);
    bytes_free(&bytes);
}

static void png_comes_back_exactly(void **state)
{
    (void)state;
    codec_fixture_lossless(&codec_png);
}

static void few_grey_bits_are_spread_over_8(void **state)
{
    (void)state;
    expect_row((struct layout){8, 1, 1, PNG_COLOR_TYPE_GRAY, false, false}, "\xa0", 1,
               "\xff\0\xff\0\0\0\0\0");
    expect_row((struct layout){4, 1, 2, PNG_COLOR_TYPE_GRAY, false, false}, "\x1b", 1,
               "\0\x55\xaa\xff");
    expect_row((struct layout){2, 1, 4, PNG_COLOR_TYPE_GRAY, false, false}, "\x1f", 1, "\x11\xff");
    expect_row((struct layout){2, 1, 4, PNG_COLOR_TYPE_GRAY, false, true}, "\x1f", 2,
               "\x11\0\xff\xff");
}

static void palettes_become_colours(void **state)
{
    (void)state;
    expect_row((struct layout){3, 1, 8, PNG_COLOR_TYPE_PALETTE, false, false}, "\0\3\1", 3,
               "\12\24\36\310\322\334\50\62\74");
    expect_row((struct layout){3, 1, 2, PNG_COLOR_TYPE_PALETTE, false, true}, "\x34", 4,
               "\12\24\36\377\310\322\334\377\50\62\74\0");
}

static void sixteen_bits_are_rounded_to_8(void **state)
{
    (void)state;
    expect_row((struct layout){5, 1, 16, PNG_COLOR_TYPE_GRAY, false, false},
               "\0\0\0\x80\0\x81\x7f\xff\xff\xff", 1, "\0\0\1\x7f\xff");
    expect_row((struct layout){1, 1, 16, PNG_COLOR_TYPE_RGB, false, true}, "\0\1\0\1\0\1", 4,
               "\0\0\0\0");
}

static void a_transparent_colour_becomes_alpha(void **state)
{
    (void)state;
    expect_row((struct layout){2, 1, 8, PNG_COLOR_TYPE_RGB, false, true}, "\1\1\1\1\2\1", 4,
               "\1\1\1\0\1\2\1\377");
}

static void interlaced_files_equal_plain_ones(void **state)
{
    (void)state;
    const int types[] = {0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
                         PNG_COLOR_TYPE_RGB_ALPHA};
    for (int channels = 1; channels <= CHANNELS_MAX; ++channels) {
        struct image image = codec_fixture_image(19, 23, channels);
        size_t row = image_row_bytes(&image);
        uint8_t rows[19 * 23 * CHANNELS_MAX];
        for (int y = 0; y < 23; ++y)
            memcpy(rows + (size_t)y * row, image_row(&image, y), row);
        struct bytes bytes =
            make_png((struct layout){19, 23, 8, types[channels], true, false}, rows);
        struct image back = codec_fixture_decode(&codec_png, &bytes, &codec_fixture_strict);
        assert_int_equal(codec_fixture_difference(&image, &back), 0);
        image_free(&image);
        image_free(&back);
        bytes_free(&bytes);
    }
}

static void a_wrong_checksum_is_corrupt(void **state)
{
    (void)state;
    struct image image = codec_fixture_image(40, 30, 3);
    struct bytes bytes = codec_fixture_encode(&codec_png, &image);
    bytes.data[29] ^= 1; /* of the header */
    codec_fixture_fails(&codec_png, &bytes, "corrupt", true);
    bytes.data[29] ^= 1;
    bytes.data[bytes.size - 13] ^= 1; /* of the last rows */
    codec_fixture_fails(&codec_png, &bytes, "corrupt", false);
    bytes.data[bytes.size - 13] ^= 1;
    bytes.data[bytes.size / 2] ^= 16; /* in the pixels */
    codec_fixture_fails(&codec_png, &bytes, "corrupt", false);
    image_free(&image);
    bytes_free(&bytes);
}

static void truncated_png_is_refused_or_grey(void **state)
{
    (void)state;
    struct image image = codec_fixture_image(200, 200, 3);
    struct bytes bytes = codec_fixture_encode(&codec_png, &image);
    codec_fixture_truncate(&codec_png, &bytes, bytes.size / 50);
    struct bytes most = bytes;
    most.size = bytes.size * 3 / 4; /* libpng drops up to 8192 bytes before the end */
    struct image part = codec_fixture_decode(&codec_png, &most, &codec_fixture_lenient);
    assert_memory_equal(image_row(&part, 0), image_row(&image, 0), image_row_bytes(&image));
    for (size_t i = 0; i < image_row_bytes(&part); ++i)
        assert_int_equal(image_row(&part, 199)[i], 128);
    image_free(&image);
    image_free(&part);
    bytes_free(&bytes);
}

static void too_many_pixels_are_refused_by_the_header(void **state)
{
    (void)state;
    struct image image = codec_fixture_image(40, 30, 3);
    struct bytes bytes = codec_fixture_encode(&codec_png, &image);
    struct decode_options options = {.max_pixels = 40 * 30 - 1};
    struct image none = {0};
    struct reader reader = {0};
    struct codec_facts facts;
    struct failure failure;
    assert_int_equal(reader_open(&reader, &codec_png, &bytes, &options, &facts, &failure), -1);
    reader_free(&reader);
    assert_string_equal(failure.code, "too-large");
    assert_int_equal(codec_fixture_read(&codec_png, &bytes, &options, image.shape, &none, &failure),
                     -1);
    assert_string_equal(failure.code, "too-large");
    assert_int_equal(none.capacity, 0);
    options.max_pixels = 40 * 30;
    assert_int_equal(codec_fixture_read(&codec_png, &bytes, &options, image.shape, &none, &failure),
                     0);
    image_free(&none);
    image_free(&image);
    bytes_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_comes_back_exactly),
        cmocka_unit_test(few_grey_bits_are_spread_over_8),
        cmocka_unit_test(palettes_become_colours),
        cmocka_unit_test(sixteen_bits_are_rounded_to_8),
        cmocka_unit_test(a_transparent_colour_becomes_alpha),
        cmocka_unit_test(interlaced_files_equal_plain_ones),
        cmocka_unit_test(a_wrong_checksum_is_corrupt),
        cmocka_unit_test(truncated_png_is_refused_or_grey),
        cmocka_unit_test(too_many_pixels_are_refused_by_the_header),
    };
    return cmocka_run_group_tests_name("png", tests, NULL, NULL);
}
