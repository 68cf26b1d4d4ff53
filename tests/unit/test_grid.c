/* Tables that fit: what is shortened, what gives way, and what is said of it. */
#include "drivers/common/grid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/terminal_fixture.h"

static const struct grid_column columns[] = {
    {"name", GRID_WORDS, 0},
    {"time", GRID_NUMBERS, 0},
    {"rate", GRID_NUMBERS, 1},
    {"marks", GRID_MARKS, 0},
};

static const char *text_of(const void *from, size_t line, size_t column)
{
    return ((const char *const(*)[4])from)[line][column];
}

/* What is printed on a terminal of so many columns; 0: into memory. */
static void check(const char *const (*lines)[4], size_t count, int terminal, const char *expected)
{
    char written[1024] = "";
    FILE *memory = terminal ? NULL : fmemopen(written, sizeof written, "w");
    unsetenv("COLUMNS");
    if (terminal)
        terminal_fixture_begin(terminal);
    struct grid grid = {columns, 4, count, text_of, lines, 1, {0}};
    grid_print(&grid, "--csv has", memory ? memory : stdout);
    if (terminal)
        terminal_fixture_end(written, sizeof written);
    else
        fclose(memory);
    assert_string_equal(written, expected);
}

static const char *const lines[][4] = {
    {"name", "T", "rate", ""},
    {"\xC3\xA9t\xC3\xA9 \xE6\xB5\xB7", "1.5", "12345", "="},
    {"a rather long one", "10.25", "6", ""},
};

static void where_there_is_room_all_is_shown(void **state)
{
    (void)state;
    const char *expected = " name                   T   rate\n"
                           " \xC3\xA9t\xC3\xA9 \xE6\xB5\xB7               1.5  12345  =\n"
                           " a rather long one  10.25      6\n";
    check(lines, 3, 0, expected);
    check(lines, 3, 36, expected);
}

static void words_are_cut_and_numbers_give_way(void **state)
{
    (void)state;
    check(lines, 3, 30,
          " name              T   rate\n"
          " \xC3\xA9t\xC3\xA9 \xE6\xB5\xB7          1.5  12345  =\n"
          " a rather lo\xE2\x80\xA6  10.25      6\n");
}

static void what_differs_goes_on_to_differ(void **state)
{
    (void)state;
    const char *const alike[][4] = {{"name", "T", "rate", ""},
                                    {"omp with 1 chunk", "1", "123456", ""},
                                    {"omp with 2 chunks", "2", "123456", ""}};
    check(alike, 3, 20,
          " name         T\n"
          " omp with 1\xE2\x80\xA6  1\n"
          " omp with 2\xE2\x80\xA6  2\n"
          "  no room for rate:\n"
          "  a wider terminal\n"
          "  shows more, --csv\n"
          "  has all\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_there_is_room_all_is_shown),
        cmocka_unit_test(words_are_cut_and_numbers_give_way),
        cmocka_unit_test(what_differs_goes_on_to_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
