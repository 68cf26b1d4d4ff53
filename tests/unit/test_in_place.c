/* The journal of work in place: where it is kept, and when what it tells is forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "drivers/io/journal/journal.h"
#include "tests/fixtures/scratch.h"

static size_t told(const char *work)
{
    struct journal_told told;
    struct failure failure;
    assert_int_equal(journal_read(&told, "out", JOURNAL_IN_PLACE, "blur", &failure), 0);
    assert_string_equal(told.work, work);
    size_t count = told.count;
    journal_free(&told);
    return count;
}

static struct journal *open_at(const char *place)
{
    struct failure failure;
    struct journal *journal = journal_open("out", place, "turn", &failure);
    assert_non_null(journal);
    return journal;
}

/* A job that is refused, and the same one accepted. */
static void start_twice(bool again, bool fresh, size_t before, size_t after)
{
    for (int accepted = 0; accepted < 2; ++accepted) {
        const char *place = journal_start("out", again, fresh);
        assert_string_not_equal(place, JOURNAL_IN_PLACE);
        struct journal *journal = open_at(place);
        assert_int_equal(told(before ? "turn" : ""), before);
        if (accepted)
            assert_int_equal(journal_accept("out", place), 0);
        journal_close(journal);
        journal_leave("out", place);
    }
    assert_int_equal(told(after ? "turn" : ""), after);
}

static void G2_work_in_place_is_told_until_it_is_complete_or_forgotten(void **state)
{
    (void)state;
    struct failure failure;
    const struct journal_entry entry = {.key = "a", .params = 1};
    assert_int_equal(journal_lock("out", &failure), 0);
    struct journal *journal = open_at(journal_start("out", false, false));
    assert_int_equal(journal_append(journal, &entry, 1, false), 0);
    journal_close(journal);
    assert_int_equal(told("turn"), 1);
    assert_string_equal(journal_start("out", true, false), JOURNAL_IN_PLACE); /* it goes on */
    journal_complete("out");
    assert_int_equal(told(""), 0);
    start_twice(true, false, 0, 1);
    start_twice(false, true, 1, 0);
    journal_unlock();
    assert_int_equal(scratch_count("out/.parallax"), 1); /* the lock */
}

/* As if it was killed before it was accepted: its part is not to be taken for what was told. */
static void G2_what_was_never_accepted_tells_nothing(void **state)
{
    (void)state;
    const struct journal_entry entry = {.key = "a", .params = 1};
    struct journal *killed = open_at(journal_start("out", false, true));
    assert_int_equal(journal_append(killed, &entry, 1, false), 0);
    journal_close(killed);
    const char *place = journal_start("out", false, true);
    struct journal *journal = open_at(place);
    assert_int_equal(journal_accept("out", place), 0);
    journal_close(journal);
    assert_int_equal(told(""), 0);
}

/* Else the next one would not find what is complete. */
static void G2_a_refused_job_leaves_no_empty_place(void **state)
{
    (void)state;
    const char *place = journal_start("out", false, false);
    journal_close(open_at(place));
    assert_int_equal(scratch_count("out/.parallax"), 1);
    journal_leave("out", place);
    assert_int_equal(scratch_count("out/.parallax"), 0);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(G2_work_in_place_is_told_until_it_is_complete_or_forgotten),
        IN_SCRATCH(G2_what_was_never_accepted_tells_nothing),
        IN_SCRATCH(G2_a_refused_job_leaves_no_empty_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
