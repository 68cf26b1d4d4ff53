/* One JSON object per line, whatever bytes the texts hold. */
#include "drivers/common/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/common/json.h"

static char *text;
static size_t size;

static struct json begin(void)
{
    struct json json;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    json_begin(&json, out);
    return json;
}

static void expect(struct json *json, const char *members)
{
    char line[512];
    json_end(json);
    assert_int_equal(fclose(json->out), 0);
    snprintf(line, sizeof line, "{\"parallax\": 1%s}\n", members);
    assert_string_equal(text, line);
    free(text);
}

static void expect_text(const char *value, const char *printed)
{
    char members[256];
    struct json json = begin();
    json_text(&json, "t", value);
    snprintf(members, sizeof members, ", \"t\": \"%s\"", printed);
    expect(&json, members);
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
    struct json json = begin();
    json_path(&json, "path", "b\351 %.jpg");
    expect(&json, ", \"path\": \"b\\ufffd %.jpg\", \"path_bytes\": \"b%E9%20%25.jpg\"");
    json = begin();
    json_path(&json, "path", "\303\251%.jpg");
    expect(&json, ", \"path\": \"\303\251%.jpg\"");
}

static void numbers_are_exact_or_null(void **state)
{
    (void)state;
    struct json json = begin();
    json_number(&json, "n", NAN);
    json_number(&json, "i", -INFINITY);
    json_number(&json, "x", 0.5);
    json_whole(&json, "l", INT64_MIN);
    json_unsigned(&json, "u", UINT64_MAX);
    json_bool(&json, "b", 2);
    json_bool(&json, "c", 0);
    expect(&json, ", \"n\": null, \"i\": null, \"x\": 0.5, \"l\": -9223372036854775808, "
                  "\"u\": 18446744073709551615, "
                  "\"b\": true, \"c\": false");
}

static void a_real_number_survives_the_way(void **state)
{
    (void)state;
    struct json json = begin();
    double third = 1.0 / 3;
    json_number(&json, "x", third);
    json_end(&json);
    assert_int_equal(fclose(json.out), 0);
    assert_true(strtod(strstr(text, "\"x\": ") + 5, NULL) == third);
    free(text);
}

static void brackets_nest_and_commas_stand_between(void **state)
{
    (void)state;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    struct json json = {.out = out};
    json_open(&json, NULL, '{');
    json_text(&json, "t", "a\"b");
    json_open(&json, "list", '[');
    json_number(&json, NULL, 0.5);
    json_number(&json, NULL, NAN);
    json_open(&json, NULL, '{');
    json_close(&json, '}');
    json_close(&json, ']');
    json_whole(&json, "n", -3);
    json_bool(&json, "b", true);
    json_null(&json, "none");
    json_close(&json, '}');
    assert_int_equal(fclose(out), 0);
    assert_string_equal(text, "{\n \"t\": \"a\\\"b\",\n \"list\": [\n  0.5,\n  null,\n  {}\n ],\n"
                              " \"n\": -3,\n \"b\": true,\n \"none\": null\n}\n");
    free(text);
}

static void a_line_is_one_however_deep(void **state)
{
    (void)state;
    struct json json = begin();
    json_open(&json, "list", '[');
    json_close(&json, ']');
    json_open(&json, "list", '[');
    json_whole(&json, NULL, 1);
    json_open(&json, NULL, '{');
    json_null(&json, "a");
    json_close(&json, '}');
    json_close(&json, ']');
    json_bool(&json, "b", false);
    expect(&json, ", \"list\": [], \"list\": [1, {\"a\": null}], \"b\": false");
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
        cmocka_unit_test(a_line_is_one_however_deep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
