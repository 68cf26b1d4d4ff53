/* One JSON object per line, whatever bytes the texts hold. */
#include "drivers/common/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/common/json_nest.h"

static char *text;
static size_t size;

static FILE *begin(void)
{
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    json_begin(out);
    return out;
}

static void expect(FILE *out, const char *members)
{
    char line[512];
    json_end(out);
    assert_int_equal(fclose(out), 0);
    snprintf(line, sizeof line, "{\"parallax\": 1%s}\n", members);
    assert_string_equal(text, line);
    free(text);
}

static void expect_text(const char *value, const char *printed)
{
    char members[256];
    FILE *out = begin();
    json_text(out, "t", value);
    snprintf(members, sizeof members, ", \"t\": \"%s\"", printed);
    expect(out, members);
}

static void what_json_reserves_is_escaped(void **state)
{
    (void)state;
    expect_text("say \"no\" \\ yes", "say \\\"no\\\" \\\\ yes");
    expect_text("a\nb\tc\rd\x01\x1f\x7f", "a\\u000ab\\u0009c\\u000dd\\u0001\\u001f\\u007f");
    expect_text("", "");
}

static void utf8_stays_as_it_is(void **state)
{
    (void)state;
    expect_text("\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x90\x88 \xF4\x8F\xBF\xBF",
                "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x90\x88 \xF4\x8F\xBF\xBF");
}

static void other_bytes_are_replaced(void **state)
{
    (void)state;
    expect_text("\xFF", "\\ufffd");
    expect_text("a\x80z", "a\\ufffdz");
    expect_text("\xC0\xAF", "\\ufffd\\ufffd");            /* a longer form of / */
    expect_text("\xED\xA0\x80", "\\ufffd\\ufffd\\ufffd"); /* a surrogate */
    expect_text("\xF4\x90\x80\x80", "\\ufffd\\ufffd\\ufffd\\ufffd");
    expect_text("\xE0\x9F\xBF", "\\ufffd\\ufffd\\ufffd");
}

static void a_sequence_that_ends_early_does_not_pass_the_end(void **state)
{
    (void)state;
    expect_text("x\xE2\x82", "x\\ufffd\\ufffd");
    expect_text("\xF0\x9F\x90", "\\ufffd\\ufffd\\ufffd");
    expect_text("\xC3\"", "\\ufffd\\\"");
}

static void G13_what_acts_on_a_terminal_is_escaped(void **state)
{
    (void)state;
    expect_text("\xC2\x9B[31m", "\\u009b[31m");              /* C1: the same as ESC [ */
    expect_text("a\xE2\x80\xAEgpj", "a\\u202egpj");          /* turned */
    expect_text("\xE2\x81\xA6x\xD8\x9C", "\\u2066x\\u061c"); /* isolated; Arabic */
    expect_text("\xE2\x80\x93", "\xE2\x80\x93");             /* a dash */
}

static void F27_bytes_that_are_no_text_are_kept(void **state)
{
    (void)state;
    FILE *out = begin();
    json_path(out, "path", "b\351 %.jpg");
    expect(out, ", \"path\": \"b\\ufffd %.jpg\", \"path_bytes\": \"b%E9%20%25.jpg\"");
    out = begin();
    json_path(out, "path", "\303\251%.jpg");
    expect(out, ", \"path\": \"\303\251%.jpg\"");
}

static void numbers_are_exact_or_null(void **state)
{
    (void)state;
    FILE *out = begin();
    json_number(out, "n", NAN);
    json_number(out, "i", -INFINITY);
    json_number(out, "x", 0.5);
    json_whole(out, "l", INT64_MIN);
    json_bool(out, "b", 2);
    json_bool(out, "c", 0);
    expect(out, ", \"n\": null, \"i\": null, \"x\": 0.5, \"l\": -9223372036854775808, "
                "\"b\": true, \"c\": false");
}

static void a_real_number_survives_the_way(void **state)
{
    (void)state;
    FILE *out = begin();
    double third = 1.0 / 3;
    json_number(out, "x", third);
    json_end(out);
    assert_int_equal(fclose(out), 0);
    assert_true(strtod(strstr(text, "\"x\": ") + 5, NULL) == third);
    free(text);
}

static void brackets_nest_and_commas_stand_between(void **state)
{
    (void)state;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    struct json_nest nest = {.out = out};
    json_nest_open(&nest, NULL, '{');
    json_nest_text(&nest, "t", "a\"b");
    json_nest_open(&nest, "list", '[');
    json_nest_number(&nest, NULL, 0.5);
    json_nest_number(&nest, NULL, NAN);
    json_nest_open(&nest, NULL, '{');
    json_nest_close(&nest, '}');
    json_nest_close(&nest, ']');
    json_nest_whole(&nest, "n", -3);
    json_nest_bool(&nest, "b", true);
    json_nest_close(&nest, '}');
    assert_int_equal(fclose(out), 0);
    assert_string_equal(text, "{\n \"t\": \"a\\\"b\",\n \"list\": [\n  0.5,\n  null,\n  {}\n ],\n"
                              " \"n\": -3,\n \"b\": true\n}\n");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_json_reserves_is_escaped),
        cmocka_unit_test(utf8_stays_as_it_is),
        cmocka_unit_test(other_bytes_are_replaced),
        cmocka_unit_test(a_sequence_that_ends_early_does_not_pass_the_end),
        cmocka_unit_test(G13_what_acts_on_a_terminal_is_escaped),
        cmocka_unit_test(F27_bytes_that_are_no_text_are_kept),
        cmocka_unit_test(numbers_are_exact_or_null),
        cmocka_unit_test(a_real_number_survives_the_way),
        cmocka_unit_test(brackets_nest_and_commas_stand_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
