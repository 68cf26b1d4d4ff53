/* Unit tests of others: what other jobs tell of an output is read once, when it is met. */
#include "drivers/io/sinks/others.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/scratch.h"

static int readings;

int __real_journal_read_others(struct journal_told *told, const char *directory, const char *place,
                               const char *work, struct journal *journal, struct failure *failure);
int __wrap_journal_read_others(struct journal_told *told, const char *directory, const char *place,
                               const char *work, struct journal *journal, struct failure *failure);
int __wrap_journal_read_others(struct journal_told *told, const char *directory, const char *place,
                               const char *work, struct journal *journal, struct failure *failure)
{
    ++readings;
    return __real_journal_read_others(told, directory, place, work, journal, failure);
}

static struct stat look_at(const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return status;
}

/* Another job has made it, with these parameters. */
static void tell(const char *name, const char *path, uint64_t params)
{
    struct failure failure;
    const struct stat status = look_at(path);
    const struct journal_input stored = journal_input_of(&status);
    const struct journal_entry entry = {
        .key = name, .input = {1, 1}, .params = params, .stored = {stored.size, stored.mtime}};
    struct journal *theirs = journal_open("out", JOURNAL_PLACE, "their work", &failure);
    assert_non_null(theirs);
    assert_int_equal(journal_append(theirs, &entry, 1, false), 0);
    journal_close(theirs);
}

/* Meets it: whether it is wanted; what is told of it; why it is not replaced. */
static bool meet(struct others *others, const char *name, const char *path, const char *reason)
{
    struct failure failure;
    struct journal_entry entry;
    const struct journal_input input = {1, 1};
    const struct stat status = look_at(path);
    bool read = false, wanted = others_wanted(others, name, &status, input, &read);
    (void)others_told(others, name, &status, input, &entry, &read);
    others_explain(others, name, &status, input, &read, &failure);
    assert_non_null(strstr(failure.message, reason));
    return wanted;
}

static void journals_are_read_once_for_an_output(void **state)
{
    (void)state;
    struct failure failure;
    struct others others;
    const struct sink_options asked = {.directory = "out", .work = "our work", .params = 7};
    assert_int_equal(others_open(&others, &asked), 0);
    scratch_file("out/a", "theirs");
    scratch_file("out/b", "somebody's");
    tell("a", "out/a", 8);
    others.ours = journal_open("out", JOURNAL_PLACE, asked.work, &failure);
    assert_non_null(others.ours);
    assert_false(meet(&others, "a", "out/a", "other parameters (their work)"));
    assert_int_equal(readings, 1);
    assert_true(meet(&others, "b", "out/b", "somebody has put it there"));
    assert_int_equal(readings, 2);
    tell("b", "out/b", 7);
    assert_true(meet(&others, "b", "out/b", "somebody has put it there"));
    assert_int_equal(readings, 3); /* what is met again may be told of meanwhile */
    journal_close(others.ours);
    others_close(&others);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(
        journals_are_read_once_for_an_output, scratch_enter, scratch_leave)};
    return cmocka_run_group_tests_name("others", tests, NULL, NULL);
}
