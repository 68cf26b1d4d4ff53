/* The command line: every option does something, and --help knows it. */
#include "drivers/options/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/options_fixture.h"

extern const struct kernel kernel_resize;
extern const struct model model_serial;

static void what_is_not_given_has_its_initial_value(void **state)
{
    (void)state;
    assert_int_equal(parse_line(""), OPTIONS_RUN);
    for (const struct option_entry *e = options_table; e->name; ++e) {
        const void *member = (const char *)&options + e->offset;
        if (e->kind == OPTION_WHOLE || e->kind == OPTION_CHOICE)
            assert_int_equal(*(const int *)member, (int)e->initial);
        else if (e->kind == OPTION_FLAG)
            assert_int_equal(*(const int *)member, 0);
        else if (e->kind == OPTION_TEXT)
            assert_null(*(const char *const *)member);
    }
}

/* Some value that an option takes, and that differs from its initial one. */
static const char *some_value(const struct option_entry *e)
{
    static char value[32];
    switch (e->kind) {
    case OPTION_CHOICE:
        return e->choices[e->initial == 0];
    case OPTION_WHOLE:
        snprintf(value, sizeof value, "%.0f", e->initial < e->max ? e->max : e->min);
        return value;
    case OPTION_SHAPES:
        return "5x6x1";
    default:
        return "7";
    }
}

static void every_option_is_parsed_and_sets_its_member(void **state)
{
    (void)state;
    for (const struct option_entry *e = options_table; e->name; ++e) {
        if (e->kind == OPTION_HEADING || e->kind == OPTION_SPECIAL)
            continue;
        char line[128];
        bool flag = e->kind == OPTION_FLAG;
        snprintf(line, sizeof line, "--%s %s", e->name, flag ? "" : some_value(e));
        static struct options before;
        parse_line("");
        before = options;
        if ((parse_line(line) == OPTIONS_RUN) != options_apply(e, &model_serial))
            fail_msg("%s: %s", line, message);
        if (!options_apply(e, &model_serial))
            continue;
        before.inputs = options.inputs;
        if (memcmp(&before, &options, sizeof before) == 0)
            fail_msg("%s changes nothing", line);
    }
}

static void kernel_parameters_are_parsed_and_described(void **state)
{
    (void)state;
    char text[192], small[8];
    assert_int_equal(parse_line("--size 20x30 --filter box --fit fill --no-enlarge"), OPTIONS_RUN);
    assert_int_equal(options_describe_params(&kernel_resize, options.value, text, sizeof text), 0);
    assert_string_equal(text, "size=20x30 filter=box fit=fill no-enlarge=1");
    assert_int_equal(options_describe_params(&kernel_resize, options.value, small, sizeof small),
                     -1);
}

static char *help_text(void)
{
    static char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    char *line[] = {"resize_serial", "--help", NULL};
    const struct program program = {&kernel_resize, &model_serial, ""};
    assert_non_null(out);
    assert_int_equal(options_parse(&options, &kernel_resize, &model_serial, 2, line, message),
                     OPTIONS_SAY);
    options_say(out, &options, &program);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void help_mentions_every_option_in_lines_that_fit(void **state)
{
    (void)state;
    char *text = help_text(), name[64];
    for (const struct option_entry *e = options_table; e->name; ++e) {
        snprintf(name, sizeof name, e->kind == OPTION_HEADING ? "\n%s:" : "--%s", e->name);
        if (!strstr(text, name) != !options_apply(e, &model_serial) || (e->help && !*e->help))
            fail_msg("no %s", name);
    }
    for (const struct param *p = kernel_resize.params; p->name; ++p) {
        snprintf(name, sizeof name, "--%s", p->name);
        assert_non_null(strstr(text, name));
    }
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        assert_true(strlen(line) <= 100);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_given_has_its_initial_value),
        cmocka_unit_test(every_option_is_parsed_and_sets_its_member),
        cmocka_unit_test(kernel_parameters_are_parsed_and_described),
        cmocka_unit_test(help_mentions_every_option_in_lines_that_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
