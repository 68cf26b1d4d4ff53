/* Unit tests of EXIF in TIFF files: what is added stays small, whatever the EXIF says. */
#include "drivers/io/codecs/exif_tiff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/io/codecs/exif_layout.h"
#include "drivers/io/codecs/metadata.h"

enum { FIRST = 8, TAG_TITLE = 0x010e, TAG_DETAILS = 0x8769, TYPE_BYTES = 7, TYPE_PLACE = 4 };

static void add(struct bytes *out, uint32_t value, size_t size)
{
    uint8_t bytes[4];
    exif_put_number(false, bytes, size, value);
    assert_int_equal(bytes_append(out, bytes, size), 0);
}

static void add_entry(struct bytes *out, uint32_t tag, uint32_t type, uint32_t count,
                      uint32_t value)
{
    add(out, tag, 2);
    add(out, type, 2);
    add(out, count, 4);
    add(out, value, EXIF_PLACE);
}

/* The beginning, and that of a directory of so many entries. */
static struct bytes begin(uint32_t entries)
{
    struct bytes out = {0};
    assert_int_equal(bytes_append(&out, "II*\0", 4), 0);
    add(&out, FIRST, EXIF_PLACE);
    add(&out, entries, EXIF_COUNT);
    return out;
}

/* A file that says 3 columns and nothing else. */
static struct bytes small_file(void)
{
    struct bytes file = begin(1);
    add_entry(&file, 0x100, TYPE_PLACE, 1, 3);
    add(&file, 0, EXIF_PLACE);
    return file;
}

static size_t entries_of(const struct bytes *file)
{
    struct exif_reader reader;
    size_t first = exif_first_directory(&reader, (struct bytes_part){file->data, file->size});
    return exif_entries(&reader, first);
}

static void exif_14_equal_tags_are_copied_once(void **state)
{
    (void)state;
    enum { COUNT = 400 };
    struct bytes exif = begin(COUNT), file = small_file();
    uint32_t details = FIRST + EXIF_COUNT + EXIF_ENTRY * COUNT + EXIF_PLACE;
    for (int i = 0; i < COUNT; ++i)
        add_entry(&exif, TAG_DETAILS, TYPE_PLACE, 1, details);
    add(&exif, 0, EXIF_PLACE);
    add(&exif, 1, EXIF_COUNT);
    add_entry(&exif, 0xa001, 3, 1, 1);
    add(&exif, 0, EXIF_PLACE);
    assert_int_equal(exif_into_tiff((struct bytes_part){exif.data, exif.size}, &file), 0);
    assert_int_equal(entries_of(&file), 2);
    bytes_free(&exif);
    bytes_free(&file);
}

static void exif_14_values_in_one_place_do_not_make_a_large_file(void **state)
{
    (void)state;
    enum { COUNT = 400, VALUE = 50000 };
    struct bytes exif = begin(2), file = small_file();
    uint32_t details = FIRST + EXIF_COUNT + 2 * EXIF_ENTRY + EXIF_PLACE;
    add_entry(&exif, TAG_TITLE, TYPE_BYTES, 4, 7);
    add_entry(&exif, TAG_DETAILS, TYPE_PLACE, 1, details);
    add(&exif, 0, EXIF_PLACE);
    add(&exif, COUNT, EXIF_COUNT);
    for (uint32_t i = 0; i < COUNT; ++i)
        add_entry(&exif, 0xb000 + i, TYPE_BYTES, VALUE, 0);
    while (exif.size < VALUE)
        add(&exif, 0, 4);
    size_t before = file.size;
    assert_int_equal(exif_into_tiff((struct bytes_part){exif.data, exif.size}, &file), 0);
    assert_in_range(file.size, before + VALUE, before + 2 * METADATA_EXIF_MAX);
    assert_int_equal(entries_of(&file), 3);
    bytes_free(&exif);
    bytes_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exif_14_equal_tags_are_copied_once),
        cmocka_unit_test(exif_14_values_in_one_place_do_not_make_a_large_file),
    };
    return cmocka_run_group_tests_name("exif_tiff", tests, NULL, NULL);
}
