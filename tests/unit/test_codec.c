/* Unit tests of codec, bytes and failure. */
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
        struct bytes first = {.data = bytes.data, .size = bytes.size / 8, .capacity = 0};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appending_keeps_what_is_there),
        cmocka_unit_test(failures_carry_a_name_and_a_reason),
        cmocka_unit_test(formats_are_found_by_content_and_by_name),
        cmocka_unit_test(every_codec_finds_its_own_files),
        cmocka_unit_test(versions_fit_or_are_cut),
    };
    return cmocka_run_group_tests_name("codec", tests, NULL, NULL);
}
