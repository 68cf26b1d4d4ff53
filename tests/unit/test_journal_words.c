/* Unit tests of a journal's words: they are those of who made what is asked for. */
#include "drivers/io/journal/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/fixtures/scratch.h"

/* Opens a process's journal, which notes entries of `count` works. */
static struct journal *process(const char *work, const uint64_t *params, int count)
{
    struct failure failure;
    struct journal *journal = journal_open("out", JOURNAL_PLACE, work, &failure);
    assert_non_null(journal);
    for (int i = 0; i < count; ++i) {
        const struct journal_entry entry = {
            .key = params[i] == 1 ? "a" : "b", .params = params[i], .at = i + 1};
        assert_int_equal(journal_append(journal, &entry, 1, false), 0);
    }
    return journal;
}

static const char *words_of(uint64_t params)
{
    static char words[JOURNAL_WORDS];
    journal_words("out", JOURNAL_PLACE, params, words);
    return words;
}

/* Who had told of what another one was faster to make tells what that one did once more. */
static void words_are_those_of_who_made_it(void **state)
{
    (void)state;
    assert_string_equal(words_of(1), ""); /* there is no journal at all */
    struct journal *ours = process("ours", (const uint64_t[]){1, 2}, 2);
    assert_string_equal(words_of(1), "ours");
    assert_string_equal(words_of(2), "");
    struct journal *theirs = process("theirs", (const uint64_t[]){2, 1}, 2);
    assert_string_equal(words_of(1), "ours");
    assert_string_equal(words_of(2), "theirs");
    journal_close(ours);
    journal_close(theirs);
    assert_string_equal(words_of(1), "ours");
    assert_string_equal(words_of(2), "theirs");
}

static void what_is_merged_has_words_where_it_is_of_one_work(void **state)
{
    (void)state;
    journal_close(process("ours", (const uint64_t[]){1, 1}, 2));
    journal_compact("out", JOURNAL_PLACE, "theirs");
    assert_string_equal(words_of(1), "ours");
    journal_close(process("ours", (const uint64_t[]){1, 2}, 2));
    journal_compact("out", JOURNAL_PLACE, "ours");
    assert_string_equal(words_of(1), "");
}

/* Who merges need not have made any of it. */
static void words_are_not_those_of_who_merges(void **state)
{
    (void)state;
    for (int i = 0; i < 3; ++i) {
        journal_close(process("ours", (const uint64_t[]){1}, 1));
        journal_compact("out", JOURNAL_PLACE, "theirs");
    }
    assert_string_equal(words_of(1), "ours");
    journal_close(process("ours", (const uint64_t[]){0}, 1)); /* a note, of nobody's work */
    journal_compact("out", JOURNAL_PLACE, "theirs");
    assert_string_equal(words_of(1), "ours");
    assert_int_equal(scratch_count("out/.parallax"), 2); /* what is merged, and a lock */
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(words_are_those_of_who_made_it),
        IN_SCRATCH(words_are_not_those_of_who_merges),
        IN_SCRATCH(what_is_merged_has_words_where_it_is_of_one_work),
    };
    return cmocka_run_group_tests_name("journal_words", tests, NULL, NULL);
}
