/* Unit tests of exif: both byte orders, all types, loops, every cut, and random damage. */
#include "drivers/io/codecs/exif.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A picture's EXIF as cameras write it: a directory with sizes, the orientation and the place of
 * another one with sizes, and a directory with a preview. */
struct example {
    uint8_t data[200];
    size_t size;
    bool big;
};

enum { FIRST = 8, DETAILS = 80, SECOND = 120, PREVIEW = 160, PREVIEW_SIZE = 30 };

static void put(struct example *e, size_t at, size_t size, uint32_t value)
{
    for (size_t i = 0; i < size; ++i)
        e->data[at + i] = (uint8_t)(value >> 8 * (e->big ? size - 1 - i : i));
}

static size_t entry(struct example *e, size_t at, uint32_t tag, uint32_t type, uint32_t value)
{
    put(e, at, 2, tag);
    put(e, at + 2, 2, type);
    put(e, at + 4, 4, 1);
    put(e, at + 8, type == 1 ? 1 : type == 3 ? 2 : 4, value);
    return at + 12;
}

static struct example example(bool big, uint32_t type, uint32_t orientation)
{
    struct example e = {.size = PREVIEW + PREVIEW_SIZE, .big = big};
    memcpy(e.data, big ? "MM" : "II", 2);
    put(&e, 2, 2, 42);
    put(&e, 4, 4, FIRST);
    put(&e, FIRST, 2, 4);
    size_t at = entry(&e, FIRST + 2, 0x100, 4, 4000);
    at = entry(&e, at, 0x101, 3, 3000);
    at = entry(&e, at, 0x112, type, orientation);
    at = entry(&e, at, 0x8769, 4, DETAILS);
    put(&e, at, 4, SECOND);
    put(&e, DETAILS, 2, 2);
    at = entry(&e, DETAILS + 2, 0xa002, 4, 4000);
    entry(&e, at, 0xa003, 4, 3000);
    put(&e, SECOND, 2, 2);
    at = entry(&e, SECOND + 2, 0x201, 4, PREVIEW);
    entry(&e, at, 0x202, 4, PREVIEW_SIZE);
    memset(e.data + PREVIEW, 0xd8, PREVIEW_SIZE);
    return e;
}

static struct bytes_part part_of(const struct example *e)
{
    return (struct bytes_part){e->data, e->size};
}

static void exif_15_all_eight_are_found_and_what_means_nothing_is_upright(void **state)
{
    (void)state;
    for (int big = 0; big < 2; ++big)
        for (uint32_t value = 0; value < 300; ++value) {
            const uint32_t expected = value >= 1 && value <= 8 ? value : 1;
            struct example e = example(big, 3, value);
            assert_int_equal(exif_orientation(part_of(&e)), expected);
            e = example(big, 4, value);
            assert_int_equal(exif_orientation(part_of(&e)), expected);
            e = example(big, 1, value & 255);
            const uint32_t byte = value & 255;
            assert_int_equal(exif_orientation(part_of(&e)), byte >= 1 && byte <= 8 ? byte : 1);
            e = example(big, 5, value); /* a fraction is no orientation */
            assert_int_equal(exif_orientation(part_of(&e)), 1);
        }
}

static void a_name_may_stand_before_them(void **state)
{
    (void)state;
    struct example e = example(true, 3, 6);
    uint8_t named[206] = "Exif\0";
    memcpy(named + 6, e.data, e.size);
    assert_int_equal(exif_orientation((struct bytes_part){named, e.size + 6}), 6);
}

static void other_data_say_nothing(void **state)
{
    (void)state;
    struct example e = example(true, 3, 6);
    assert_int_equal(exif_orientation((struct bytes_part){NULL, 0}), 1);
    put(&e, 2, 2, 43);
    assert_int_equal(exif_orientation(part_of(&e)), 1);
    e = example(false, 3, 6);
    memcpy(e.data, "IM", 2);
    assert_int_equal(exif_orientation(part_of(&e)), 1);
    const uint32_t places[] = {0, 1, 7, 1000, 0x7fffffff, 0xffffffff};
    for (size_t i = 0; i < sizeof places / sizeof *places; ++i) {
        e = example(false, 3, 6);
        put(&e, 4, 4, places[i]);
        assert_int_equal(exif_orientation(part_of(&e)), 1);
    }
}

/* Reads at all cuts and from all loops; a sanitizer guards the end of the memory. */
static void exif_14_every_cut_and_loop_is_read_within_bounds(void **state)
{
    (void)state;
    for (int big = 0; big < 2; ++big) {
        struct example e = example(big, 3, 6);
        put(&e, FIRST + 2 + 48, 4, FIRST); /* the directory after the first is the first */
        put(&e, FIRST + 2 + 36 + 8, 4, FIRST);
        for (size_t size = 0; size <= e.size; ++size) {
            uint8_t *cut = malloc(size + !size);
            assert_non_null(cut);
            memcpy(cut, e.data, size);
            struct bytes out = {0};
            struct bytes_part part = {cut, size};
            assert_int_equal(exif_orientation(part), size < FIRST + 2 + 36 ? 1 : 6);
            assert_int_equal(exif_correct(part, ORIENTATION_UPRIGHT, 40, 30, &out), 0);
            assert_true(out.size <= size);
            bytes_free(&out);
            free(cut);
        }
    }
}

static void exif_14_random_damage_stays_within_bounds(void **state)
{
    (void)state;
    uint32_t random = 1;
    for (int i = 0; i < 200000; ++i) {
        struct example e = example(i % 2, 3, 6);
        for (int k = 0; k < 1 + i % 8; ++k) {
            random = random * 1664525 + 1013904223;
            e.data[(random >> 8) % e.size] = (uint8_t)(random >> 24);
        }
        struct bytes out = {0};
        assert_in_range(exif_orientation(part_of(&e)), 1, 8);
        assert_int_equal(exif_correct(part_of(&e), ORIENTATION_FLIP, 1, 2, &out), 0);
        assert_in_range(out.size, 1, e.size);
        bytes_free(&out);
    }
}

static uint32_t number_at(const struct bytes *bytes, bool big, size_t at, size_t size)
{
    uint32_t value = 0;
    for (size_t i = 0; i < size; ++i)
        value = value << 8 | bytes->data[at + (big ? i : size - 1 - i)];
    return value;
}

static void F9_the_tag_is_corrected_with_sizes_and_without_the_preview(void **state)
{
    (void)state;
    for (int big = 0; big < 2; ++big) {
        struct example e = example(big, 3, 6);
        struct bytes out = {0};
        assert_int_equal(exif_correct(part_of(&e), ORIENTATION_UPRIGHT, 45, 60, &out), 0);
        assert_int_equal(exif_orientation((struct bytes_part){out.data, out.size}), 1);
        assert_int_equal(out.size, PREVIEW);
        assert_int_equal(number_at(&out, big, FIRST + 2 + 8, 4), 45);
        assert_int_equal(number_at(&out, big, FIRST + 2 + 12 + 8, 2), 60);
        assert_int_equal(number_at(&out, big, FIRST + 2 + 48, 4), 0);
        assert_int_equal(number_at(&out, big, DETAILS + 2 + 8, 4), 45);
        assert_int_equal(number_at(&out, big, DETAILS + 2 + 12 + 8, 4), 60);
        put(&e, SECOND + 2 + 12 + 8, 4, PREVIEW_SIZE - 3); /* something stands behind it */
        assert_int_equal(exif_correct(part_of(&e), ORIENTATION_UPRIGHT, 45, 60, &out), 0);
        assert_int_equal(out.size, e.size);
        assert_int_equal(out.data[PREVIEW], 0);
        assert_int_equal(out.data[PREVIEW + PREVIEW_SIZE - 3], 0xd8);
        bytes_free(&out);
    }
}

static void the_smallest_says_what_it_should(void **state)
{
    (void)state;
    for (int value = 1; value <= 8; ++value) {
        struct bytes out = {0};
        assert_int_equal(exif_minimal((enum orientation)value, &out), 0);
        assert_int_equal(exif_orientation((struct bytes_part){out.data, out.size}), value);
        bytes_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exif_15_all_eight_are_found_and_what_means_nothing_is_upright),
        cmocka_unit_test(a_name_may_stand_before_them),
        cmocka_unit_test(other_data_say_nothing),
        cmocka_unit_test(exif_14_every_cut_and_loop_is_read_within_bounds),
        cmocka_unit_test(exif_14_random_damage_stays_within_bounds),
        cmocka_unit_test(F9_the_tag_is_corrected_with_sizes_and_without_the_preview),
        cmocka_unit_test(the_smallest_says_what_it_should),
    };
    return cmocka_run_group_tests_name("exif", tests, NULL, NULL);
}
