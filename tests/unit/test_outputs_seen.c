/* Unit tests of outputs_seen: which outputs are not looked at, and that nothing is missed that the
 * others would show. */
#include "drivers/io/sinks/outputs_seen.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/fixtures/scratch.h"

enum { ITEMS = 12, WORK = 77 };

static int looks, hours; /* at outputs; that the clock is ahead */

int __real_fstatat(int directory, const char *name, struct stat *status, int flags);
int __wrap_fstatat(int directory, const char *name, struct stat *status, int flags);
int __wrap_fstatat(int directory, const char *name, struct stat *status, int flags)
{
    looks += strstr(name, ".pgm") ? 1 : 0;
    return __real_fstatat(directory, name, status, flags);
}

int __real_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time)
{
    int result = __real_clock_gettime(clock, time);
    time->tv_sec += 3600 * hours;
    return result;
}

static const char *path_of(const char *where, int item)
{
    static char path[64];
    snprintf(path, sizeof path, "%s/sub/%02d.pgm", where, item);
    return path;
}

static struct journal_input now_at(const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return journal_input_of(&status);
}

/* An item is done, and the journal tells of it. */
static void make(int item)
{
    struct failure failure;
    char key[16];
    snprintf(key, sizeof key, "sub/%02d.pgm", item);
    scratch_file("out/sub/unnamed", "result");
    assert_int_equal(rename("out/sub/unnamed", path_of("out", item)), 0);
    const struct journal_input stored = now_at(path_of("out", item));
    const struct journal_entry entry = {.key = key,
                                        .input = now_at(path_of("in", item)),
                                        .params = WORK,
                                        .stored = {stored.size, stored.mtime}};
    struct journal *journal = journal_open("out", JOURNAL_PLACE, "work", &failure);
    assert_non_null(journal);
    assert_int_equal(journal_append(journal, &entry, 1, false), 0);
    journal_close(journal);
}

static void make_all(void)
{
    hours = 0;
    for (int i = 0; i < ITEMS; ++i) {
        scratch_file(path_of("in", i), "input");
        make(i);
    }
    hours = 1; /* all is at rest */
}

/* What a run with these options sees, whose list is the first `count`: so many are done, are made
 * anew, were looked at. */
static void expect(const struct sink_options *options, int count, int done, int remade, int looked)
{
    struct bytes text = {0};
    struct failure failure;
    struct journal_told told;
    uint8_t marks[ITEMS] = {0};
    for (int i = 0; i < count; ++i) {
        const char *path = path_of("in", i);
        assert_int_equal(bytes_append(&text, path, strlen(path) + 1), 0);
        assert_int_equal(bytes_append(&text, path + 3, strlen(path + 3) + 1), 0);
    }
    struct list list = {.text = (char *)text.data, .text_size = text.size};
    struct sink_plan plan = {.marks = marks};
    assert_int_equal(list_index(&list), 0);
    assert_int_equal(journal_read(&told, "out", JOURNAL_PLACE, "work", &failure), 0);
    looks = 0;
    assert_int_equal(outputs_check(options, &list, &told, &plan, &failure), 0);
    assert_int_equal(plan.skipped, done);
    assert_int_equal(plan.remade, remade);
    assert_int_equal(looks, looked);
    journal_free(&told);
    list_free(&list);
}

static const struct sink_options usual = {
    .directory = "out", .work = "work", .params = WORK, .per_directory = -1};

static void at_rest_one_look_at_each_is_enough(void **state)
{
    (void)state;
    make_all();
    expect(&usual, ITEMS, ITEMS, 0, ITEMS);
    for (int again = 0; again < 3; ++again)
        expect(&usual, ITEMS, ITEMS, 0, 0);
    struct sink_options all = usual;
    all.existing = EXISTING_OVERWRITE;
    all.resume = 1;
    expect(&all, ITEMS, ITEMS, 0, ITEMS);
    expect(&usual, ITEMS - 1, ITEMS - 1, 0, ITEMS - 1); /* another list */
    expect(&usual, 7, 7, 0, 7);                         /* too few to be worth it */
    expect(&usual, 7, 7, 0, 7);
}

static void changed_inputs_and_parameters_are_done_anew(void **state)
{
    (void)state;
    make_all();
    expect(&usual, ITEMS, ITEMS, 0, ITEMS);
    scratch_file("in/sub/03.pgm", "changed");
    expect(&usual, ITEMS, ITEMS - 1, 1, ITEMS);
    expect(&usual, ITEMS, ITEMS - 1, 1, 1); /* the others are seen once more */
    struct sink_options other = usual;
    other.params = WORK + 1;
    expect(&other, ITEMS, 0, ITEMS, ITEMS);
}

/* Noted is what was there, in the state that the journal tells of. */
static void G2_missing_and_replaced_outputs_are_done_anew(void **state)
{
    (void)state;
    make_all();
    expect(&usual, ITEMS, ITEMS, 0, ITEMS);
    assert_int_equal(unlink("out/sub/05.pgm"), 0);
    expect(&usual, ITEMS, ITEMS - 1, 0, ITEMS);
    expect(&usual, ITEMS, ITEMS - 1, 0, ITEMS); /* a directory where one is missing is not noted */
    make(5);
    expect(&usual, ITEMS, ITEMS, 0, ITEMS);
    expect(&usual, ITEMS, ITEMS, 0, 0);
    scratch_file("empty", "");
    assert_int_equal(rename("empty", "out/sub/06.pgm"), 0);
    expect(&usual, ITEMS, ITEMS - 1, 1, ITEMS);
    make(6);
    expect(&usual, ITEMS, ITEMS, 0, ITEMS);
    assert_int_equal(rename("out/sub", "out/away"), 0); /* a copy has another inode and time */
    assert_int_equal(system("cp -a out/away out/sub"), 0);
    expect(&usual, ITEMS, ITEMS, 0, ITEMS);
}

/* A process was killed after it had told of a result and before that had its name: what is there is
 * the one before, in a directory that no name has changed in. */
static void G2_what_was_told_of_later_is_looked_at(void **state)
{
    (void)state;
    struct failure failure;
    make_all();
    expect(&usual, ITEMS, ITEMS, 0, ITEMS);
    const struct journal_entry entry = {
        .key = "sub/02.pgm", .input = now_at("in/sub/02.pgm"), .params = WORK, .stored = {1000, 1}};
    struct journal *journal = journal_open("out", JOURNAL_PLACE, "work", &failure);
    assert_int_equal(journal_append(journal, &entry, 1, false), 0);
    journal_close(journal);
    for (int again = 0; again < 2; ++again) /* what is there is not what the journal tells of */
        expect(&usual, ITEMS, ITEMS, 0, ITEMS);
}

static void what_is_not_at_rest_is_not_noted(void **state)
{
    (void)state;
    make_all();
    hours = 0;
    for (int again = 0; again < 2; ++again)
        expect(&usual, ITEMS, ITEMS, 0, ITEMS);
    /* The directory seems to be older than what is in it. */
    const struct timespec times[] = {{4000000000, 0}, {4000000000, 0}};
    assert_int_equal(utimensat(AT_FDCWD, "out/sub/01.pgm", times, 0), 0);
    hours = 1;
    for (int again = 0; again < 2; ++again)
        expect(&usual, ITEMS, ITEMS, 0, ITEMS);
}

static int64_t changed(const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return (int64_t)status.st_ctim.tv_sec * 1000000000 + status.st_ctim.tv_nsec;
}

/* As on file systems whose directories have times that do not move with what is in them. */
static void where_directory_times_do_not_move_nothing_is_noted(void **state)
{
    (void)state;
    make_all();
    while (changed("out/sub/01.pgm") <= changed("out/sub")) /* until the next tick */
        assert_int_equal(chmod("out/sub/01.pgm", 0600), 0);
    for (int again = 0; again < 2; ++again)
        expect(&usual, ITEMS, ITEMS, 0, ITEMS);
    const struct timespec ahead[] = {{4000000000, 0}, {4000000000, 0}}, now[2] = {0};
    assert_int_equal(utimensat(AT_FDCWD, "out/sub", ahead, 0), 0);
    for (int again = 0; again < 2; ++again)
        expect(&usual, ITEMS, ITEMS, 0, ITEMS);
    assert_int_equal(utimensat(AT_FDCWD, "out/sub", now, 0), 0);
    expect(&usual, ITEMS, ITEMS, 0, ITEMS);
    expect(&usual, ITEMS, ITEMS, 0, 0);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(at_rest_one_look_at_each_is_enough),
        IN_SCRATCH(changed_inputs_and_parameters_are_done_anew),
        IN_SCRATCH(G2_missing_and_replaced_outputs_are_done_anew),
        IN_SCRATCH(G2_what_was_told_of_later_is_looked_at),
        IN_SCRATCH(what_is_not_at_rest_is_not_noted),
        IN_SCRATCH(where_directory_times_do_not_move_nothing_is_noted),
    };
    return cmocka_run_group_tests_name("outputs_seen", tests, NULL, NULL);
}
