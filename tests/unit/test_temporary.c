/* Unit tests of temporary: names that say who writes, sweeping, and taking the final name. */
#include "drivers/common/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/fixtures/scratch.h"

/* What the system says of the next links and renames that it has done; what it cannot do. */
static int lie, no_rename, no_link;

int __real_linkat(int from, const char *old, int to, const char *new, int flags);
int __real_renameat(int from, const char *old, int to, const char *new);
int __real_rename_new(int directory, const char *old, const char *new);

int __wrap_linkat(int from, const char *old, int to, const char *new, int flags);
int __wrap_renameat(int from, const char *old, int to, const char *new);
int __wrap_rename_new(int directory, const char *old, const char *new);

int __wrap_rename_new(int directory, const char *old, const char *new)
{
    errno = no_rename;
    int result = no_rename ? -1 : __real_rename_new(directory, old, new);
    errno = result ? errno : lie;
    return lie ? -1 : result;
}

int __wrap_linkat(int from, const char *old, int to, const char *new, int flags)
{
    errno = no_link;
    int result = no_link ? -1 : __real_linkat(from, old, to, new, flags);
    errno = result ? errno : lie;
    return lie ? -1 : result;
}

int __wrap_renameat(int from, const char *old, int to, const char *new)
{
    int result = __real_renameat(from, old, to, new);
    errno = result ? errno : lie;
    return lie ? -1 : result;
}

static void G11_a_request_that_was_repeated_has_succeeded(void **state)
{
    (void)state;
    scratch_file("new", "1");
    lie = EEXIST;
    assert_int_equal(temporary_publish(AT_FDCWD, "new", "name", false), 0);
    scratch_file("new", "2");
    assert_int_equal(temporary_publish(AT_FDCWD, "new", "name", false), -1);
    assert_int_equal(errno, EEXIST);
    lie = 0;
    assert_string_equal(scratch_text("name"), "1");
}

/* The name is there and the file is ours, whatever is said of the rename. */
static void G11_a_rename_is_not_believed_either(void **state)
{
    (void)state;
    scratch_file("new", "1");
    lie = ENOENT;
    assert_int_equal(temporary_publish(AT_FDCWD, "new", "name", true), 0);
    lie = 0;
    assert_string_equal(scratch_text("name"), "1");
    assert_int_equal(scratch_count("."), 1);
    assert_int_equal(temporary_publish(AT_FDCWD, "new", "name", true), -1);
}

/* The file system decides whether a name is free, by the best that it has. */
static void a_name_is_taken_only_if_it_is_free(void **state)
{
    (void)state;
    static const struct {
        int rename, link;
    } cannot[] = {{0, 0}, {EINVAL, 0}, {EINVAL, EPERM}};
    for (size_t i = 0; i < sizeof cannot / sizeof *cannot; ++i) {
        no_rename = cannot[i].rename;
        no_link = cannot[i].link;
        scratch_file("new", "1");
        scratch_file("name", "theirs");
        assert_int_equal(temporary_publish(AT_FDCWD, "new", "name", false), -1);
        assert_int_equal(errno, EEXIST);
        assert_true(scratch_exists("new"));
        assert_string_equal(scratch_text("name"), "theirs");
        assert_int_equal(unlink("name"), 0);
        assert_int_equal(temporary_publish(AT_FDCWD, "new", "name", false), 0);
        assert_string_equal(scratch_text("name"), "1");
        assert_int_equal(scratch_count("."), 1);
    }
    no_rename = no_link = 0;
}

static void names_are_new_and_told_from_others(void **state)
{
    (void)state;
    char a[TEMPORARY_SIZE], b[TEMPORARY_SIZE], stem[256];
    temporary_name(a, "x.h5");
    temporary_name(b, "x.h5");
    assert_string_not_equal(a, b);
    assert_true(temporary_is_for(a, "x.h5"));
    assert_false(temporary_is_for(a, "x.h"));
    assert_false(temporary_is_for(".x.h5.tmp", "x.h5"));
    temporary_name_next(b);
    assert_string_not_equal(a, b);
    assert_true(temporary_is_for(b, "x.h5"));
    memset(stem, 'n', 255);
    stem[255] = 0;
    temporary_name(a, stem);
    assert_memory_equal(a, ".parallax-", 10);
    assert_true(strlen(a) < TEMPORARY_SIZE);
}

/* Makes one under a name of its own, which the parent gets to know, and dies. */
static void leave_behind(char name[TEMPORARY_SIZE])
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        temporary_name(name, "");
        scratch_file(name, "half");
        _exit(write(ends[1], name, TEMPORARY_SIZE) == TEMPORARY_SIZE ? 0 : 1);
    }
    int status;
    siginfo_t ended;
    assert_int_equal(waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT), 0);
    assert_int_equal(read(ends[0], name, TEMPORARY_SIZE), TEMPORARY_SIZE);
    assert_true(temporary_is_abandoned(AT_FDCWD, name)); /* before anybody has asked how it ended */
    assert_int_equal(waitpid(child, &status, 0), child);
    close(ends[0]);
    close(ends[1]);
}

static void touch(const char *name, time_t seconds)
{
    const struct timespec times[] = {{seconds, 0}, {seconds, 0}};
    assert_int_equal(utimensat(AT_FDCWD, name, times, 0), 0);
}

static void G15_what_killed_processes_left_is_removed_and_nothing_else(void **state)
{
    (void)state;
    char mine[TEMPORARY_SIZE], dead[TEMPORARY_SIZE];
    int directory = open(".", O_RDONLY | O_DIRECTORY);
    leave_behind(dead);
    assert_true(temporary_sweep(directory));
    temporary_name(mine, "");
    scratch_file(mine, "mine");
    leave_behind(dead);
    scratch_file(".x.tmp", "theirs");
    scratch_file(".parallax-notes.tmp", "theirs");
    scratch_file(".parallax-other.host-1-2-3-4.tmp", "busy elsewhere");
    scratch_file(".parallax-third.host-1-2-3-4.tmp", "of last week");
    touch(".parallax-third.host-1-2-3-4.tmp", 1000000000);
    assert_false(temporary_sweep(directory));
    close(directory);
    assert_true(scratch_exists(mine));
    assert_false(scratch_exists(dead));
    assert_true(scratch_exists(".x.tmp"));
    assert_true(scratch_exists(".parallax-notes.tmp"));
    assert_true(scratch_exists(".parallax-other.host-1-2-3-4.tmp"));
    assert_false(scratch_exists(".parallax-third.host-1-2-3-4.tmp"));
}

/* Numbers of processes are used again: ours now, but not its start. */
static void G15_a_number_that_was_used_again_is_another_process(void **state)
{
    (void)state;
    char name[TEMPORARY_SIZE], older[TEMPORARY_SIZE + 8];
    temporary_name(name, "");
    char *serial = strrchr(name, '-');
    *serial = 0;
    char *start = strrchr(name, '-');
    *start = 0;
    snprintf(older, sizeof older, "%s-1-%s", name, serial + 1);
    scratch_file(older, "of an earlier process");
    assert_true(temporary_is_abandoned(AT_FDCWD, older));
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(G11_a_request_that_was_repeated_has_succeeded),
        IN_SCRATCH(G11_a_rename_is_not_believed_either),
        IN_SCRATCH(a_name_is_taken_only_if_it_is_free),
        IN_SCRATCH(names_are_new_and_told_from_others),
        IN_SCRATCH(G15_what_killed_processes_left_is_removed_and_nothing_else),
        IN_SCRATCH(G15_a_number_that_was_used_again_is_another_process),
    };
    return cmocka_run_group_tests_name("temporary", tests, NULL, NULL);
}
