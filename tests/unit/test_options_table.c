/* The command line: every option does something, --help knows it, and what a program has no use for
 * is refused with the reason. */
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

static const struct model model_launched = {
    .name = "launched", .summary = "a test's", .processes = true, .launcher = "mpi"};
static struct table table;

static void what_is_not_given_has_its_initial_value(void **state)
{
    (void)state;
    table_make(&table, &kernel_resize, &model_all);
    assert_int_equal(parse_line(""), OPTIONS_RUN);
    for (int i = 0; i < table.count; ++i) {
        const struct option_entry *e = table.line[i].entry;
        const void *member = (const char *)&options + table.line[i].offset;
        if (e->kind == OPTION_WHOLE || e->kind == OPTION_CHOICE)
            assert_int_equal(*(const int *)member, (int)e->initial);
        else if (e->kind == OPTION_LARGE)
            assert_true(*(const int64_t *)member == (int64_t)e->initial);
        else if (e->kind == OPTION_FLAG)
            assert_int_equal(*(const int *)member, 0);
        else if (e->kind == OPTION_TEXT)
            assert_null(*(const char *const *)member);
    }
    assert_int_equal(options.input.shapes.count, 1);
    assert_int_equal(options.input.shapes.shape[0].width, 1920);
}

/* Some value that an option takes, and that differs from its initial one. */
static const char *some_value(const struct option_entry *e)
{
    static char value[32];
    switch (e->kind) {
    case OPTION_CHOICE:
        return e->choices[e->initial == 0];
    case OPTION_WHOLE:
    case OPTION_LARGE:
        snprintf(value, sizeof value, "%.0f", e->initial < e->max ? e->max : e->min);
        return value;
    case OPTION_COLOUR:
        return "#010203";
    case OPTION_SHAPES:
        return "5x6x1";
    default:
        return "7";
    }
}

static const char *line_of(const struct option_entry *e)
{
    static char line[128];
    snprintf(line, sizeof line, "--%s %s", e->name, e->kind == OPTION_FLAG ? "" : some_value(e));
    return line;
}

static void every_option_is_parsed_and_sets_its_member(void **state)
{
    (void)state;
    static struct options before;
    table_make(&table, &kernel_resize, &model_all);
    for (int i = 0; i < table.count; ++i) {
        const struct option_entry *e = table.line[i].entry;
        if (!table_applies(&table.line[i]) || e->kind == OPTION_SPECIAL)
            continue;
        const char *line = line_of(e);
        parse_line_of(&kernel_resize, &model_all, "");
        before = options;
        if (parse_line_of(&kernel_resize, &model_all, line) != OPTIONS_RUN)
            fail_msg("%s: %s", line, message);
        before.input.operands = options.input.operands;
        if (memcmp(&before, &options, sizeof before) == 0)
            fail_msg("%s changes nothing", line);
    }
}

static int parse_all(const struct kernel *kernel, const struct model *model)
{
    int refused = 0;
    table_make(&table, kernel, model);
    for (int i = 0; i < table.count; ++i) {
        const struct option_entry *e = table.line[i].entry;
        if (e->kind == OPTION_HEADING || e->kind == OPTION_SPECIAL)
            continue;
        enum options_result result = parse_line_of(kernel, model, line_of(e));
        assert_int_equal(result, table.line[i].why_not ? OPTIONS_WRONG : OPTIONS_RUN);
        if (result == OPTIONS_WRONG && (!strstr(message, e->name) || !strstr(message, "apply")))
            fail_msg("%s: %s", e->name, message);
        refused += result == OPTIONS_WRONG;
    }
    return refused;
}

static void what_does_not_apply_is_refused(void **state)
{
    (void)state;
    struct kernel raw = kernel_resize;
    raw.raw = true;
    assert_int_equal(parse_all(&kernel_resize, &model_all), 0);
    assert_int_equal(parse_all(&kernel_resize, &model_launched), 3);
    assert_int_equal(parse_all(&kernel_resize, &model_serial), 5);
    assert_true(parse_all(&raw, &model_all) >= 10);
    assert_int_equal(parse_line("--deal counter"), OPTIONS_WRONG);
    assert_non_null(strstr(message, "--deal does not apply: this program is one process"));
}

static char *help_text(const struct model *model)
{
    static char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    char *line[] = {"resize", "--help", NULL};
    const struct program program = {&kernel_resize, model, ""};
    assert_non_null(out);
    assert_int_equal(options_parse(&options, &kernel_resize, model, 2, line, message), OPTIONS_SAY);
    options_say(out, &options, &program);
    assert_int_equal(fclose(out), 0);
    return text;
}

/* A model's own options are parsed, initialised and shown like all others, in its programs only. */
static void a_model_may_have_options_of_its_own(void **state)
{
    (void)state;
    static const struct option_entry own[] = {
        OPTION_LINE_WHOLE("lanes", offsetof(struct wish, threads), 3, 1, 9, "a test's"),
        OPTION_LINE_END,
    };
    struct model model = model_serial;
    model.options = own;
    assert_int_equal(parse_line_of(&kernel_resize, &model, ""), OPTIONS_RUN);
    assert_int_equal(options.wish.threads, 3);
    assert_int_equal(parse_line_of(&kernel_resize, &model, "--lanes 7"), OPTIONS_RUN);
    assert_int_equal(options.wish.threads, 7);
    assert_int_equal(parse_line_of(&kernel_resize, &model, "--lanes 10"), OPTIONS_WRONG);
    assert_int_equal(parse_line("--lanes 7"), OPTIONS_WRONG);
    char *text = help_text(&model);
    assert_non_null(strstr(text, "--lanes N "));
    free(text);
}

static void kernel_parameters_are_parsed_and_described(void **state)
{
    (void)state;
    char text[192], small[8];
    assert_int_equal(parse_line("--size 20x30 --filter box --fit fill --no-enlarge"), OPTIONS_RUN);
    assert_int_equal(options_describe_params(&kernel_resize, options.value, text, sizeof text), 0);
    assert_string_equal(text, "size=20x30 filter=box fit=fill no-enlarge=1");
    const uint64_t key = options.output.params;
    assert_int_equal(parse_line("--fit contain"), OPTIONS_RUN);
    const uint64_t contain = options.output.params;
    assert_int_not_equal(contain, key);
    assert_int_equal(parse_line("--fit inside"), OPTIONS_RUN); /* another word for it */
    assert_int_equal(options.output.params, contain);
    assert_int_equal(parse_line("--size 20x30 --filter box --fit fill --no-enlarge"), OPTIONS_RUN);
    assert_int_equal(options_describe_params(&kernel_resize, options.value, small, sizeof small),
                     -1);
}

/* Results files of all versions are compared by what was hashed of their parameters. */
static void keys_have_parameters_as_ever(void **state)
{
    (void)state;
    static const struct param params[] = {{.name = "size", .kind = PARAM_SIZE},
                                          {.name = "sigma", .kind = PARAM_NUMBER, .index = 2},
                                          {.name = NULL}};
    const struct kernel kernel = {.name = "soft", .params = params};
    const double value[PARAMS_MAX] = {-33.3, 0, 0.7};
    char text[192];
    assert_int_equal(options_describe_params(&kernel, value, text, sizeof text), 0);
    assert_string_equal(text, "size=33.3% sigma=0.7");
    assert_int_equal(options_key_params(&kernel, value, text, sizeof text), 0);
    assert_string_equal(text, "size=33.3% sigma=0.69999999999999996");
    const double million[PARAMS_MAX] = {1000000, 1234567};
    assert_int_equal(options_describe_params(&kernel, million, text, sizeof text), 0);
    assert_string_equal(text, "size=1000000x1234567 sigma=0");
    assert_int_equal(options_key_params(&kernel, million, text, sizeof text), 0);
    assert_string_equal(text, "size=1e+06x1234567 sigma=0"); /* not 1.23457e+06: that is others' */
}

static void expect_help(const struct model *model)
{
    char *text = help_text(model), name[64];
    table_make(&table, &kernel_resize, model);
    for (int i = 0; i < table.count; ++i) {
        const struct option_entry *e = table.line[i].entry;
        snprintf(name, sizeof name, e->kind == OPTION_HEADING ? "\n%s:" : "--%s ", e->name);
        bool there = strstr(text, name), wanted = !table.line[i].why_not;
        if (there != wanted || (e->help && !*e->help))
            fail_msg("%s: %s", name, there ? "is there" : "is not there");
    }
    for (const struct param *p = kernel_resize.params; p->name; ++p) {
        snprintf(name, sizeof name, "--%s", p->name);
        assert_non_null(strstr(text, name));
    }
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        assert_true(strlen(line) <= 100);
    free(text);
}

static void help_mentions_what_applies_in_lines_that_fit(void **state)
{
    (void)state;
    expect_help(&model_all);
    expect_help(&model_launched);
    expect_help(&model_serial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_given_has_its_initial_value),
        cmocka_unit_test(every_option_is_parsed_and_sets_its_member),
        cmocka_unit_test(what_does_not_apply_is_refused),
        cmocka_unit_test(a_model_may_have_options_of_its_own),
        cmocka_unit_test(kernel_parameters_are_parsed_and_described),
        cmocka_unit_test(keys_have_parameters_as_ever),
        cmocka_unit_test(help_mentions_what_applies_in_lines_that_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
