/* Unit tests of outputs: names by a template, and directories that would be too full. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/sinks/outputs.h"
#include "drivers/io/sinks/template.h"
#include "tests/fixtures/scratch.h"

static const char *const png_extensions[] = {"png", NULL};
static const struct codec png = {.name = "png", .extensions = png_extensions};

/* A list of "path name path name …", NUL-terminated strings. */
static struct list list_of(const char *const *strings)
{
    struct bytes text = {0};
    for (; *strings; ++strings)
        assert_int_equal(bytes_append(&text, *strings, strlen(*strings) + 1), 0);
    struct list list = {.text = (char *)text.data, .text_size = text.size};
    assert_int_equal(list_index(&list), 0);
    return list;
}

/* What the third image of a list is called, 20 x 10 pixels large. "": nothing. */
static void expect_name(const char *template, const struct codec *format, const char *name,
                        const char *expected)
{
    struct failure failure;
    assert_int_equal(template_check(template, &failure), 0);
    struct list list = list_of((const char *const[]){"x", "x", "y", "y", "in/z", name, NULL});
    struct sink_options options = {.format = format, .names = template};
    const struct shape shape = {20, 10, 3};
    char *output = outputs_name_of(&options, &list, 2, 0, &shape);
    if (*expected)
        assert_string_equal(output, expected);
    else
        assert_true(!output && errno == EINVAL);
    free(output);
    list_free(&list);
}

static void words_stand_for_parts_of_the_name(void **state)
{
    (void)state;
    expect_name("{dir}/{stem}_{w}x{h}.{ext}", NULL, "a/b/c.pgm", "a/b/c_20x10.pgm");
    expect_name("{dir}/{stem}_{w}x{h}.{ext}", &png, "c.pgm", "c_20x10.png");
    expect_name("{index}.{ext}", &png, "IMG.2041", "000002.png");
    expect_name("{stem}.{ext}", &png, "d/IMG.2041", "IMG.2041.png");
    expect_name("{stem}.{ext}", NULL, "IMG.2041", "IMG.2041");
    expect_name("{{{stem}}}{{", NULL, "a.pgm", "{a}{");
    expect_name("{w}x{h}/{dir}/{stem}", NULL, "d/a.pgm", "20x10/d/a");
    expect_name("flat", NULL, "d/a.pgm", "flat");
    expect_name("{hash8}", NULL, "d/a.pgm", "3c8a9f0e");
}

static void long_names_are_cut_in_their_stem(void **state)
{
    (void)state;
    char name[256], expected[300];
    memset(name, 'n', 251);
    memcpy(name + 251, ".pgm", 5);
    /* 8 digits for each size, "_", "x" and ".pgm" */
    snprintf(expected, sizeof expected, "s/%.*s_20x10.pgm", 255 - 16 - 6, name);
    expect_name("s/{stem}_{w}x{h}.{ext}", NULL, name, expected);
    snprintf(expected, sizeof expected, "20/%.*s-.pgm", 250, name);
    expect_name("{w}/{stem}-.{ext}", NULL, name, expected);
}

static void FAULT_23_names_stay_below_the_directory(void **state)
{
    (void)state;
    expect_name("{stem}{stem}/x", NULL, "..pgm", "");
    expect_name("{stem}", NULL, "..pgm", "");
    expect_name("{stem}/{stem}.", NULL, "a.pgm", "a/a.");
    expect_name("{stem}./{stem}", NULL, "..pgm", "");
}

static void expect_refusal(const char *template, const char *word)
{
    struct failure failure;
    assert_int_equal(template_check(template, &failure), -1);
    if (!strstr(failure.message, word))
        fail_msg("%s: %s", template, failure.message);
}

static void templates_are_refused_with_a_reason(void **state)
{
    (void)state;
    expect_refusal("{stem}_{width}", "{width} is no word; there are {stem} {dir}");
    expect_refusal("{stem", "brace");
    expect_refusal("stem}", "brace");
    expect_refusal("", "names no file");
    expect_refusal("{stem}/", "names no file");
    expect_refusal("{stem}/.", "names no file");
    expect_refusal("/{stem}", "leads out");
    expect_refusal("../{stem}", "leads out");
    expect_refusal("a/../{stem}", "leads out");
    expect_refusal("{stem}/..", "leads out");
    expect_refusal("{dir}_{w}_{stem}", "two names one");
    expect_refusal("{dir}/{w}/{dir}/x", "two names one");
    expect_refusal("{stem}{h}{stem}", "two names one");
    struct failure failure;
    assert_int_equal(template_check("{dir}/{w}x{h}/{stem}..{ext}", &failure), 0);
}

/* outputs_check() of a list, whose marks are left in *marks. */
static int check(const struct sink_options *options, const char *const *strings, uint8_t *marks,
                 struct sink_plan *plan, struct failure *failure)
{
    struct list list = list_of(strings);
    memset(marks, 0, (size_t)list.count);
    *plan = (struct sink_plan){.marks = marks};
    const struct journal_told nothing = {0};
    int result = outputs_check(options, &list, &nothing, plan, failure);
    list_free(&list);
    return result;
}

static const char *const digits[] = {"1/a.pgm", "x/a1.pgm", "2/a.ppm", "x/a.pgm", NULL};

static void sizes_that_could_make_names_one_are_a_collision(void **state)
{
    (void)state;
    uint8_t marks[2];
    struct sink_plan plan;
    struct failure failure;
    struct sink_options options = {.directory = "out", .names = "{dir}/{stem}{w}.{ext}"};
    assert_int_equal(check(&options, digits, marks, &plan, &failure), EXIT_CREATE);
    assert_string_equal(failure.code, "exists");
    options.names = "{dir}/{stem}_{w}.{ext}";
    assert_int_equal(check(&options, digits, marks, &plan, &failure), 0);
    options.names = "{w}";
    assert_int_equal(check(&options, digits, marks, &plan, &failure), EXIT_CREATE);
    options.collision = COLLISION_HASH;
    assert_int_equal(check(&options, digits, marks, &plan, &failure), EXIT_USAGE);
    options.names = "{w}{stem}";
    assert_int_equal(check(&options, (const char *const[]){"1/a", "1/a", "2/a", "2/a", NULL}, marks,
                           &plan, &failure),
                     0);
    assert_true(marks[0] == OUTPUTS_HASHED && marks[1] == OUTPUTS_HASHED);
}

static void names_known_late_need_inputs_elsewhere(void **state)
{
    (void)state;
    uint8_t marks[1];
    struct sink_plan plan;
    struct failure failure;
    scratch_file("in/sub/a.pgm", "1");
    const char *const one[] = {"in/sub/a.pgm", "a.pgm", NULL};
    struct sink_options options = {.directory = "in/sub/..", .names = "{stem}_{w}.{ext}"};
    assert_int_equal(check(&options, one, marks, &plan, &failure), EXIT_USAGE);
    options.directory = "in/su";
    assert_int_equal(check(&options, one, marks, &plan, &failure), 0);
    options.in_place = 1;
    assert_int_equal(check(&options, one, marks, &plan, &failure), EXIT_USAGE);
}

/* The names of 40 items below "d/" and one below "e/", 10 files a directory. */
static void full_directories_are_spread_by_hash(void **state)
{
    (void)state;
    enum { ITEMS = 41 };
    static char text[ITEMS][24];
    const char *strings[2 * ITEMS + 1] = {NULL};
    uint8_t marks[ITEMS];
    struct sink_plan plan;
    struct failure failure;
    for (int i = 0; i < ITEMS; ++i) {
        snprintf(text[i], sizeof text[i], "%c/%d.pgm", i < 40 ? 'd' : 'e', i);
        strings[2 * i] = strings[2 * i + 1] = text[i];
    }
    struct sink_options options = {.directory = "out", .per_directory = 40};
    assert_int_equal(check(&options, strings, marks, &plan, &failure), 0);
    assert_int_equal(plan.spread, 0);
    options.per_directory = 10;
    assert_int_equal(check(&options, strings, marks, &plan, &failure), 0);
    assert_int_equal(plan.spread, 1);
    struct list list = list_of(strings);
    int files[256] = {0};
    for (int i = 0; i < 40; ++i) {
        char *name = outputs_name_of(&options, &list, i, marks[i], NULL);
        assert_true(name[0] == 'd' && name[3] == '/' && strcmp(name + 4, text[i] + 2) == 0);
        assert_in_range(++files[(unsigned char)name[2]], 1, 10);
        free(name);
    }
    char *name = outputs_name_of(&options, &list, 40, marks[40], NULL);
    assert_string_equal(name, "e/40.pgm");
    free(name);
    list_free(&list);
    options.per_directory = 1;
    assert_int_equal(check(&options, strings, marks, &plan, &failure), 0);
    assert_true(marks[0] / OUTPUTS_SPREAD >= 2);
    options.per_directory = 0;
    assert_int_equal(check(&options, strings, marks, &plan, &failure), 0);
    assert_int_equal(plan.spread, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_stand_for_parts_of_the_name),
        TEST(long_names_are_cut_in_their_stem),
        TEST(FAULT_23_names_stay_below_the_directory),
        TEST(templates_are_refused_with_a_reason),
        TEST(sizes_that_could_make_names_one_are_a_collision),
        TEST(names_known_late_need_inputs_elsewhere),
        TEST(full_directories_are_spread_by_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
