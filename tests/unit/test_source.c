/* Unit tests of source: which one is chosen, and what each of them promises. */
#include "drivers/io/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/scratch.h"
#include "tests/fixtures/source_fixture.h"

static char *const two_files[] = {"a.pgm", "b.pgm"};
static char *const two_archives[] = {"a-*.tar", "b.tar.gz"};
static char *const two_urls[] = {"HTTP://host/a.pgm", "ftp://host/b.pgm"};
static char *const both[] = {"a.pgm", "http://host/b.pgm"};

static int named(const char *name)
{
    int i = 0;
    while (strcmp(source_names[i], name) != 0)
        ++i;
    return i;
}

static const struct source *chosen(const struct source_options *options)
{
    const struct source *source;
    struct failure failure;
    return source_choose(options, &source, &failure) ? NULL : source;
}

static void operands_and_options_choose_a_source(void **state)
{
    (void)state;
    struct source_options files = {.source = -1, .operands = two_files, .operand_count = 2};
    struct source_options from = {.source = -1, .files_from = "list"};
    struct source_options made = {.source = -1, .synthetic = 2};
    struct source_options null = {.source = named("null")};
    struct source_options urls = {.source = -1, .operands = two_urls, .operand_count = 2};
    struct source_options listed = {.source = -1, .urls_from = "list"};
    assert_ptr_equal(chosen(&urls), &source_http);
    /* Without libcurl there is no --urls-from. */
    assert_ptr_equal(chosen(&listed), source_http.asked ? &source_http : NULL);
    assert_ptr_equal(chosen(&files), &source_files);
    assert_ptr_equal(chosen(&from), &source_files);
    assert_ptr_equal(chosen(&made), &source_synthetic);
    assert_ptr_equal(chosen(&null), &source_null);
    struct source_options archives = {.source = -1, .operands = two_archives, .operand_count = 2};
    assert_ptr_equal(chosen(&archives), &source_tar);
    files.source = named("files");
    assert_ptr_equal(chosen(&files), &source_files);
}

static void nothing_chooses_none(void **state)
{
    (void)state;
    struct source_options nothing = {.source = -1};
    const struct source *source = &source_null;
    struct failure failure;
    assert_int_equal(source_choose(&nothing, &source, &failure), 0);
    assert_null(source);
}

static void what_does_not_go_together_is_refused(void **state)
{
    (void)state;
    struct source_options options = {
        .source = -1, .operands = two_files, .operand_count = 1, .synthetic = 2};
    const struct source *source;
    struct failure failure;
    assert_int_equal(source_choose(&options, &source, &failure), -1);
    assert_non_null(strstr(failure.message, "synthetic"));
    assert_non_null(strstr(failure.message, "files"));
    options.synthetic = 0;
    options.source = named("null");
    assert_int_equal(source_choose(&options, &source, &failure), -1);
    options.source = -1;
    options.operands = both;
    options.operand_count = 2;
    assert_int_equal(source_choose(&options, &source, &failure), -1);
    assert_non_null(strstr(failure.message, "http"));
    options.source = named("null");
    options.operand_count = 0;
    options.files_from = "list";
    assert_int_equal(source_choose(&options, &source, &failure), -1);
}

static void every_source_has_a_name_and_gives_bytes_or_pixels(void **state)
{
    (void)state;
    size_t count = 0;
    for (; sources[count]; ++count) {
        assert_string_equal(sources[count]->name, source_names[count]);
        assert_true(sources[count]->bytes || sources[count]->pixels);
        assert_true(sources[count]->state_size > 0);
    }
    assert_null(source_names[count]);
}

static void the_null_source_has_one_image(void **state)
{
    (void)state;
    struct source_options options = source_fixture_options((struct shape){6, 5, 2});
    struct source_fixture use;
    source_fixture_open(&use, &source_null, &options, 1);
    struct shape shape;
    struct failure failure;
    assert_int_equal(use.list.count, 3);
    assert_string_equal(list_name(&use.list, 2), "null-000002.png");
    assert_int_equal(use.source->shape(use.state, 2, &shape), 1);
    assert_ptr_equal(source_fixture_pixels(&use, 0), source_fixture_pixels(&use, 2));
    source_fixture_close(&use);
    void *none = calloc(1, source_null.state_size);
    options.shapes.count = 2;
    assert_int_equal(source_null.open(none, &options, &use.list, 1, &failure), -1);
    source_null.close(none);
    free(none);
}

static void files_give_their_bytes(void **state)
{
    (void)state;
    scratch_file("a.pgm", "P5 1 1 255\nx");
    scratch_file("b.pgm", "other");
    struct source_options options = {
        .operands = two_files, .operand_count = 2, .max_bytes = 1000, .item_memory = 1000};
    struct source_fixture use;
    source_fixture_open(&use, &source_files, &options, 1);
    struct bytes bytes = {0};
    struct failure failure;
    assert_int_equal(use.source->bytes(use.state, 0, 1, NULL, &bytes, &failure), 0);
    assert_int_equal(bytes.size, 5);
    assert_memory_equal(bytes.data, "other", 5);
    bytes_free(&bytes);
    source_fixture_close(&use);
}

static void no_file_at_all_is_said(void **state)
{
    (void)state;
    char *const here[] = {"."};
    struct source_options options = {.operands = here, .operand_count = 1};
    void *none = calloc(1, source_files.state_size);
    struct list list = {0};
    struct failure failure;
    assert_int_equal(source_files.list(none, &options, &list, &failure), -1);
    assert_string_equal(failure.code, "no-input");
    list_free(&list);
    free(none);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operands_and_options_choose_a_source),
        cmocka_unit_test(nothing_chooses_none),
        cmocka_unit_test(what_does_not_go_together_is_refused),
        cmocka_unit_test(every_source_has_a_name_and_gives_bytes_or_pixels),
        cmocka_unit_test(the_null_source_has_one_image),
        IN_SCRATCH(files_give_their_bytes),
        IN_SCRATCH(no_file_at_all_is_said),
    };
    return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
