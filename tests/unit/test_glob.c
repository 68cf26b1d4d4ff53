/* Unit tests of glob: which paths a pattern stands for, and that each is found once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/io/glob.h"
#include "tests/fixtures/list_fixture.h"
#include "tests/fixtures/scratch.h"

/* Whether the file `path`, relative to the pattern's base, matches. */
static bool matches(const char *pattern, const char *path)
{
    struct glob glob;
    char text[256], *at = text, *slash;
    assert_int_equal(glob_parse(&glob, pattern), 0);
    uint64_t parts = glob_begin(&glob);
    snprintf(text, sizeof text, "%s", path);
    while ((slash = strchr(at, '/'))) {
        *slash = '\0';
        parts = glob_enter(&glob, parts, at);
        at = slash + 1;
    }
    bool result = glob_takes(&glob, parts, at);
    glob_free(&glob);
    return result;
}

static void patterns_match_part_by_part(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *path;
        bool matches;
    } cases[] = {
        {"*.jpg", "a.jpg", true},
        {"*.jpg", "a/b.jpg", false},
        {"*.jpg", ".a.jpg", false},
        {"?.jpg", "ab.jpg", false},
        {"[ab].jpg", "b.jpg", true},
        {"[!ab].jpg", "b.jpg", false},
        {"*/b.jpg", "a/b.jpg", true},
        {"*/b.jpg", "b.jpg", false},
        {"**/*.jpg", "a.jpg", true},
        {"**/*.jpg", "a/b/c.jpg", true},
        {"**/*.jpg", "a/.b/c.jpg", false},
        {"x/**/y/**/*.jpg", "y/z/c.jpg", true},
        {"x/**/y/**/*.jpg", "z/c.jpg", false},
        {"**/**/c.jpg", "a/b/c.jpg", true},
        {"**/b/c.jpg", "a/b/b/c.jpg", true},
        {"a*/./c.jpg", "ab/c.jpg", true},
        {"**", "a/b.jpg", true},
        {"*/**", "b.jpg", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i)
        if (matches(cases[i].pattern, cases[i].path) != cases[i].matches)
            fail_msg("%s and %s", cases[i].pattern, cases[i].path);
}

static void what_has_no_wildcard_is_the_base(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"*.jpg", ""}, {"a/b/*.jpg", "a/b"}, {"/x/*/y.jpg", "/x"}, {"/*.jpg", "/"}};
    for (size_t i = 0; i < 4; ++i) {
        struct glob glob;
        assert_int_equal(glob_parse(&glob, cases[i][0]), 0);
        assert_string_equal(glob.base, cases[i][1]);
        glob_free(&glob);
    }
    char deep[2 * GLOB_PARTS_MAX + 8] = "*";
    for (int i = 0; i < GLOB_PARTS_MAX; ++i)
        strcat(deep, "/*");
    struct glob glob;
    assert_int_equal(glob_parse(&glob, deep), 1);
    glob_free(&glob);
}

static void operands_may_be_patterns(void **state)
{
    (void)state;
    scratch_file("in/a/1.pgm", "1");
    scratch_file("in/a/b/2.pgm", "1");
    scratch_file("in/a/b/2.dat", "1");
    scratch_file("in/a/b/note.txt", "1");
    scratch_file("in/3.pgm", "1");
    struct list list = list_fixture_two("in/**/*.pgm", NULL);
    list_fixture_expect(&list, "in/3.pgm=3.pgm in/a/1.pgm=a/1.pgm in/a/b/2.pgm=a/b/2.pgm");
    list = list_fixture_two("in/*/b/*", "in/a/b/*.dat");
    list_fixture_expect(&list, "in/a/b/2.pgm=a/b/2.pgm in/a/b/2.dat=a/b/2.dat");
    list = list_fixture_two("in/?.png", NULL); /* nothing: it fails when it is read */
    list_fixture_expect(&list, "in/?.png=?.png");
}

static void a_file_of_that_name_wins(void **state)
{
    (void)state;
    scratch_file("[1].pgm", "1");
    scratch_file("1.pgm", "1");
    struct list list = list_fixture_two("[1].pgm", NULL);
    list_fixture_expect(&list, "[1].pgm=[1].pgm");
    scratch_file("files", "*.pgm\n"); /* lists are made by programs */
    list = list_fixture_from("files", false);
    list_fixture_expect(&list, "*.pgm=*.pgm");
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_match_part_by_part),
        cmocka_unit_test(what_has_no_wildcard_is_the_base),
        IN_SCRATCH(operands_may_be_patterns),
        IN_SCRATCH(a_file_of_that_name_wins),
    };
    return cmocka_run_group_tests_name("glob", tests, NULL, NULL);
}
