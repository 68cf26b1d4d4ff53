/* Unit tests of journal: what was noted is told, and nothing else, whatever was torn. */
#include "drivers/io/journal/journal.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/temporary.h"
#include "drivers/io/journal/entry.h"
#include "tests/fixtures/scratch.h"

static const struct journal_input input = {4711, 1764400000123456789};

static struct journal_entry entry_of(const char *key, uint64_t params, int64_t at)
{
    return (struct journal_entry){.key = key,
                                  .input = input,
                                  .params = params,
                                  .bytes = params + 1,
                                  .stored = {-1, (int64_t)params},
                                  .at = at};
}

/* Opens a process's journal, notes one entry, and ends it. */
static void note(const char *key, uint64_t params, int64_t at)
{
    struct failure failure;
    struct journal *journal = journal_open("out", JOURNAL_PLACE, "work", &failure);
    assert_non_null(journal);
    const struct journal_entry entry = entry_of(key, params, at);
    assert_int_equal(journal_append(journal, &entry, 1, true), 0);
    journal_close(journal);
}

static struct journal_told told_now(void)
{
    struct journal_told told;
    struct failure failure;
    assert_int_equal(journal_read(&told, "out", JOURNAL_PLACE, "work", &failure), 0);
    return told;
}

/* The parameters that the journal tells of a key; 0: nothing. */
static uint64_t params_of(const char *key)
{
    struct journal_told told = told_now();
    const struct journal_fact *fact = journal_find(&told, key);
    uint64_t params = fact ? fact->params : 0;
    journal_free(&told);
    return params;
}

static void the_last_entry_counts_whatever_file_it_is_in(void **state)
{
    (void)state;
    assert_int_equal(params_of("a"), 0); /* there is no journal at all */
    note("a", 2, 20);
    note("a", 3, 30);
    note("a", 1, 10);
    note("b", 7, 5);
    assert_int_equal(params_of("a"), 3);
    assert_int_equal(params_of("b"), 7);
    assert_int_equal(params_of("c"), 0);
}

static void torn_lines_take_no_other_with_them(void **state)
{
    (void)state;
    static char all[3 * ENTRY_MAX];
    char *at = all + sprintf(all, ENTRY_HEAD "work\n");
    struct journal_entry entry = entry_of("a", 1, 1);
    at += entry_print(at, &entry) / 2;
    *at++ = '\n';
    entry.key = "b";
    at += entry_print(at, &entry);
    entry.key = "c";
    at += entry_print(at, &entry) - 1;
    *at = '\0';
    scratch_file("out/.parallax/part.torn", all);
    scratch_file("out/.parallax/part.empty", "");
    scratch_file("out/.parallax/part.odd", "\n\n \nno journal");
    note("d", 4, 1);
    assert_int_equal(params_of("a"), 0);
    assert_int_equal(params_of("b"), 1);
    assert_int_equal(params_of("c"), 0);
    assert_int_equal(params_of("d"), 4);
}

static void what_ended_is_merged_and_what_grows_is_left(void **state)
{
    (void)state;
    struct failure failure;
    struct journal *growing = journal_open("out", JOURNAL_PLACE, "work", &failure);
    struct journal_entry entry = entry_of("growing", 9, 0);
    assert_int_equal(journal_append(growing, &entry, 1, false), 0);
    for (int i = 1; i <= 5; ++i) {
        note("a", (uint64_t)i, i);
        note("b", (uint64_t)i, 10 - i);
    }
    journal_compact("out", JOURNAL_PLACE, "work");
    assert_int_equal(scratch_count("out/.parallax"), 3); /* with the lock */
    assert_int_equal(params_of("a"), 5);
    assert_int_equal(params_of("b"), 1);
    assert_int_equal(params_of("growing"), 9);
    journal_close(growing);
    journal_compact("out", JOURNAL_PLACE, "work");
    assert_int_equal(scratch_count("out/.parallax"), 2);
    assert_int_equal(params_of("growing"), 9);
    int lines = 0;
    for (const char *c = scratch_text("out/.parallax/journal"); *c; ++c)
        lines += *c == '\n';
    assert_int_equal(lines, 4); /* and a head */
}

/* Nothing is read or written for that. */
static void a_file_that_is_alone_becomes_the_base(void **state)
{
    (void)state;
    struct stat before, after;
    char name[TEMPORARY_SIZE + 32] = "";
    note("a", 1, 1);
    DIR *place = opendir("out/.parallax");
    for (const struct dirent *entry; (entry = readdir(place));)
        if (strstr(entry->d_name, "part"))
            snprintf(name, sizeof name, "out/.parallax/%.255s", entry->d_name);
    closedir(place);
    assert_int_equal(stat(name, &before), 0);
    journal_compact("out", JOURNAL_PLACE, "work");
    assert_int_equal(stat("out/.parallax/journal", &after), 0);
    assert_true(after.st_ino == before.st_ino);
    assert_int_equal(scratch_count("out/.parallax"), 2); /* with the lock */
    note("a", 2, 2);
    journal_compact("out", JOURNAL_PLACE, "work");
    assert_int_equal(scratch_count("out/.parallax"), 2);
    assert_int_equal(params_of("a"), 2);
}

static void journals_of_newer_versions_are_refused(void **state)
{
    (void)state;
    struct journal_told told;
    struct failure failure;
    scratch_file("out/.parallax/part.new", "parallax-journal 2 work\n");
    assert_int_equal(journal_read(&told, "out", JOURNAL_PLACE, "work", &failure), EXIT_CREATE);
    assert_non_null(strstr(failure.message, "newer version"));
    journal_free(&told);
}

static void another_input_or_other_parameters_are_other_work(void **state)
{
    (void)state;
    note("a", 2, 1);
    struct journal_told told = told_now();
    const struct journal_fact *fact = journal_find(&told, "a");
    struct journal_input other = {input.size, input.mtime + 1};
    assert_int_equal(journal_judge(fact, input, 2), JOURNAL_SAME);
    assert_int_equal(journal_judge(fact, input, 3), JOURNAL_OTHER);
    assert_int_equal(journal_judge(fact, other, 2), JOURNAL_OTHER);
    assert_int_equal(journal_judge(NULL, input, 2), JOURNAL_UNTOLD);
    struct journal_fact failed = *fact;
    failed.status = JOURNAL_FAILED;
    assert_int_equal(journal_judge(&failed, input, 2), JOURNAL_SAME_FAILED);
    journal_free(&told);
}

static void what_is_told_once_others_took_us_for_gone_is_not_lost(void **state)
{
    (void)state;
    struct failure failure;
    struct journal *journal = journal_open("out", JOURNAL_PLACE, "work", &failure);
    const struct journal_entry entry = entry_of("late", 7, 1);
    assert_int_equal(system("rm out/.parallax/.part*"), 0);
    assert_int_equal(journal_append(journal, &entry, 1, true), 0);
    journal_close(journal);
    assert_int_equal(params_of("late"), 7);
}

/* As on a full disk: a part of a line is none, and neither is what was to be noted with it. */
static void what_does_not_fit_is_not_told(void **state)
{
    (void)state;
    struct failure failure;
    struct journal *journal = journal_open("out", JOURNAL_PLACE, "work", &failure);
    const struct journal_entry entries[] = {entry_of("a", 1, 1), entry_of("b", 1, 1)};
    struct rlimit before, limit = {200, 200};
    assert_int_equal(journal_append(journal, entries, 1, false), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    int result = journal_append(journal, (struct journal_entry[]){entry_of("c", 1, 1), entries[1]},
                                2, false);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(result, JOURNAL_NONE_TOLD);
    assert_int_equal(journal_append(journal, entries + 1, 1, false), 0);
    journal_close(journal);
    struct journal_told told = told_now();
    assert_int_equal(told.count, 2);
    assert_non_null(journal_find(&told, "b"));
    journal_free(&told);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(the_last_entry_counts_whatever_file_it_is_in),
        IN_SCRATCH(torn_lines_take_no_other_with_them),
        IN_SCRATCH(what_does_not_fit_is_not_told),
        IN_SCRATCH(what_ended_is_merged_and_what_grows_is_left),
        IN_SCRATCH(a_file_that_is_alone_becomes_the_base),
        IN_SCRATCH(what_is_told_once_others_took_us_for_gone_is_not_lost),
        IN_SCRATCH(journals_of_newer_versions_are_refused),
        IN_SCRATCH(another_input_or_other_parameters_are_other_work),
    };
    return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
