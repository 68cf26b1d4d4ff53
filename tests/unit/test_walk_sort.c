/* Unit tests of walk_sort: the order that comparing whole paths gives. */
#include "drivers/io/walk_sort.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COUNT = 500, LENGTH = 32 };

static char texts[COUNT][LENGTH];
static struct walk_name names[COUNT];
static unsigned state = 7;

static unsigned draw(unsigned below)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 16) % below;
}

/* As the path of what is in a directory goes on. */
static int by_path(const void *a, const void *b)
{
    char left[LENGTH + 1], right[LENGTH + 1];
    const struct walk_name *l = a, *r = b;
    snprintf(left, sizeof left, "%s%s", l->text, l->directory ? "/" : "");
    snprintf(right, sizeof right, "%s%s", r->text, r->directory ? "/" : "");
    return strcmp(left, right);
}

/* names[count], all different, in whatever order. */
static void expect_sorted(int count)
{
    struct walk_name expected[COUNT];
    memcpy(expected, names, sizeof expected);
    qsort(expected, (size_t)count, sizeof *expected, by_path);
    walk_sort(names, count);
    for (int i = 0; i < count; ++i) {
        assert_string_equal(names[i].text, expected[i].text);
        assert_int_equal(names[i].number, expected[i].number);
    }
}

static void set(int i, bool directory)
{
    names[i] = (struct walk_name){texts[i], directory, i, 0};
}

static void numbered_names_are_sorted(void **ignored)
{
    (void)ignored;
    for (int count = 1; count <= COUNT; count += 83) {
        for (int i = 0; i < count; ++i) { /* 7919 is prime: each number once */
            snprintf(texts[i], LENGTH, "frame-%06d.png", i * 7919 % COUNT);
            set(i, false);
        }
        expect_sorted(count);
    }
    walk_sort(names, 0);
}

static void long_equal_parts_and_bytes_of_all_values_are_sorted(void **ignored)
{
    (void)ignored;
    static const char *const between[] = {"", "-", "0000000000", "\xc3\xa9", "/", "\x01"};
    for (int i = 0; i < COUNT; ++i) { /* what follows the eight bytes decides, or the end does */
        int length = snprintf(texts[i], LENGTH, "p%s%s%03d", draw(2) ? "aaaaaaaaaa" : "",
                              between[draw(4)], i * 7919 % COUNT);
        texts[i][length] = (char)(draw(2) ? 0 : 128 + draw(128));
        texts[i][length + 1] = '\0';
        set(i, draw(2));
    }
    expect_sorted(COUNT);
}

static void a_directory_is_where_its_files_are(void **ignored)
{
    (void)ignored;
    static const char *const order[] = {"a-b", "a.pgm", "a", "a0", "b"};
    for (int i = 0; i < 5; ++i)
        names[i] = (struct walk_name){order[4 - i], i == 2, i, 0};
    walk_sort(names, 5);
    for (int i = 0; i < 5; ++i)
        assert_string_equal(names[i].text, order[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbered_names_are_sorted),
        cmocka_unit_test(long_equal_parts_and_bytes_of_all_values_are_sorted),
        cmocka_unit_test(a_directory_is_where_its_files_are),
    };
    return cmocka_run_group_tests_name("walk_sort", tests, NULL, NULL);
}
