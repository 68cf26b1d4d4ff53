/* Unit tests of list: which files are named, and what the results are called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/fixtures/list_fixture.h"
#include "tests/fixtures/scratch.h"

static void one_file_is_called_by_its_last_part(void **state)
{
    (void)state;
    scratch_file("deep/er/photo.any", "1");
    struct list list = list_fixture_two("deep/er/photo.any", NULL);
    list_fixture_expect(&list, "deep/er/photo.any=photo.any");
}

static void names_start_at_the_common_parent(void **state)
{
    (void)state;
    scratch_file("top/a/1.pgm", "1");
    scratch_file("top/ab/1.pgm", "1");
    struct list list = list_fixture_two("top/a/", "./top//ab");
    list_fixture_expect(&list, "top/a/1.pgm=a/1.pgm ./top//ab/1.pgm=ab/1.pgm");
    list = list_fixture_two("top/a", "top/a/1.pgm");
    list_fixture_expect(&list, "top/a/1.pgm=1.pgm top/a/1.pgm=1.pgm");
}

static void names_never_lead_upwards(void **state)
{
    (void)state;
    char text[512];
    snprintf(text, sizeof text, "%s/one/a.pgm\none/../b.pgm\n../../..//../etc/hostname\n",
             scratch_path());
    scratch_file("one/a.pgm", "1");
    scratch_file("b.pgm", "1");
    scratch_file("files", text);
    struct list list = list_fixture_from("files", false);
    assert_int_equal(list.count, 3);
    assert_string_equal(list_path(&list, 1), "one/../b.pgm");
    for (int i = 0; i < 3; ++i) {
        assert_true(*list_name(&list, i) != '/');
        assert_null(strstr(list_name(&list, i), ".."));
    }
    assert_string_equal(list_name(&list, 2), "etc/hostname");
    list_free(&list);
}

static void missing_files_are_items(void **state)
{
    (void)state;
    scratch_file("a.pgm", "1");
    struct list list = list_fixture_two("a.pgm", "missing.pgm");
    list_fixture_expect(&list, "a.pgm=a.pgm missing.pgm=missing.pgm");
}

static void lists_hold_any_name(void **state)
{
    (void)state;
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    FILE *file = fopen("files", "wb");
    assert_non_null(file);
    fprintf(file, "-x.pgm%cnew\nline.pgm%cbad\xff[..].pgm%c%s%c", 0, 0, 0, name, 0);
    fclose(file);
    scratch_file("-x.pgm", "1");
    scratch_file("new\nline.pgm", "1");
    scratch_file("bad\xff[..].pgm", "1");
    scratch_file(name, "1");
    struct list list = list_fixture_from("files", true);
    assert_int_equal(list.bytes, 4);
    assert_int_equal(list.count, 4);
    assert_string_equal(list_name(&list, 1), "new\nline.pgm");
    assert_string_equal(list_name(&list, 2), "bad\xff[..].pgm");
    assert_string_equal(list_name(&list, 3), name);
    list_free(&list);
}

static void lines_end_with_or_without_a_newline(void **state)
{
    (void)state;
    scratch_file("files", "\na.pgm\n\n-b.pgm");
    struct list list = list_fixture_from("files", false);
    list_fixture_expect(&list, "a.pgm=a.pgm -b.pgm=-b.pgm");
    scratch_file("files", "");
    list = list_fixture_from("files", false);
    list_fixture_expect(&list, "");
    scratch_file("files", "\xef\xbb\xbf"
                          "a.pgm\rb.pgm");
    list = list_fixture_from("files", false);
    list_fixture_expect(&list, "a.pgm=a.pgm b.pgm=b.pgm"); /* of an old Mac */
    scratch_file("a.pgm\rb.pgm", "1");
    list = list_fixture_from("files", false);
    list_fixture_expect(&list, "a.pgm\rb.pgm=a.pgm\rb.pgm"); /* one name */
}

static void lists_come_from_standard_input(void **state)
{
    (void)state;
    scratch_file("files", "a.pgm\n");
    int saved = dup(STDIN_FILENO);
    assert_non_null(freopen("files", "rb", stdin));
    struct list list = list_fixture_from("-", false);
    list_fixture_expect(&list, "a.pgm=a.pgm");
    dup2(saved, STDIN_FILENO);
    close(saved);
}

static void bad_lists_fail(void **state)
{
    (void)state;
    struct list list;
    struct failure failure;
    struct list_options options = {.files_from = "missing"};
    assert_int_equal(list_find(&list, &options, &failure), -1);
    assert_string_equal(failure.code, "ENOENT");
    assert_string_equal(failure.stage, "list");
    FILE *file = fopen("files", "wb");
    assert_non_null(file);
    fprintf(file, "a.pgm%cb.pgm%c", 0, 0);
    fclose(file);
    options.files_from = "files";
    assert_int_equal(list_find(&list, &options, &failure), -1);
    assert_string_equal(failure.code, "corrupt");
    scratch_file("files", "a.pgm\nb.pgm\n");
    options.null_separated = true;
    assert_int_equal(list_find(&list, &options, &failure), -1);
    assert_string_equal(failure.code, "corrupt");
    assert_non_null(strstr(failure.message, "leave out -0"));
    scratch_file("a.pgm\nb.pgm\n", "1"); /* unless a file is called that */
    struct list named = list_fixture_from("files", true);
    assert_int_equal(named.count, 1);
    list_free(&named);
}

static void a_root_of_ones_own_is_kept(void **state)
{
    (void)state;
    scratch_file("a/b/1.pgm", "1");
    char *inputs[] = {"a/b/1.pgm"};
    struct list_options options = {.inputs = inputs, .count = 1, .root = "."};
    struct list list = list_fixture_find(&options);
    list_fixture_expect(&list, "a/b/1.pgm=a/b/1.pgm");
    struct failure failure;
    options.root = "a/b/c";
    assert_int_equal(list_find(&list, &options, &failure), -1);
    assert_string_equal(failure.code, "EINVAL");
}

static void the_fingerprint_tells_inputs_apart(void **state)
{
    (void)state;
    scratch_file("x/in/1.pgm", "1");
    scratch_file("y/in/1.pgm", "2");
    struct list x = list_fixture_two("x/in", NULL), y = list_fixture_two("y/in", NULL);
    assert_true(x.fingerprint == y.fingerprint);
    scratch_file("y/in/1.pgm", "22");
    list_free(&y);
    y = list_fixture_two("y/in", NULL);
    assert_true(x.fingerprint != y.fingerprint);
    scratch_file("x/in/2.pgm", "1");
    struct list more = list_fixture_two("x/in", NULL);
    assert_true(x.fingerprint != more.fingerprint);
    list_free(&x);
    list_free(&y);
    list_free(&more);
}

static void received_text_gives_the_same_list(void **state)
{
    (void)state;
    struct list sent = list_fixture_two("a.pgm", "b/c.pgm");
    struct list received = {.text = malloc(sent.text_size), .text_size = sent.text_size};
    assert_non_null(received.text);
    memcpy(received.text, sent.text, sent.text_size);
    list_free(&sent);
    assert_int_equal(list_index(&received), 0);
    list_fixture_expect(&received, "a.pgm=a.pgm b/c.pgm=b/c.pgm");
    struct list nothing = {0};
    assert_int_equal(list_index(&nothing), 0);
    assert_int_equal(nothing.count, 0);
    list_free(&nothing);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(one_file_is_called_by_its_last_part),
        IN_SCRATCH(names_start_at_the_common_parent),
        IN_SCRATCH(names_never_lead_upwards),
        IN_SCRATCH(missing_files_are_items),
        IN_SCRATCH(lists_hold_any_name),
        IN_SCRATCH(lines_end_with_or_without_a_newline),
        IN_SCRATCH(lists_come_from_standard_input),
        IN_SCRATCH(bad_lists_fail),
        IN_SCRATCH(a_root_of_ones_own_is_kept),
        IN_SCRATCH(the_fingerprint_tells_inputs_apart),
        IN_SCRATCH(received_text_gives_the_same_list),
    };
    return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
