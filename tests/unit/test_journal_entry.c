/* Unit tests of a journal's entries: all that was written is read, and nothing else is. */
#include "drivers/io/journal/entry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const struct journal_input input = {4711, 1764400000123456789};

static struct journal_entry entry_of(const char *key, uint64_t params)
{
    return (struct journal_entry){.key = key,
                                  .input = input,
                                  .params = params,
                                  .bytes = params + 1,
                                  .stored = {-1, (int64_t)params},
                                  .at = 5};
}

static void entries_are_read_as_they_were_written(void **state)
{
    (void)state;
    char longest[JOURNAL_KEY_MAX + 1], line[ENTRY_MAX];
    memset(longest, '\n', sizeof longest);
    longest[JOURNAL_KEY_MAX] = '\0';
    const char *keys[] = {"a/b.jpg", " ", "%", "%20", "a\nb\tc", "\xe9t\xc3\xa9", longest + 1};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; ++i) {
        struct journal_entry entry = entry_of(keys[i], UINT64_MAX);
        struct journal_fact fact;
        size_t length = entry_print(line, &entry);
        assert_true(length > 0 && length <= ENTRY_MAX && line[length - 1] == '\n');
        assert_ptr_equal(memchr(line, '\n', length), line + length - 1);
        entry.width = (int)i * 852; /* once none */
        entry.height = 567;
        length = entry_print(line, &entry);
        assert_true(entry_parse(line, length - 1, &fact));
        assert_int_equal(fact.width, entry.width);
        assert_int_equal(fact.height, entry.width ? 567 : 0);
        assert_true(entry_parse(line, length - 1, &fact));
        assert_true(fact.key == entry_key(keys[i]) && fact.input == entry_input(input));
        assert_true(fact.params == UINT64_MAX && fact.bytes == 0 && fact.at == 5);
        assert_true(fact.stored[0] == -1 && fact.stored[1] == -1 && fact.status == JOURNAL_DONE);
    }
    struct journal_entry entry = entry_of(longest, 1);
    assert_int_equal(entry_print(line, &entry), 0);
    entry.key = "";
    assert_int_equal(entry_print(line, &entry), 0);
    entry = (struct journal_entry){.key = "x", .status = JOURNAL_FAILED, .code = "truncated"};
    struct journal_fact fact;
    assert_true(entry_parse(line, entry_print(line, &entry) - 1, &fact));
    assert_int_equal(fact.status, JOURNAL_FAILED);
}

static void no_part_and_no_other_bit_of_an_entry_is_one(void **state)
{
    (void)state;
    char line[ENTRY_MAX];
    struct journal_fact fact;
    struct journal_entry entry = entry_of("a/one.jpg", 3);
    size_t length = entry_print(line, &entry) - 1;
    for (size_t cut = 0; cut < length; ++cut)
        assert_false(entry_parse(line, cut, &fact) ||
                     entry_parse(line + cut + 1, length - cut - 1, &fact));
    for (size_t bit = 0; bit < 8 * length; ++bit) {
        line[bit / 8] = (char)(line[bit / 8] ^ 1 << bit % 8);
        assert_false(entry_parse(line, length, &fact));
        line[bit / 8] = (char)(line[bit / 8] ^ 1 << bit % 8);
    }
    assert_true(entry_parse(line, length, &fact));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_read_as_they_were_written),
        cmocka_unit_test(no_part_and_no_other_bit_of_an_entry_is_one),
    };
    return cmocka_run_group_tests_name("journal_entry", tests, NULL, NULL);
}
