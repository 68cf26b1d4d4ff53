/* Unit tests of codec_pnm, the format that is always there: P1 to P7. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/codec_fixture.h"

static struct bytes bytes_of(const char *text, size_t size)
{
    struct bytes bytes = {0};
    assert_int_equal(bytes_append(&bytes, text, size), 0);
    return bytes;
}

static void expect_failure(const char *text, const char *code)
{
    struct bytes bytes = bytes_of(text, strlen(text));
    codec_fixture_fails(&codec_pnm, &bytes, code, true);
    bytes_free(&bytes);
}

/* A header may be sound, and what is behind it not. */
static void expect_row_failure(const char *text, const char *code)
{
    struct bytes bytes = bytes_of(text, strlen(text));
    codec_fixture_fails(&codec_pnm, &bytes, code, false);
    bytes_free(&bytes);
}

/* Decodes and compares all samples of all rows with `expected`. */
static void expect_decoded(const char *text, size_t size, const struct decode_options *options,
                           const char *expected, size_t count)
{
    struct bytes bytes = bytes_of(text, size);
    struct image image = codec_fixture_decode(&codec_pnm, &bytes, options);
    size_t row = image_row_bytes(&image);
    assert_int_equal(row * (size_t)image.shape.height, count);
    for (int y = 0; y < image.shape.height; ++y)
        assert_memory_equal(image_row(&image, y), expected + (size_t)y * row, row);
    image_free(&image);
    bytes_free(&bytes);
}

static void expect_samples(const char *text, size_t size, const char *expected, size_t count)
{
    expect_decoded(text, size, &codec_fixture_strict, expected, count);
}

static void raw_files_come_back_exactly(void **state)
{
    (void)state;
    codec_fixture_lossless(&codec_pnm);
}

static void headers_may_have_comments(void **state)
{
    (void)state;
    static const char grey[] = "P5#by hand\n#2 9\n 2 # wide\n\t1\r\n255\nab";
    expect_samples(grey, sizeof grey - 1, "ab", 2);
    static const char pam[] = "P7\n# x\nHEIGHT 1\nWIDTH 1\nTUPLTYPE GRAYSCALE_ALPHA\nMAXVAL 255\n"
                              "DEPTH 2\nENDHDR\n#!";
    expect_samples(pam, sizeof pam - 1, "#!", 2);
}

static void samples_are_rounded_to_8_bits(void **state)
{
    (void)state;
    static const char few[] = "P5 4 1 3\n\0\1\2\3";
    expect_samples(few, sizeof few - 1, "\0\x55\xaa\xff", 4);
    static const char many[] = "P5 5 1 65535\n\0\0\0\x80\0\x81\x7f\xff\xff\xff";
    expect_samples(many, sizeof many - 1, "\0\0\1\x7f\xff", 5);
    static const char above[] = "P5 1 1 100\n\xc8";
    expect_samples(above, sizeof above - 1, "\xff", 1);
}

static void absurd_headers_are_refused(void **state)
{
    (void)state;
    expect_failure("P5 0 1 255\nx", "corrupt");
    expect_failure("P5 -3 1 255\nx", "corrupt");
    expect_failure("P5 1 1 65536\nxx", "corrupt");
    expect_failure("P5 1 1 0\nx", "corrupt");
    expect_failure("P5 1 1 255x", "corrupt");
    expect_failure("P5 99999999999999999999 1 255\n", "corrupt");
    expect_failure("P6 60000 60000 255\nx", "too-large");
    expect_failure("P6 999999999 1 255\nx", "too-large");
    expect_failure("P7\nWIDTH 1\nHEIGHT 1\nMAXVAL 255\nENDHDR\nx", "unsupported");
    expect_failure("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 5\nMAXVAL 255\nENDHDR\nx", "unsupported");
    expect_failure("P7\nWIDTH 1\nNONSENSE 1\nENDHDR\nx", "corrupt");
    expect_failure("P4 8 0\nx", "corrupt");
    expect_failure("P1 8 1x", "corrupt");
    expect_failure("P5 1 1", "truncated");
}

static void truncated_files_are_refused_or_grey(void **state)
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

static void F13_plain_files_are_read(void **state)
{
    (void)state;
    static const char colour[] = "P3\n2 1\n255\n255 0 0 0 0 255\n";
    expect_samples(colour, sizeof colour - 1, "\xff\0\0\0\0\xff", 6);
    static const char grey[] = "P2 3 1 # wide\n3\n0 # black\n\t2\r\n3";
    expect_samples(grey, sizeof grey - 1, "\0\xaa\xff", 3);
    static const char deep[] = "P2 3 1 65535\n65535 129 0065407 ";
    expect_samples(deep, sizeof deep - 1, "\xff\1\xff", 3);
    static const char bits[] = "P1\n3 2\n10 1# one\n0\n10";
    expect_samples(bits, sizeof bits - 1, "\0\xff\0\xff\0\xff", 6);
    static const char packed[] = "P4\n#x\n9 2\n\x80\x7f\x01\x80";
    expect_samples(packed, sizeof packed - 1,
                   "\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0", 18);
}

static void F13_damaged_plain_files_fail_unless_allowed(void **state)
{
    (void)state;
    static const char above[] = "P2 3 1 99\n1 100 99\n", word[] = "P3 1 2 255\n1 2 3 4 x 6\n";
    expect_row_failure(above, "corrupt");
    expect_row_failure(word, "corrupt");
    expect_row_failure("P2 3 1 255\n1 2x 3\n", "corrupt");
    expect_row_failure("P2 3 1 255\n1 -2 3\n", "corrupt");
    expect_row_failure("P2 1 1 255\n184467440737095516160\n", "corrupt");
    expect_row_failure("P1 3 1\n1 2 1\n", "corrupt");
    expect_decoded(above, sizeof above - 1, &codec_fixture_tolerant, "\3\xff\xff", 3);
    expect_decoded(word, sizeof word - 1, &codec_fixture_tolerant, "\1\2\3\4\x80\x80", 6);
}

static void F13_short_plain_files_are_truncated(void **state)
{
    (void)state;
    static const char *const files[] = {"P1 9 2\n101010101 01010101", "P2 4 1 9\n1 2 3 ",
                                        "P3 1 2 255\n1  2  3  4 5 # no more", "P4 9 2\nabc"};
    for (size_t i = 0; i < sizeof files / sizeof *files; ++i)
        expect_row_failure(files[i], "truncated");
    expect_decoded(files[1], strlen(files[1]), &codec_fixture_lenient, "\x1c\x39\x55\x80", 4);
    expect_row_failure("P1 16384 16384\n1", "truncated");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(raw_files_come_back_exactly),
        cmocka_unit_test(headers_may_have_comments),
        cmocka_unit_test(samples_are_rounded_to_8_bits),
        cmocka_unit_test(absurd_headers_are_refused),
        cmocka_unit_test(truncated_files_are_refused_or_grey),
        cmocka_unit_test(F13_plain_files_are_read),
        cmocka_unit_test(F13_damaged_plain_files_fail_unless_allowed),
        cmocka_unit_test(F13_short_plain_files_are_truncated),
    };
    return cmocka_run_group_tests_name("pnm", tests, NULL, NULL);
}
