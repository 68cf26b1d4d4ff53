/* Unit tests of what stands before a member of a tar file. */
#include "drivers/io/sinks/tar_header.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The fields that begin at these bytes of a block. */
enum { NAME = 0, SIZE = 124, SUM = 148, TYPE = 156, PREFIX = 345 };

static struct bytes header_of(const char *name, size_t size, size_t blocks)
{
    struct bytes header = {0};
    assert_int_equal(tar_header(&header, name, size), 0);
    assert_int_equal(header.size, blocks * TAR_BLOCK);
    return header;
}

/* A field of text that may fill its place. */
static void expect_field(const uint8_t *block, size_t at, size_t size, const char *expected)
{
    char text[256] = "";
    memcpy(text, block + at, size);
    assert_string_equal(text, expected);
}

static void expect_sum(const uint8_t *block)
{
    unsigned long sum = 0;
    for (size_t i = 0; i < TAR_BLOCK; ++i)
        sum += i >= SUM && i < SUM + 8 ? ' ' : block[i];
    assert_int_equal(strtoul((const char *)block + SUM, NULL, 8), sum);
}

static void short_names_are_one_block(void **state)
{
    (void)state;
    struct bytes header = header_of("d/a.jpg", 1000, 1);
    expect_field(header.data, NAME, 100, "d/a.jpg");
    expect_field(header.data, SIZE, 12, "00000001750");
    expect_field(header.data, TYPE, 1, "0");
    expect_field(header.data, PREFIX, 155, "");
    expect_sum(header.data);
    bytes_free(&header);
    assert_int_equal(tar_padding(0), 0);
    assert_int_equal(tar_padding(1), 511);
    assert_int_equal(tar_padding(512), 0);
}

static void longer_names_are_cut_at_a_slash(void **state)
{
    (void)state;
    char name[257], part[157];
    memset(name, 'n', 256);
    name[256] = '\0';
    name[155] = '/';
    struct bytes header = header_of(name, 0, 1);
    memcpy(part, name, 155);
    part[155] = '\0';
    expect_field(header.data, PREFIX, 155, part);
    expect_field(header.data, NAME, 100, name + 156);
    expect_sum(header.data);
    bytes_free(&header);
    name[100] = '\0';
    header = header_of(name, 0, 1);
    expect_field(header.data, NAME, 100, name);
    bytes_free(&header);
}

static void what_does_not_fit_is_in_a_pax_header(void **state)
{
    (void)state;
    char name[102];
    memset(name, 'n', 101);
    name[101] = '\0';
    struct bytes header = header_of(name, 5, 3);
    expect_field(header.data, TYPE, 1, "x");
    expect_sum(header.data);
    assert_memory_equal(header.data + TAR_BLOCK, "111 path=nnn", 12);
    assert_memory_equal(header.data + TAR_BLOCK + 109, "n\n", 3);
    expect_field(header.data + 2 * TAR_BLOCK, TYPE, 1, "0");
    expect_field(header.data + 2 * TAR_BLOCK, SIZE, 12, "00000000005");
    expect_sum(header.data + 2 * TAR_BLOCK);
    bytes_free(&header);
    header = header_of("b\351.jpg", 5, 3);
    assert_memory_equal(header.data + TAR_BLOCK, "21 hdrcharset=BINARY\n15 path=b\351.jpg\n", 36);
    bytes_free(&header);
    header = header_of("\303\244", 5, 3);
    assert_memory_equal(header.data + TAR_BLOCK, "11 path=\303\244\n", 12);
    bytes_free(&header);
}

static void sizes_have_as_many_digits_as_they_need(void **state)
{
    (void)state;
    struct bytes header = header_of("a", ((size_t)1 << 33) - 1, 1);
    expect_field(header.data, SIZE, 12, "77777777777");
    bytes_free(&header);
    header = header_of("a", (size_t)1 << 33, 3);
    assert_memory_equal(header.data + TAR_BLOCK, "9 path=a\n19 size=8589934592\n", 28);
    bytes_free(&header);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_names_are_one_block),
        cmocka_unit_test(longer_names_are_cut_at_a_slash),
        cmocka_unit_test(what_does_not_fit_is_in_a_pax_header),
        cmocka_unit_test(sizes_have_as_many_digits_as_they_need),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
