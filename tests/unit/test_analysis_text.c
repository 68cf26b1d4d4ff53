/* Escaping, numbers and suggestions of the analysis. */
#include "analysis/text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* What `write` makes of `text`. */
static const char *written(void (*write)(FILE *, const char *), const char *text)
{
    static char buffer[256];
    FILE *file = tmpfile();
    assert_non_null(file);
    write(file, text);
    rewind(file);
    buffer[fread(buffer, 1, sizeof buffer - 1, file)] = '\0';
    fclose(file);
    return buffer;
}

/* ESC, C1 (as one byte and as a character), a mark that turns, half a character; and a dash. */
#define ACTS "a\033\x9b\xC2\x9B\xE2\x80\xAE\xE2\x80z\xE2\x80\x93"

static void G13_nothing_acts_on_a_terminal(void **state)
{
    (void)state;
    char plain[64];
    text_plain(plain, sizeof plain, ACTS);
    assert_string_equal(plain, "a??????z\xE2\x80\x93");
    assert_string_equal(written(text_csv, ACTS), plain);
    text_plain(plain, 10, ACTS); /* no half character at the end */
    assert_string_equal(plain, "a??????z");
    assert_string_equal(written(text_gnuplot, "\xC2\x9B'\xE2\x80\x93"), "'?''\xE2\x80\x93'");
    assert_string_equal(written(text_csv, "a\tb\nc"), "\"a\tb\nc\"");
}

static void csv_leaves_plain_fields_alone(void **state)
{
    (void)state;
    assert_string_equal(written(text_csv, "lanczos3"), "lanczos3");
    assert_string_equal(written(text_csv, ""), "");
}

static void csv_quotes_what_would_break_the_line(void **state)
{
    (void)state;
    assert_string_equal(written(text_csv, "a,b"), "\"a,b\"");
    assert_string_equal(written(text_csv, "say \"x\""), "\"say \"\"x\"\"\"");
    assert_string_equal(written(text_csv, "a\nb"), "\"a\nb\"");
}

static void csv_disarms_formulas(void **state)
{
    (void)state;
    assert_string_equal(written(text_csv, "=1+1"), "'=1+1");
    assert_string_equal(written(text_csv, "@x"), "'@x");
    assert_string_equal(written(text_csv, "-x"), "'-x");
    assert_string_equal(written(text_csv, "+cmd|' /C calc'!A0"), "'+cmd|' /C calc'!A0");
    assert_string_equal(written(text_csv, "=a,b"), "\"'=a,b\"");
}

static void csv_for_programs_is_what_was_there(void **state)
{
    (void)state;
    assert_string_equal(written(text_csv_data, "=1+1"), "=1+1");
    assert_string_equal(written(text_csv_data, "-a \"b\"\x1b"), "\"-a \"\"b\"\"?\"");
}

static void csv_keeps_numbers_with_a_sign(void **state)
{
    (void)state;
    assert_string_equal(written(text_csv, "-1.5e-3"), "-1.5e-3");
    assert_string_equal(written(text_csv, "+2"), "+2");
    assert_string_equal(written(text_csv, "-1-1"), "'-1-1");
}

static void gnuplot_strings_expand_nothing(void **state)
{
    (void)state;
    assert_string_equal(written(text_gnuplot, "a'b"), "'a''b'");
    assert_string_equal(written(text_gnuplot, "`id` \"x\" \\n"), "'`id` \"x\" \\n'");
    assert_string_equal(written(text_gnuplot, "a\nb"), "'a?b'");
    assert_string_equal(written(text_gnuplot, "50%"), "'50%'");
    assert_string_equal(written(text_gnuplot_tic, "'50%"), "'''50%%'");
}

static void file_names_hold_nothing_special(void **state)
{
    (void)state;
    char name[32];
    text_file_name(name, sizeof name, "../../etc/passwd");
    assert_string_equal(name, "etc-passwd");
    text_file_name(name, sizeof name, "-rf 'x'; $(y)\n");
    assert_string_equal(name, "rf-x-y");
    text_file_name(name, sizeof name, "0123456789012345678901234567890123456789");
    assert_true(strlen(name) < sizeof name);
}

static void plain_text_controls_no_terminal(void **state)
{
    (void)state;
    char text[16];
    text_plain(text, sizeof text, "a\033[2Jb\n");
    assert_string_equal(text, "a?[2Jb?");
    text_plain(text, 4, "abcdef");
    assert_string_equal(text, "abc");
}

static void numbers_have_significant_digits(void **state)
{
    (void)state;
    char text[32];
    text_number(text, sizeof text, 0.0123456, 3);
    assert_string_equal(text, "0.0123");
    text_number(text, sizeof text, 123456.7, 4);
    assert_string_equal(text, "123500");
    text_number(text, sizeof text, 0, 3);
    assert_string_equal(text, "0.00");
    text_number(text, sizeof text, INFINITY, 3);
    assert_string_equal(text, "inf");
    text_number(text, sizeof text, NAN, 3);
    assert_string_equal(text, "-");
}

static void interval_without_an_end_is_none(void **state)
{
    (void)state;
    char text[32];
    text_interval(text, sizeof text, 1, NAN, 3);
    assert_string_equal(text, "-");
    text_interval(text, sizeof text, 1, 2, 2);
    assert_string_equal(text, "[1.0, 2.0]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(G13_nothing_acts_on_a_terminal),
        cmocka_unit_test(csv_leaves_plain_fields_alone),
        cmocka_unit_test(csv_quotes_what_would_break_the_line),
        cmocka_unit_test(csv_disarms_formulas),
        cmocka_unit_test(csv_for_programs_is_what_was_there),
        cmocka_unit_test(csv_keeps_numbers_with_a_sign),
        cmocka_unit_test(gnuplot_strings_expand_nothing),
        cmocka_unit_test(file_names_hold_nothing_special),
        cmocka_unit_test(plain_text_controls_no_terminal),
        cmocka_unit_test(numbers_have_significant_digits),
        cmocka_unit_test(interval_without_an_end_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
