/* Unit tests of codec, bytes and failure, and of the format that is always there: PNM. */
#include "drivers/io/codecs/codec.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/codec_fixture.h"

static struct bytes bytes_of(const char *text, size_t size)
{
    struct bytes bytes = {0};
    assert_int_equal(bytes_append(&bytes, text, size), 0);
    return bytes;
}

static void expect_pnm_failure(const char *text, const char *code)
{
    struct bytes bytes = bytes_of(text, strlen(text));
    codec_fixture_fails(&codec_pnm, &bytes, code, true);
    bytes_free(&bytes);
}

/* Decodes and compares all samples of all rows with `expected`. */
static void expect_pnm_samples(const char *text, size_t size, const char *expected, size_t count)
{
    struct bytes bytes = bytes_of(text, size);
    struct image image = codec_fixture_decode(&codec_pnm, &bytes, &codec_fixture_strict);
    size_t row = image_row_bytes(&image);
    assert_int_equal(row * (size_t)image.shape.height, count);
    for (int y = 0; y < image.shape.height; ++y)
        assert_memory_equal(image_row(&image, y), expected + (size_t)y * row, row);
    image_free(&image);
    bytes_free(&bytes);
}

static void appending_keeps_what_is_there(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    for (int i = 0; i < 1000; ++i)
        assert_int_equal(bytes_append(&bytes, &(uint8_t){(uint8_t)i}, 1), 0);
    assert_int_equal(bytes.size, 1000);
    for (int i = 0; i < 1000; ++i)
        assert_int_equal(bytes.data[i], i & 255);
    assert_int_equal(bytes_append(&bytes, NULL, SIZE_MAX - 5), -1);
    assert_true(bytes.size == 1000 && bytes.data[999] == (999 & 255));
    bytes_free(&bytes);
    assert_true(!bytes.data && bytes.capacity == 0);
}

static void failures_carry_a_name_and_a_reason(void **state)
{
    (void)state;
    struct failure failure;
    assert_int_equal(failure_errno(&failure, "write", "cannot write", ENOSPC), -1);
    assert_string_equal(failure.code, "ENOSPC");
    assert_string_equal(failure.stage, "write");
    assert_memory_equal(failure.message, "cannot write: ", 14);
    failure_errno(&failure, "write", "cannot write", 123456);
    assert_string_equal(failure.code, "errno");
    assert_int_equal(failure_set(&failure, "read", "empty", "%0400d", 7), -1);
    assert_int_equal(strlen(failure.message), sizeof failure.message - 1);
}

static void formats_are_found_by_content_and_by_name(void **state)
{
    (void)state;
    struct bytes html = bytes_of("<html><body>404</body></html>", 29), none = {0};
    struct failure failure;
    assert_null(codec_of_content(&html));
    assert_null(codec_of_content(&none));
    assert_int_equal(codec_probe(&html, &failure), -1);
    assert_string_equal(failure.code, "unknown-format");
    bytes_free(&html);
    assert_ptr_equal(codec_of_name("a.jpg/b.PpM"), &codec_pnm);
    assert_null(codec_of_name("a.ppm/b"));
    assert_null(codec_of_name(".ppm"));
    assert_null(codec_of_name("ppm"));
    assert_null(codec_of_name("a.ppmx"));
    assert_ptr_equal(codec_named("pnm"), &codec_pnm);
    assert_null(codec_named("ppm"));
}

static void every_codec_finds_its_own_files(void **state)
{
    (void)state;
    struct image image = codec_fixture_image(20, 10, 3);
    for (const struct codec *const *codec = codecs; *codec; ++codec) {
        struct bytes bytes = codec_fixture_encode(*codec, &image);
        struct bytes again = codec_fixture_encode(*codec, &image);
        char name[40];
        snprintf(name, sizeof name, "wrong.%s", (*codec)->extensions[0]);
        assert_ptr_equal(codec_of_content(&bytes), *codec);
        struct bytes first = {bytes.data, bytes.size / 8, 0, 0};
        struct failure failure;
        assert_int_equal(codec_probe(&first, &failure), 0);
        assert_ptr_equal(codec_of_name(name), *codec);
        assert_ptr_equal(codec_named((*codec)->name), *codec);
        assert_int_equal(bytes.size, again.size);
        assert_memory_equal(bytes.data, again.data, bytes.size);
        bytes_free(&bytes);
        bytes_free(&again);
    }
    image_free(&image);
}

static void versions_fit_or_are_cut(void **state)
{
    (void)state;
    char text[200], small[5] = {'x', 'x', 'x', 'x', '!'};
    codec_versions(text, sizeof text);
    codec_versions(small, 4);
    assert_true(strlen(small) <= 3 && small[4] == '!');
    assert_memory_equal(text, small, strlen(small));
    size_t libraries = 0, commas = 0;
    for (const struct codec *const *codec = codecs; *codec; ++codec)
        libraries += (*codec)->version ? 1 : 0;
    for (const char *c = text; *c; ++c)
        commas += *c == ',';
    assert_int_equal(libraries ? commas + 1 : 0, libraries);
}

static void pnm_comes_back_exactly(void **state)
{
    (void)state;
    codec_fixture_lossless(&codec_pnm);
}

static void pnm_headers_may_have_comments(void **state)
{
    (void)state;
    static const char grey[] = "P5#by hand\n#2 9\n 2 # wide\n\t1\r\n255\nab";
    expect_pnm_samples(grey, sizeof grey - 1, "ab", 2);
    static const char pam[] = "P7\n# x\nHEIGHT 1\nWIDTH 1\nTUPLTYPE GRAYSCALE_ALPHA\nMAXVAL 255\n"
                              "DEPTH 2\nENDHDR\n#!";
    expect_pnm_samples(pam, sizeof pam - 1, "#!", 2);
}

static void pnm_samples_are_rounded_to_8_bits(void **state)
{
    (void)state;
    static const char few[] = "P5 4 1 3\n\0\1\2\3";
    expect_pnm_samples(few, sizeof few - 1, "\0\x55\xaa\xff", 4);
    static const char many[] = "P5 5 1 65535\n\0\0\0\x80\0\x81\x7f\xff\xff\xff";
    expect_pnm_samples(many, sizeof many - 1, "\0\0\1\x7f\xff", 5);
    static const char above[] = "P5 1 1 100\n\xc8";
    expect_pnm_samples(above, sizeof above - 1, "\xff", 1);
}

static void absurd_pnm_headers_are_refused(void **state)
{
    (void)state;
    expect_pnm_failure("P5 0 1 255\nx", "corrupt");
    expect_pnm_failure("P5 -3 1 255\nx", "corrupt");
    expect_pnm_failure("P5 1 1 65536\nxx", "corrupt");
    expect_pnm_failure("P5 1 1 0\nx", "corrupt");
    expect_pnm_failure("P5 1 1 255x", "corrupt");
    expect_pnm_failure("P5 99999999999999999999 1 255\n", "corrupt");
    expect_pnm_failure("P6 60000 60000 255\nx", "too-large");
    expect_pnm_failure("P6 999999999 1 255\nx", "too-large");
    expect_pnm_failure("P7\nWIDTH 1\nHEIGHT 1\nMAXVAL 255\nENDHDR\nx", "unsupported");
    expect_pnm_failure("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 5\nMAXVAL 255\nENDHDR\nx", "unsupported");
    expect_pnm_failure("P7\nWIDTH 1\nNONSENSE 1\nENDHDR\nx", "corrupt");
    expect_pnm_failure("P4 8 1\nx", "unsupported");
    expect_pnm_failure("P5 1 1", "truncated");
}

static void truncated_pnm_is_refused_or_grey(void **state)
{
    (void)state;
    for (int channels = 1; channels <= 2; ++channels) {
        struct image image = codec_fixture_image(7, 9, channels);
        struct bytes bytes = codec_fixture_encode(&codec_pnm, &image);
        codec_fixture_truncate(&codec_pnm, &bytes, 1);
        image_free(&image);
        bytes_free(&bytes);
    }
    struct bytes half = bytes_of("P5 2 2 255\nabc", 14);
    struct image image = codec_fixture_decode(&codec_pnm, &half, &codec_fixture_lenient);
    assert_memory_equal(image_row(&image, 1), "c\x80", 2);
    image_free(&image);
    bytes_free(&half);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appending_keeps_what_is_there),
        cmocka_unit_test(failures_carry_a_name_and_a_reason),
        cmocka_unit_test(formats_are_found_by_content_and_by_name),
        cmocka_unit_test(every_codec_finds_its_own_files),
        cmocka_unit_test(versions_fit_or_are_cut),
        cmocka_unit_test(pnm_comes_back_exactly),
        cmocka_unit_test(pnm_headers_may_have_comments),
        cmocka_unit_test(pnm_samples_are_rounded_to_8_bits),
        cmocka_unit_test(absurd_pnm_headers_are_refused),
        cmocka_unit_test(truncated_pnm_is_refused_or_grey),
    };
    return cmocka_run_group_tests_name("codec", tests, NULL, NULL);
}
