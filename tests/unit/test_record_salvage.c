/* Salvage: what can be read of a damaged file is, and the file stays as it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/record/salvage.h"
#include "tests/fixtures/record_fixture.h"

enum { CHUNK = 64 }; /* samples, as tables.c says */

static struct results results;
static struct record_salvaged salvaged;

static void salvage(void)
{
    record_results_free(&results);
    if (record_salvage(file, &results, &salvaged, message, sizeof message))
        fail_msg("%s", message);
    for (int i = 0; i < RECORD_TABLES; ++i)
        assert_int_equal(salvaged.tables[i].saved, record_rows_count(&results, &record_tables[i]));
}

static int end(void **state)
{
    record_results_free(&results);
    return fixture_end(state);
}

static void everything_but(int lost)
{
    for (int i = 0; i < RECORD_TABLES; ++i)
        if (i != lost) {
            assert_true(salvaged.tables[i].found);
            assert_string_equal(salvaged.tables[i].reason, "");
            assert_int_equal(salvaged.tables[i].saved, salvaged.tables[i].total);
            assert_true(salvaged.tables[i].saved > 0);
        }
}

/* Changes the last place in the file where a text stands; the seal is wrong then. */
static void text_change(const char *text)
{
    static char bytes[1 << 22];
    FILE *stream = fopen(file, "r+b");
    size_t size = fread(bytes, 1, sizeof bytes, stream), at = size - strlen(text);
    while (at > 0 && memcmp(bytes + at, text, strlen(text)) != 0)
        --at;
    assert_true(at > 0);
    fseek(stream, (long)at, SEEK_SET);
    fputc(*text ^ 4, stream);
    fclose(stream);
}

static void a_whole_file_is_saved_whole(void **state)
{
    (void)state;
    file_make();
    salvage();
    assert_true(salvaged.whole);
    everything_but(-1);
    for (int i = 0; i < FACTS; ++i)
        assert_string_equal(results.facts[i].value, facts[i].value);
    seal_remove();
    salvage();
    assert_false(salvaged.whole);
    everything_but(-1);
}

static void F36_the_rows_before_the_first_damage_are_saved(void **state)
{
    (void)state;
    file_make();
    text_change("checksum70");
    salvage();
    everything_but(TABLE_SAMPLES);
    assert_int_equal(salvaged.tables[TABLE_SAMPLES].total, SAMPLES);
    assert_int_equal(salvaged.tables[TABLE_SAMPLES].saved, CHUNK);
    assert_non_null(strstr(salvaged.tables[TABLE_SAMPLES].reason, "corrupt"));
    for (int i = 0; i < CHUNK; ++i)
        assert_int_equal(results.samples[i].bytes_read, (int64_t)(6 + 3 * i) << 33);
}

static void F36_a_table_that_is_lost_costs_no_other(void **state)
{
    (void)state;
    file_make();
    text_change("governor0");
    salvage();
    everything_but(TABLE_NODES);
    assert_true(salvaged.tables[TABLE_NODES].found);
    assert_int_equal(salvaged.tables[TABLE_NODES].saved, 0);
}

/* Of a shorter file there is never more to be had than of a longer one. */
static void F36_of_a_file_that_was_cut_the_beginning_is_saved(void **state)
{
    (void)state;
    struct stat status;
    uint64_t before = UINT64_MAX;
    bool some = false;
    file_make();
    assert_int_equal(stat(file, &status), 0);
    for (off_t size = status.st_size - 1; size > 4096; size -= size / 9) {
        assert_int_equal(truncate(file, size), 0);
        salvage();
        uint64_t saved = 0;
        for (int i = 0; i < RECORD_TABLES; ++i)
            saved += salvaged.tables[i].saved;
        assert_true(saved <= before);
        some |= saved > SAMPLES && saved < before;
        before = saved;
        assert_int_equal(stat(file, &status), 0);
        assert_int_equal(status.st_size, size); /* untouched */
    }
    assert_true(some);
}

static void rows_of_runs_that_are_not_there_are_left_out_and_counted(void **state)
{
    (void)state;
    struct record *record = create();
    contents_put(record, uuid);
    struct sample_row samples[2];
    row_fill(&record_tables[TABLE_SAMPLES], &samples[0], 0, other_uuid);
    row_fill(&record_tables[TABLE_SAMPLES], &samples[1], 1, "");
    assert_int_equal(record_add_samples(record, samples, 2), 0);
    assert_int_equal(record_close(record, "complete", message, sizeof message), 0);
    salvage();
    everything_but(TABLE_SAMPLES);
    assert_int_equal(salvaged.tables[TABLE_SAMPLES].saved, SAMPLES);
    assert_int_equal(salvaged.tables[TABLE_SAMPLES].left_out, 2);
}

static void what_is_no_results_file_is_refused(void **state)
{
    (void)state;
    record_abandon(create());
    FILE *stream = fopen(file, "w");
    fputs("kernel,seconds\n", stream);
    fclose(stream);
    assert_int_equal(record_salvage(file, &results, &salvaged, message, sizeof message), 65);
    unlink(file);
    assert_int_equal(record_salvage(file, &results, &salvaged, message, sizeof message), 66);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_whole_file_is_saved_whole),
        TEST(F36_the_rows_before_the_first_damage_are_saved),
        TEST(F36_a_table_that_is_lost_costs_no_other),
        TEST(F36_of_a_file_that_was_cut_the_beginning_is_saved),
        TEST(rows_of_runs_that_are_not_there_are_left_out_and_counted),
        TEST(what_is_no_results_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
