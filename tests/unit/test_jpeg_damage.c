/* Unit tests of codec_jpeg: every way for a file to be damaged, hostile or of another kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/codec_fixture.h"
#include "tests/fixtures/jpeg_fixture.h"

static void truncated_jpeg_is_refused_or_grey(void **state)
{
    (void)state;
    struct bytes bytes = jpeg_fixture_photograph(160, 120);
    codec_fixture_truncate(&codec_jpeg, &bytes, 97);
    bytes_free(&bytes);
    const uint8_t grey[] = {100};
    bytes = jpeg_fixture_make(
        (struct jpeg_layout){64, 64, 1, JCS_GRAYSCALE, JCS_GRAYSCALE, false, 12, 0}, grey);
    codec_fixture_truncate(&codec_jpeg, &bytes, 7);
    bytes_free(&bytes);
    bytes = jpeg_fixture_make(
        (struct jpeg_layout){64, 640, 1, JCS_GRAYSCALE, JCS_GRAYSCALE, false, 0, 1}, grey);
    codec_fixture_truncate(&codec_jpeg, &bytes, 3);
    bytes_free(&bytes);
}

static void a_header_alone_is_truncated(void **state)
{
    (void)state;
    struct bytes bytes = jpeg_fixture_photograph(160, 120);
    bytes.size = jpeg_fixture_marker(&bytes, 0xda) + 13; /* behind the header of the only scan */
    codec_fixture_fails(&codec_jpeg, &bytes, "truncated", false);
    bytes.size -= 20;
    codec_fixture_fails(&codec_jpeg, &bytes, "truncated", true);
    bytes_free(&bytes);
}

static void damaged_data_is_corrupt(void **state)
{
    (void)state;
    struct bytes bytes = jpeg_fixture_photograph(160, 120);
    for (size_t i = 0; i < 200; i += 2) /* no code has so many ones */
        memcpy(bytes.data + bytes.size / 2 + i, "\xff", 2);
    codec_fixture_fails(&codec_jpeg, &bytes, "corrupt", false);
    struct image image = codec_fixture_decode(&codec_jpeg, &bytes, &codec_fixture_tolerant);
    image_free(&image);
    bytes_free(&bytes);
    bytes = jpeg_fixture_photograph(16, 16);
    bytes.data[jpeg_fixture_marker(&bytes, 0xc4) + 3] = 0x77; /* a Huffman table of no kind */
    codec_fixture_fails(&codec_jpeg, &bytes, "corrupt", true);
    bytes_free(&bytes);
}

static void other_processes_are_unsupported(void **state)
{
    (void)state;
    const int processes[] = {0xc3, 0xc5, 0xc9, 0xcb}; /* lossless, hierarchical, arithmetic */
    struct bytes bytes = jpeg_fixture_photograph(16, 16);
    size_t frame = jpeg_fixture_marker(&bytes, 0xc0);
    for (size_t i = 0; i < 4; ++i) {
        bytes.data[frame] = (uint8_t)processes[i];
        codec_fixture_fails(&codec_jpeg, &bytes, "unsupported", true);
    }
    bytes.data[frame] = 0xc1;
    bytes.data[frame + 3] = 12; /* bits a sample */
    codec_fixture_fails(&codec_jpeg, &bytes, "unsupported", true);
    bytes_free(&bytes);
}

static void huge_sides_are_refused_by_the_header(void **state)
{
    (void)state;
    struct bytes bytes = jpeg_fixture_photograph(16, 16);
    size_t frame = jpeg_fixture_marker(&bytes, 0xc0);
    memcpy(bytes.data + frame + 4, "\xea\x60\xea\x60", 4); /* 60000 x 60000 */
    struct image image = {0};
    struct failure failure;
    codec_fixture_fails(&codec_jpeg, &bytes, "too-large", true);
    assert_int_equal(codec_fixture_read(&codec_jpeg, &bytes, &codec_fixture_strict,
                                        (struct shape){1, 1, 1}, &image, &failure),
                     -1);
    assert_int_equal(image.capacity, 0);
    bytes_free(&bytes);
}

static void endless_scans_are_refused(void **state)
{
    (void)state;
    const uint8_t grey[] = {100};
    struct jpeg_layout layout = {8, 8, 1, JCS_GRAYSCALE, JCS_GRAYSCALE, false, 496, 0};
    struct bytes bytes = jpeg_fixture_make(layout, grey);
    struct image image = codec_fixture_decode(&codec_jpeg, &bytes, &codec_fixture_strict);
    assert_int_equal(image_row(&image, 0)[0], 100);
    image_free(&image);
    bytes_free(&bytes);
    layout.scans = 694;
    bytes = jpeg_fixture_make(layout, grey);
    codec_fixture_fails(&codec_jpeg, &bytes, "too-large", false);
    bytes_free(&bytes);
}

/* Adds to the number of each restart marker; 0: to that of the third one alone. */
static void renumber(struct bytes *bytes, int add)
{
    int markers = 0;
    for (size_t i = jpeg_fixture_marker(bytes, 0xda); i + 1 < bytes->size; ++i)
        if (bytes->data[i] == 0xff && (bytes->data[i + 1] & 0xf8) == 0xd0) {
            bytes->data[i + 1] = (uint8_t)(0xd0 + (bytes->data[i + 1] + add) % 8);
            if (++markers == 3 && add == 0)
                bytes->data[i + 1] ^= 1;
        }
    assert_true(markers > 3);
}

static void F4_restart_markers_may_be_numbered_otherwise(void **state)
{
    (void)state;
    const uint8_t grey[] = {100};
    struct jpeg_layout layout = {64, 640, 1, JCS_GRAYSCALE, JCS_GRAYSCALE, false, 0, 1};
    struct bytes whole = jpeg_fixture_make(layout, grey);
    for (int add = 0; add < 8; ++add) {
        struct bytes bytes = jpeg_fixture_make(layout, grey);
        renumber(&bytes, add);
        if (add >= 3 && add <= 5)
            codec_fixture_same(&codec_jpeg, &whole, &bytes, &codec_fixture_strict);
        else
            codec_fixture_fails(&codec_jpeg, &bytes, "corrupt", false);
        bytes_free(&bytes);
    }
    bytes_free(&whole);
}

static void G5_memory_is_bounded_before_it_is_taken(void **state)
{
    (void)state;
    const uint8_t grey[] = {100};
    struct jpeg_layout layout = {640, 640, 1, JCS_GRAYSCALE, JCS_GRAYSCALE, false, 0, 0};
    struct decode_options options = {.max_pixels = 1 << 28, .max_bytes = 800000};
    struct shape whole = {640, 640, 1}, eighth = {80, 80, 1};
    struct image image = {0};
    struct failure failure;
    struct bytes bytes = jpeg_fixture_make(layout, grey);
    assert_int_equal(codec_fixture_read(&codec_jpeg, &bytes, &options, whole, &image, &failure), 0);
    image_free(&image);
    bytes_free(&bytes);
    layout.scans = 12; /* two bytes for each coefficient, until the last scan */
    bytes = jpeg_fixture_make(layout, grey);
    assert_int_equal(codec_fixture_read(&codec_jpeg, &bytes, &options, whole, &image, &failure),
                     -1);
    assert_string_equal(failure.code, "memory");
    assert_int_equal(image.capacity, 0);
    assert_int_equal(codec_fixture_read(&codec_jpeg, &bytes, &options, eighth, &image, &failure),
                     -1);
    options.max_bytes = 1300000;
    assert_int_equal(codec_fixture_read(&codec_jpeg, &bytes, &options, whole, &image, &failure), 0);
    image_free(&image);
    bytes_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(truncated_jpeg_is_refused_or_grey),
        cmocka_unit_test(a_header_alone_is_truncated),
        cmocka_unit_test(damaged_data_is_corrupt),
        cmocka_unit_test(other_processes_are_unsupported),
        cmocka_unit_test(huge_sides_are_refused_by_the_header),
        cmocka_unit_test(endless_scans_are_refused),
        cmocka_unit_test(F4_restart_markers_may_be_numbered_otherwise),
        cmocka_unit_test(G5_memory_is_bounded_before_it_is_taken),
    };
    return cmocka_run_group_tests_name("jpeg_damage", tests, NULL, NULL);
}
