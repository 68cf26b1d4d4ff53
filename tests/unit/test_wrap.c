/* Columns of text and of terminals, and sentences broken to fit. */
#include "drivers/common/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/common/terminal.h"
#include "drivers/common/utf8.h"
#include "tests/fixtures/terminal_fixture.h"

#define ACCENT "e\xCC\x81"              /* e and a mark upon it */
#define SEA    "\xE6\xB5\xB7"           /* two columns */
#define CAMERA "\xF0\x9F\x93\xB7"       /* two columns */
#define FAMILY "\xC3\xA9t\xC3\xA9 " SEA /* four characters and a blank, six columns */

static void columns_are_those_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(utf8_columns("abc", SIZE_MAX), 3);
    assert_int_equal(utf8_columns("abc", 2), 2);
    assert_int_equal(utf8_columns(ACCENT, SIZE_MAX), 1);
    assert_int_equal(utf8_columns(SEA CAMERA, SIZE_MAX), 4);
    assert_int_equal(utf8_columns(FAMILY, SIZE_MAX), 6);
    assert_int_equal(utf8_columns("\xE6\xB5", SIZE_MAX), 2); /* no UTF-8: shown as two */
}

static void no_character_is_cut(void **state)
{
    (void)state;
    assert_int_equal(utf8_within("abc", 2), 2);
    assert_int_equal(utf8_within(SEA SEA, 3), 3);
    assert_int_equal(utf8_within(ACCENT "x", 1), 3); /* with the mark */
    assert_int_equal(utf8_within("ab", 9), 2);
}

static void only_people_have_terminals(void **state)
{
    (void)state;
    FILE *file = tmpfile();
    assert_non_null(file);
    char nothing[2];
    unsetenv("COLUMNS");
    terminal_fixture_begin(70);
    assert_int_equal(terminal_columns(stdout), 70);
    setenv("COLUMNS", "60", 1);
    assert_int_equal(terminal_columns(stdout), 60);
    assert_int_equal(terminal_fit(stdout, 98), 60);
    assert_int_equal(terminal_fit(stdout, 40), 40);
    assert_int_equal(terminal_columns(file), TERMINAL_ENDLESS);
    setenv("COLUMNS", "1", 1);
    assert_int_equal(terminal_columns(stdout), TERMINAL_LEAST);
    terminal_fixture_end(nothing, sizeof nothing);
    fflush(stdout);
    const int before = dup(STDOUT_FILENO);
    dup2(fileno(file), STDOUT_FILENO);
    assert_int_equal(terminal_columns(stdout), TERMINAL_ENDLESS); /* whatever is exported */
    dup2(before, STDOUT_FILENO);
    close(before);
    unsetenv("COLUMNS");
    terminal_fixture_begin(0);
    assert_int_equal(terminal_columns(stdout), TERMINAL_USUAL);
    terminal_fixture_end(nothing, sizeof nothing);
    fclose(file);
}

/* What is written with a width, or by wrap_lines() where that is 0. */
static void check(const char *text, int width, int used, int indent, const char *expected)
{
    char *written;
    size_t size;
    FILE *out = open_memstream(&written, &size);
    assert_non_null(out);
    if (width > 0)
        wrap_print(out, text, width, used, indent);
    else
        wrap_lines(out, text, indent);
    fclose(out);
    assert_string_equal(written, expected);
    free(written);
}

static void sentences_break_at_blanks(void **state)
{
    (void)state;
    check("one two three", 20, 0, 0, "one two three\n");
    check("one two three", 8, 0, 2, "one two\n  three\n");
    check("one two three", 8, 4, 4, "one\n    two\n    three\n");
    check("a longerthanaline b", 6, 0, 1, "a\n longerthanaline\n b\n");
    check("  a   b", 20, 0, 0, "a   b\n"); /* columns of a label stay */
    check("", 20, 0, 0, "\n");
    check(SEA SEA " " SEA " " SEA, 7, 0, 0, SEA SEA " " SEA "\n" SEA "\n");
}

static void files_get_lines_as_they_are(void **state)
{
    (void)state;
    check("  one two three four five six seven eight\n\n  nine", 0, 0, 2,
          "  one two three four five six seven eight\n\n  nine\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_those_of_a_terminal),
        cmocka_unit_test(no_character_is_cut),
        cmocka_unit_test(only_people_have_terminals),
        cmocka_unit_test(sentences_break_at_blanks),
        cmocka_unit_test(files_get_lines_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
