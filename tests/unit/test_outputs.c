/* Unit tests of outputs: names of files, and every reason not to start. */
#include "drivers/io/sinks/outputs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/common/exit_code.h"
#include "tests/fixtures/scratch.h"

/* A format of the test's own, so that it needs no library. */
static const char *const raw_extensions[] = {"raw", NULL};
static const struct codec raw = {.name = "raw", .extensions = raw_extensions};

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

static void expect_name(const struct codec *format, const char *name, const char *expected)
{
    struct sink_options options = {.format = format};
    char *output = outputs_name(&options, name, NULL);
    assert_string_equal(output, expected);
    free(output);
}

static void names_keep_their_extension_without_a_format(void **state)
{
    (void)state;
    expect_name(NULL, "a/b.pgm", "a/b.pgm");
    expect_name(NULL, "a.b/c", "a.b/c");
    expect_name(NULL, "photo.PPM", "photo.PPM");
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    expect_name(NULL, name, name);
}

static void a_format_replaces_image_extensions_only(void **state)
{
    (void)state;
    expect_name(&raw, "a/b.pgm", "a/b.raw");
    expect_name(&raw, "IMG.2041", "IMG.2041.raw");
    expect_name(&raw, "a.pgm/b", "a.pgm/b.raw");
    expect_name(&raw, ".pgm", ".pgm.raw");
    expect_name(&codec_pnm, "a.PPM", "a.PPM");
}

static void hashed_names_stay_below_255_bytes(void **state)
{
    (void)state;
    char name[256];
    memset(name, 'n', 255);
    memcpy(name + 251, ".pgm", 5);
    struct sink_options options = {0};
    char *output = outputs_name(&options, name, "in/x");
    assert_int_equal(strlen(output), 255);
    assert_string_equal(output + 251, ".pgm");
    free(output);
    output = outputs_name(&options, "d/y.pgm", "in/y");
    assert_int_equal(strlen(output), strlen("d/y.pgm") + 17);
    assert_memory_equal(output, "d/y-", 4);
    assert_int_equal(strspn(output + 4, "0123456789abcdef"), 16);
    free(output);
}

static void the_name_decides_before_the_content(void **state)
{
    (void)state;
    struct sink_options options = {0};
    assert_ptr_equal(outputs_codec(&options, "a.pgm", &raw), &codec_pnm);
    assert_ptr_equal(outputs_codec(&options, "a.what", &raw), &raw);
    assert_ptr_equal(outputs_codec(&options, "a.what", NULL), &codec_pnm);
    options.format = &raw;
    assert_ptr_equal(outputs_codec(&options, "a.pgm", &codec_pnm), &raw);
}

/* Runs outputs_check() and frees the plan unless the caller wants it. */
static int check(const struct sink_options *options, const struct list *list,
                 struct sink_plan *wanted, struct failure *failure)
{
    const struct journal_told nothing = {0};
    struct sink_plan plan = {.marks = calloc((size_t)list->count, 1)};
    assert_non_null(plan.marks);
    int result = outputs_check(options, list, &nothing, &plan, failure);
    if (result)
        assert_true(strcmp(failure->stage, "plan") == 0 && strlen(failure->message) > 0);
    if (wanted && result == 0)
        *wanted = plan;
    else
        free(plan.marks);
    return result;
}

static int check_forbidden(void)
{
    struct list list = list_of((const char *const[]){"a", "a.pgm", NULL});
    struct sink_options options = {.directory = "locked/out"};
    struct failure failure;
    int result = check(&options, &list, NULL, &failure);
    list_free(&list);
    return result == EXIT_CREATE && strcmp(failure.code, "EACCES") == 0 ? 7 : 8;
}

static void a_read_only_directory_is_found_before_work(void **state)
{
    (void)state;
    assert_int_equal(mkdir("locked", 0555), 0);
    assert_int_equal(scratch_unprivileged(check_forbidden), 7);
}

static void an_output_must_not_be_an_input(void **state)
{
    (void)state;
    scratch_file("in/a.pgm", "1");
    assert_int_equal(symlink("in", "out"), 0);
    struct list list = list_of((const char *const[]){"in/a.pgm", "a.pgm", NULL});
    struct failure failure;
    struct sink_options options = {.directory = "in/", .existing = EXISTING_SKIP};
    assert_int_equal(check(&options, &list, NULL, &failure), EXIT_USAGE);
    options.directory = "out/../out";
    assert_int_equal(check(&options, &list, NULL, &failure), EXIT_USAGE);
    options.in_place = true;
    struct sink_plan plan;
    assert_int_equal(check(&options, &list, &plan, &failure), 0);
    assert_int_equal(plan.skipped, 0);
    free(plan.marks);
    list_free(&list);
}

static const char *const colliding[] = {"1/a.pgm", "x//a.pgm", "2/a.ppm", "x/./a.ppm",
                                        "3/b.pgm", "x/b.pgm",  NULL};

static void equal_output_names_are_refused(void **state)
{
    (void)state;
    struct list list = list_of(colliding);
    struct sink_options options = {.directory = "out", .format = &raw};
    struct failure failure;
    assert_int_equal(check(&options, &list, NULL, &failure), EXIT_CREATE);
    assert_string_equal(failure.code, "exists");
    assert_non_null(strstr(failure.message, "2/a.ppm"));
    assert_int_equal(scratch_count("out"), 0);
    list_free(&list);
}

static void equal_output_names_get_hashes(void **state)
{
    (void)state;
    struct list list = list_of(colliding);
    struct sink_options options = {.directory = "out", .format = &raw, .collision = COLLISION_HASH};
    struct failure failure;
    struct sink_plan plan;
    assert_int_equal(check(&options, &list, &plan, &failure), 0);
    assert_true(plan.marks[0] == OUTPUTS_HASHED && plan.marks[1] == OUTPUTS_HASHED);
    assert_int_equal(plan.marks[2], 0);
    char *first = outputs_name(&options, list_name(&list, 0), list_path(&list, 0));
    char *second = outputs_name(&options, list_name(&list, 1), list_path(&list, 1));
    assert_string_not_equal(strrchr(first, '/'), strrchr(second, '/'));
    free(first);
    free(second);
    free(plan.marks);
    list_free(&list);
}

static void one_path_named_twice_is_refused(void **state)
{
    (void)state;
    struct list list = list_of((const char *const[]){"a.pgm", "a.pgm", "a.pgm", "a.pgm", NULL});
    struct sink_options options = {.directory = "out", .collision = COLLISION_HASH};
    struct failure failure;
    assert_int_equal(check(&options, &list, NULL, &failure), EXIT_CREATE);
    assert_non_null(strstr(failure.message, "twice"));
    list_free(&list);
}

static void existing_outputs_follow_the_rule(void **state)
{
    (void)state;
    scratch_file("out/a.pgm", "1");
    struct list list = list_of((const char *const[]){"i/a", "a.pgm", "i/b", "b.pgm", NULL});
    struct sink_options options = {.directory = "out", .existing = EXISTING_ERROR};
    struct failure failure;
    struct sink_plan plan;
    assert_int_equal(check(&options, &list, NULL, &failure), EXIT_CREATE);
    assert_string_equal(failure.code, "exists");
    options.existing = EXISTING_SKIP;
    assert_int_equal(check(&options, &list, &plan, &failure), 0);
    assert_true(plan.skipped == 1 && plan.marks[0] == SINK_SKIP && plan.marks[1] == 0);
    free(plan.marks);
    options.existing = EXISTING_OVERWRITE;
    assert_int_equal(check(&options, &list, &plan, &failure), 0);
    assert_true(plan.skipped == 0 && plan.marks[0] == 0);
    free(plan.marks);
    list_free(&list);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_keep_their_extension_without_a_format),
        cmocka_unit_test(a_format_replaces_image_extensions_only),
        cmocka_unit_test(hashed_names_stay_below_255_bytes),
        cmocka_unit_test(the_name_decides_before_the_content),
        IN_SCRATCH(a_read_only_directory_is_found_before_work),
        IN_SCRATCH(an_output_must_not_be_an_input),
        IN_SCRATCH(equal_output_names_are_refused),
        IN_SCRATCH(equal_output_names_get_hashes),
        IN_SCRATCH(one_path_named_twice_is_refused),
        IN_SCRATCH(existing_outputs_follow_the_rule),
    };
    return cmocka_run_group_tests_name("outputs", tests, NULL, NULL);
}
