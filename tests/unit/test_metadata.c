/* Unit tests of metadata: profiles in parts, damaged, too large; every cut of JPEG and PNG. */
#include "drivers/io/codecs/metadata.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

/* Bytes that are a profile for all that is looked at. */
static struct bytes profile(size_t size)
{
    struct bytes icc = {0};
    assert_int_equal(bytes_reserve(&icc, size), 0);
    for (size_t i = 0; i < size; ++i)
        icc.data[i] = (uint8_t)(i % 251 + i / 1000);
    for (int i = 0; i < 4; ++i)
        icc.data[i] = (uint8_t)(size >> (24 - 8 * i));
    memcpy(icc.data + 36, "acsp", 4);
    icc.size = size;
    return icc;
}

static void free_all(struct metadata *metadata, struct bytes *file, struct bytes *icc)
{
    metadata_free(metadata);
    bytes_free(file);
    bytes_free(icc);
}

static void add(struct bytes *file, const void *data, size_t size)
{
    assert_int_equal(bytes_append(file, data, size), 0);
}

static void add_number(struct bytes *file, size_t number, int bytes)
{
    for (int i = bytes - 1; i >= 0; --i)
        add(file, &(uint8_t){(uint8_t)(number >> 8 * i)}, 1);
}

static void add_segment(struct bytes *file, int marker, const void *head, size_t head_size,
                        const void *data, size_t size)
{
    add(file, &(uint8_t){0xff}, 1);
    add(file, &(uint8_t){(uint8_t)marker}, 1);
    add_number(file, 2 + head_size + size, 2);
    add(file, head, head_size);
    add(file, data, size);
}

/* Part `number` of `count` of a profile. */
static void add_part(struct bytes *file, int number, int count, const uint8_t *data, size_t size)
{
    uint8_t head[14] = "ICC_PROFILE";
    head[12] = (uint8_t)number;
    head[13] = (uint8_t)count;
    add_segment(file, 0xe2, head, sizeof head, data, size);
}

static const uint8_t exif[] = {'E', 'x', 'i', 'f',  0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
                               0,   1,   1,   0x12, 0, 3, 0,   0,   0, 1,  0, 8, 0, 0};

static void jpeg_profiles_are_joined_in_any_order(void **state)
{
    (void)state;
    struct bytes icc = profile(3000), file = {0};
    add(&file, "\xff\xd8", 2);
    add_part(&file, 2, 3, icc.data + 1000, 1000);
    add_segment(&file, 0xe1, exif, sizeof exif, NULL, 0);
    add(&file, "\xff", 1); /* fill bytes */
    add_part(&file, 3, 3, icc.data + 2000, 1000);
    add_part(&file, 1, 3, icc.data, 1000);
    add(&file, "\xff\xda\0\2", 4);
    struct metadata metadata = {0};
    metadata_of_jpeg(&file, METADATA_WANT_ICC, &metadata);
    assert_null(metadata.ignored);
    assert_int_equal(metadata.icc.size, 3000);
    assert_memory_equal(metadata.icc.data, icc.data, 3000);
    assert_int_equal(exif_orientation(metadata.exif), 8);
    metadata_of_jpeg(&file, 0, &metadata);
    assert_int_equal(metadata.icc.size, 0);
    for (size_t size = 2; size <= file.size; ++size) {
        struct bytes cut = {.data = malloc(size), .size = size, .capacity = size};
        memcpy(cut.data, file.data, size);
        metadata_of_jpeg(&cut, METADATA_WANT_ICC, &metadata);
        assert_true((metadata.icc.size == 0) == (size < file.size - 4));
        bytes_free(&cut);
    }
    free_all(&metadata, &file, &icc);
}

static void jpeg_14_profiles_that_contradict_themselves_are_ignored(void **state)
{
    (void)state;
    struct bytes icc = profile(2000);
    const struct {
        int number[3], count[3], parts;
    } cases[] = {{{1}, {2}, 1},       {{1, 1}, {2, 2}, 2}, {{1, 2}, {2, 3}, 2},
                 {{0, 1}, {2, 2}, 2}, {{2, 3}, {2, 2}, 2}, {{1}, {0}, 1},
                 {{2, 3}, {3, 3}, 2}, {{0}, {0}, 1},       {{1, 2, 2}, {2, 2, 2}, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        struct bytes file = {0};
        struct metadata metadata = {0};
        add(&file, "\xff\xd8", 2);
        for (int k = 0; k < cases[i].parts; ++k)
            add_part(&file, cases[i].number[k], cases[i].count[k], icc.data + 1000 * (k % 2), 1000);
        metadata_of_jpeg(&file, METADATA_WANT_ICC, &metadata);
        assert_int_equal(metadata.icc.size, 0);
        assert_non_null(metadata.ignored);
        metadata_free(&metadata);
        bytes_free(&file);
    }
    bytes_free(&icc);
}

static void jpeg_14_profiles_have_a_largest_size(void **state)
{
    (void)state;
    enum { PART = 65519 };
    for (int large = 0; large < 2; ++large) {
        struct bytes icc = profile(METADATA_ICC_MAX + (size_t)large), file = {0};
        struct metadata metadata = {0};
        int parts = (int)((icc.size + PART - 1) / PART);
        add(&file, "\xff\xd8", 2);
        for (int i = 0; i < parts; ++i) {
            size_t begin = (size_t)i * PART, left = icc.size - begin;
            add_part(&file, i + 1, parts, icc.data + begin, left < PART ? left : PART);
        }
        metadata_of_jpeg(&file, METADATA_WANT_ICC, &metadata);
        assert_int_equal(metadata.icc.size, large ? 0 : icc.size);
        assert_int_equal(!metadata.ignored, !large);
        free_all(&metadata, &file, &icc);
    }
}

static void add_chunk(struct bytes *file, const char *type, const void *data, size_t size)
{
    add_number(file, size, 4);
    size_t begin = file->size;
    add(file, type, 4);
    add(file, data, size);
    add_number(file, crc32_z(0, file->data + begin, 4 + size), 4);
}

/* A PNG with a profile that says to be of `says` bytes, and its orientation behind the data. */
static struct bytes png_file(const struct bytes *icc, size_t says)
{
    struct bytes file = {0}, chunk = {0};
    uLongf size = compressBound((uLong)icc->size);
    assert_int_equal(bytes_reserve(&chunk, 5 + size), 0);
    memcpy(chunk.data, "any\0", 5);
    for (int i = 0; i < 4; ++i)
        icc->data[i] = (uint8_t)(says >> (24 - 8 * i));
    assert_int_equal(compress(chunk.data + 5, &size, icc->data, (uLong)icc->size), Z_OK);
    add(&file, "\x89PNG\r\n\x1a\n", 8);
    add_chunk(&file, "iCCP", chunk.data, 5 + size);
    add_chunk(&file, "gAMA", "\0\1\x86\xa0", 4);
    add_chunk(&file, "IDAT", "", 0);
    add_chunk(&file, "eXIf", exif + 6, sizeof exif - 6);
    add_chunk(&file, "IEND", "", 0);
    bytes_free(&chunk);
    return file;
}

static void png_chunks_are_found_at_every_cut(void **state)
{
    (void)state;
    struct bytes icc = profile(3000), file = png_file(&icc, 3000);
    struct metadata metadata = {0};
    metadata_of_png(&file, METADATA_WANT_ICC, &metadata);
    assert_null(metadata.ignored);
    assert_int_equal(metadata.icc.size, 3000);
    assert_memory_equal(metadata.icc.data, icc.data, 3000);
    assert_int_equal(exif_orientation(metadata.exif), 8);
    assert_int_equal(metadata.colours.gamma, 100000);
    for (size_t size = 8; size < file.size; ++size) {
        struct bytes cut = {.data = malloc(size), .size = size, .capacity = size};
        memcpy(cut.data, file.data, size);
        metadata_of_png(&cut, METADATA_WANT_ICC, &metadata);
        assert_null(metadata.ignored);
        bytes_free(&cut);
    }
    free_all(&metadata, &file, &icc);
}

static void png_14_profiles_are_as_long_as_they_say(void **state)
{
    (void)state;
    const size_t says[] = {
        0, 127, 128, 2999, 3000, 3001, METADATA_ICC_MAX, METADATA_ICC_MAX + 1, 0xffffffff};
    for (size_t i = 0; i < sizeof says / sizeof *says; ++i) {
        struct bytes icc = profile(3000), file = png_file(&icc, says[i]);
        struct metadata metadata = {0};
        metadata_of_png(&file, METADATA_WANT_ICC, &metadata);
        bool taken = says[i] >= 128 && says[i] <= 3000; /* what follows is no part of it */
        assert_int_equal(metadata.icc.size, taken ? says[i] : 0);
        assert_int_equal(!metadata.ignored, taken);
        assert_int_equal(exif_orientation(metadata.exif), 8);
        free_all(&metadata, &file, &icc);
    }
}

static void png_14_damaged_profiles_do_not_add_up(void **state)
{
    (void)state;
    struct bytes icc = profile(METADATA_ICC_MAX), file = {0};
    struct metadata metadata = {0};
    for (icc.size -= 2; icc.size <= METADATA_ICC_MAX; ++icc.size) {
        struct bytes one = png_file(&icc, METADATA_ICC_MAX);
        add(&file, one.data + (file.size ? 8 : 0), one.size - (file.size ? 20 : 12));
        bytes_free(&one);
    }
    metadata_of_png(&file, METADATA_WANT_ICC, &metadata);
    assert_true(metadata.own.size <= METADATA_ICC_MAX);
    free_all(&metadata, &file, &icc);
}

/* Wherever a bit is wrong, nothing is taken that has a wrong checksum. */
static void png_14_damage_is_passed_over(void **state)
{
    (void)state;
    struct bytes icc = profile(500), file = png_file(&icc, 500);
    struct metadata metadata = {0};
    for (size_t i = 8; i < file.size; ++i) {
        file.data[i] ^= 0x10;
        metadata_of_png(&file, METADATA_WANT_ICC, &metadata);
        assert_true(metadata.icc.size == 0 || memcmp(metadata.icc.data, icc.data, 500) == 0);
        assert_true(metadata.colours.gamma == 0 || metadata.colours.gamma == 100000);
        file.data[i] ^= 0x10;
    }
    free_all(&metadata, &file, &icc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jpeg_profiles_are_joined_in_any_order),
        cmocka_unit_test(jpeg_14_profiles_that_contradict_themselves_are_ignored),
        cmocka_unit_test(jpeg_14_profiles_have_a_largest_size),
        cmocka_unit_test(png_chunks_are_found_at_every_cut),
        cmocka_unit_test(png_14_profiles_are_as_long_as_they_say),
        cmocka_unit_test(png_14_damaged_profiles_do_not_add_up),
        cmocka_unit_test(png_14_damage_is_passed_over),
    };
    return cmocka_run_group_tests_name("metadata", tests, NULL, NULL);
}
