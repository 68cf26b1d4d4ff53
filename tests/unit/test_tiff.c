/* Unit tests of codec_tiff: what is written comes back; nothing is printed; limits hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <tiffio.h>

#include "tests/fixtures/codec_fixture.h"

static const struct shape whole = {SIDE_MAX, SIDE_MAX, CHANNELS_MAX};

static void written_images_come_back_exactly(void **state)
{
    (void)state;
    codec_fixture_lossless(&codec_tiff);
    struct image image = codec_fixture_image(3000, 401, 3); /* of several strips */
    struct bytes bytes = codec_fixture_encode(&codec_tiff, &image);
    struct image back = codec_fixture_decode(&codec_tiff, &bytes, &codec_fixture_strict);
    assert_int_equal(codec_fixture_difference(&image, &back), 0);
    image_free(&image);
    image_free(&back);
    bytes_free(&bytes);
}

/* libtiff's own handlers, which would print, must not be asked. */
static int reports;

static void count_report(const char *module, const char *format, va_list list)
{
    (void)module, (void)format, (void)list;
    ++reports;
}

static void messages_stay_with_their_file(void **state)
{
    (void)state;
    struct image image = codec_fixture_image(64, 64, 3);
    struct bytes bytes = codec_fixture_encode(&codec_tiff, &image);
    TIFFSetErrorHandler(count_report);
    TIFFSetWarningHandler(count_report);
    int failed = 0;
    for (size_t i = 8; i < bytes.size; i += 3) {
        struct image back = {0};
        struct failure failure = {.message = ""};
        bytes.data[i] ^= 0x55;
        failed += codec_fixture_read(&codec_tiff, &bytes, &codec_fixture_strict, whole, &back,
                                     &failure) != 0;
        bytes.data[i] ^= 0x55;
        image_free(&back);
    }
    assert_true(failed > 100);
    assert_int_equal(reports, 0);
    image_free(&image);
    bytes_free(&bytes);
}

static void files_that_end_in_their_directory_are_truncated(void **state)
{
    (void)state;
    struct image image = codec_fixture_image(20, 10, 4);
    struct bytes bytes = codec_fixture_encode(&codec_tiff, &image);
    size_t size = bytes.size;
    for (bytes.size = 8; bytes.size < size; bytes.size += 5) {
        struct bytes part = {
            .data = malloc(bytes.size), .size = bytes.size, .capacity = bytes.size};
        assert_non_null(part.data);
        memcpy(part.data, bytes.data, part.size);
        codec_fixture_fails(&codec_tiff, &part, "truncated", true);
        bytes_free(&part);
    }
    image_free(&image);
    bytes_free(&bytes);
}

/* Entries of a directory have 12 bytes: a tag, its type, how many, the value. */
static void what_is_wrong_with_another_page_is_no_damage(void **state)
{
    (void)state;
    const uint16_t lab = PHOTOMETRIC_CIELAB; /* which libtiff itself turns into RGB */
    const uint32_t nowhere = 0x7ffffff0;
    struct image image = codec_fixture_image(20, 10, 3);
    struct bytes bytes = codec_fixture_encode(&codec_tiff, &image);
    uint32_t directory;
    uint16_t count, tag;
    memcpy(&directory, bytes.data + 4, sizeof directory);
    memcpy(&count, bytes.data + directory, sizeof count);
    uint8_t *entry = bytes.data + directory + sizeof count;
    for (int i = 0; i < count; ++i, entry += 12) {
        memcpy(&tag, entry, sizeof tag);
        if (tag == TIFFTAG_PHOTOMETRIC)
            memcpy(entry + 8, &lab, sizeof lab);
    }
    struct image alone = codec_fixture_decode(&codec_tiff, &bytes, &codec_fixture_strict);
    memcpy(entry, &nowhere, sizeof nowhere); /* where the next directory is */
    struct image first = codec_fixture_decode(&codec_tiff, &bytes, &codec_fixture_strict);
    assert_int_equal(codec_fixture_difference(&alone, &first), 0);
    image_free(&image);
    image_free(&alone);
    image_free(&first);
    bytes_free(&bytes);
}

static void limits_hold_before_memory_is_allocated(void **state)
{
    (void)state;
    struct image image = codec_fixture_image(300, 200, 3), back = {0};
    struct bytes bytes = codec_fixture_encode(&codec_tiff, &image);
    struct decode_options options = codec_fixture_strict;
    struct failure failure;
    options.max_pixels = 300 * 200 - 1;
    assert_int_equal(codec_fixture_read(&codec_tiff, &bytes, &options, whole, &back, &failure), -1);
    assert_string_equal(failure.code, "too-large");
    options.max_pixels = 300 * 200;
    options.max_bytes = 300 * 200 * 3;
    assert_int_equal(codec_fixture_read(&codec_tiff, &bytes, &options, whole, &back, &failure), -1);
    assert_string_equal(failure.code, "memory");
    assert_null(back.pixels);
    options.max_bytes *= 3;
    assert_int_equal(codec_fixture_read(&codec_tiff, &bytes, &options, whole, &back, &failure), 0);
    image_free(&image);
    image_free(&back);
    bytes_free(&bytes);
}

/* A strip of which some rows are asked for is held beside them; all rows at once go where they
 * belong. */
static void what_a_strip_takes_counts_for_parts_of_it(void **state)
{
    (void)state;
    struct image image = codec_fixture_image(40, 30, 3), back = {0}; /* of one strip */
    struct bytes bytes = codec_fixture_encode(&codec_tiff, &image);
    struct decode_options options = codec_fixture_strict;
    struct reader reader = {0};
    struct codec_facts facts;
    struct codec_rows rows;
    struct failure failure;
    const double size = (double)image_bytes(image.shape, area_whole(image.shape));
    for (int damaged = 1; damaged >= 0; --damaged) { /* what may be damaged comes row by row */
        options.allow_damaged = options.allow_truncated = damaged;
        assert_int_equal(reader_open(&reader, &codec_tiff, &bytes, &options, &facts, &failure), 0);
        assert_int_equal(reader_start(&reader, whole, &rows, &failure), 0);
        assert_true(rows.bytes < size + 10000);
        assert_true(rows.parts >= (damaged ? 0 : size) && rows.parts <= (damaged ? 0 : size));
    }
    options.max_bytes = (int64_t)(size + rows.bytes) + 1;
    assert_int_equal(codec_fixture_read(&codec_tiff, &bytes, &options, whole, &back, &failure), 0);
    reader_free(&reader);
    image_free(&image);
    image_free(&back);
    bytes_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_images_come_back_exactly),
        cmocka_unit_test(messages_stay_with_their_file),
        cmocka_unit_test(files_that_end_in_their_directory_are_truncated),
        cmocka_unit_test(what_is_wrong_with_another_page_is_no_damage),
        cmocka_unit_test(limits_hold_before_memory_is_allocated),
        cmocka_unit_test(what_a_strip_takes_counts_for_parts_of_it),
    };
    return cmocka_run_group_tests_name("tiff", tests, NULL, NULL);
}
