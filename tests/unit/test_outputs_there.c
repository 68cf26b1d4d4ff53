/* Unit tests of outputs: what is there already, and where it really is. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/sinks/outputs.h"
#include "tests/fixtures/scratch.h"

static uint8_t first_mark;

/* outputs_check() of one input, in/a.pgm, whose output is called `name`. */
static int check(const struct sink_options *options, const char *name, struct sink_plan *plan,
                 struct failure *failure)
{
    static const char path[] = "in/a.pgm";
    struct bytes text = {0};
    assert_int_equal(bytes_append(&text, path, sizeof path), 0);
    assert_int_equal(bytes_append(&text, name, strlen(name) + 1), 0);
    struct list list = {.text = (char *)text.data, .text_size = text.size};
    assert_int_equal(list_index(&list), 0);
    first_mark = 0;
    const struct journal_told nothing = {0};
    *plan = (struct sink_plan){.marks = &first_mark};
    int result = outputs_check(options, &list, &nothing, plan, failure);
    list_free(&list);
    return result;
}

static void touch(const char *path, time_t seconds)
{
    const struct timespec times[] = {{seconds, 0}, {seconds, 0}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

/* What a run with --existing skip makes of an output. */
static void expect_mark(int mark)
{
    struct sink_options options = {.directory = "out"};
    struct sink_plan plan;
    struct failure failure;
    assert_int_equal(check(&options, "a.pgm", &plan, &failure), 0);
    assert_int_equal(plan.skipped, mark == SINK_SKIP);
    assert_int_equal(plan.remade, mark == OUTPUTS_REMADE);
    assert_int_equal(first_mark, mark);
}

static void F20_an_output_that_is_empty_or_older_is_not_done(void **state)
{
    (void)state;
    scratch_file("in/a.pgm", "1");
    expect_mark(0);
    scratch_file("out/a.pgm", "1");
    expect_mark(SINK_SKIP);
    touch("in/a.pgm", 1000000000);
    touch("out/a.pgm", 1000000000);
    expect_mark(SINK_SKIP);
    touch("in/a.pgm", 1000000001);
    expect_mark(OUTPUTS_REMADE);
    touch("out/a.pgm", 1000000002);
    expect_mark(SINK_SKIP);
    scratch_file("out/a.pgm", "");
    expect_mark(OUTPUTS_REMADE);
    unlink("out/a.pgm");
    assert_int_equal(mkfifo("out/a.pgm", 0600), 0);
    expect_mark(0);
}

static void G12_links_lead_nowhere_unless_they_may(void **state)
{
    (void)state;
    struct sink_options options = {.directory = "out"};
    struct sink_plan plan;
    struct failure failure;
    scratch_file("elsewhere/b.pgm", "1");
    assert_int_equal(mkdir("out", 0777), 0);
    assert_int_equal(symlink("../elsewhere", "out/sub"), 0);
    assert_int_equal(check(&options, "sub/a.pgm", &plan, &failure), EXIT_CREATE);
    assert_string_equal(failure.code, "ELOOP");
    assert_non_null(strstr(failure.message, "--follow-output"));
    options.follow = 1;
    assert_int_equal(check(&options, "sub/a.pgm", &plan, &failure), 0);
}

/* Each look is a system call. */
static void nothing_is_looked_for_where_nothing_was(void **state)
{
    (void)state;
    const struct sink_options options = {.directory = "out"};
    const struct walk_look input = {.bytes = -1};
    struct outputs_there there = {.parent = -1, .sweeps = true};
    struct stat found;
    assert_int_equal(mkdir("out", 0777), 0);
    assert_int_equal(outputs_look(&there, &options, "a.pgm", &input, &found), OUTPUTS_ABSENT);
    scratch_file("out/b.pgm", "1");
    assert_int_equal(outputs_look(&there, &options, "b.pgm", &input, &found), OUTPUTS_ABSENT);
    outputs_close(&there);
    assert_int_equal(outputs_look(&there, &options, "b.pgm", &input, &found), OUTPUTS_WHOLE);
    outputs_close(&there);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(F20_an_output_that_is_empty_or_older_is_not_done),
        IN_SCRATCH(G12_links_lead_nowhere_unless_they_may),
        IN_SCRATCH(nothing_is_looked_for_where_nothing_was),
    };
    return cmocka_run_group_tests_name("outputs_there", tests, NULL, NULL);
}
