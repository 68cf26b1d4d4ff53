/* Merging: nothing is lost, nothing is there twice, and no old file is harmed. */
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "analysis/data/merge.h"
#include "drivers/common/exit_code.h"
#include "tests/fixtures/record_fixture.h"

enum { ROWS = 3 };

static void *rows_make(const struct record_table *table, size_t count, const char *run)
{
    char *rows = calloc(count, table->row_size);
    for (size_t i = 0; i < count; ++i)
        row_fill(table, rows + i * table->row_size, (int)i, run);
    return rows;
}

static char *text_make(size_t length)
{
    char *text = calloc(length + 1, 1);
    memset(text, 'x', length);
    return text;
}

/* One run with ROWS rows in every other table, one fact of them long. */
static struct results results_make(const char *run, const char *created)
{
    struct results results = {.run_count = 1,
                              .sample_count = ROWS,
                              .worker_count = ROWS,
                              .span_count = ROWS,
                              .point_count = ROWS,
                              .fact_count = ROWS,
                              .node_count = ROWS};
    results.runs = rows_make(&record_tables[TABLE_RUNS], 1, run);
    results.samples = rows_make(&record_tables[TABLE_SAMPLES], ROWS, run);
    results.workers = rows_make(&record_tables[TABLE_WORKERS], ROWS, run);
    results.spans = rows_make(&record_tables[TABLE_SPANS], ROWS, run);
    results.points = rows_make(&record_tables[TABLE_POINTS], ROWS, run);
    results.facts = rows_make(&record_tables[TABLE_FACTS], ROWS, run);
    results.nodes = rows_make(&record_tables[TABLE_NODES], ROWS, run);
    record_text(results.runs[0].created, sizeof results.runs[0].created, created);
    record_text(results.runs[0].status, sizeof results.runs[0].status, "running");
    for (size_t i = 0; i < ROWS; ++i)
        results.facts[i].value = text_make(i * 100000);
    return results;
}

static void add(struct merge *merge, const char *path, const char *run, const char *created)
{
    struct results results = results_make(run, created);
    merge_add(merge, path, &results);
}

static const char *never(const void *context)
{
    return context;
}

static int write_file(const struct merge *merge)
{
    return merge_write(merge, file, never, NULL, message, sizeof message);
}

static void settle(struct merge *merge)
{
    if (!merge_settle(merge, message, sizeof message))
        fail_msg("%s", message);
}

static void every_row_of_every_table_is_kept(void **state)
{
    (void)state;
    struct merge merge = {0};
    add(&merge, "b", other_uuid, "2024-01-02T03:04:05Z");
    add(&merge, "a", uuid, "2024-01-02T03:04:06Z");
    settle(&merge);
    assert_int_equal(write_file(&merge), EXIT_CREATE); /* makes no directory */
    assert_non_null(strstr(message, "make its directory first"));
    char place[128];
    snprintf(place, sizeof place, "%s/new", directory);
    assert_int_equal(mkdir(place, 0777), 0);
    assert_int_equal(write_file(&merge), 0);
    struct results read;
    assert_int_equal(file_read(file, &read), 0);
    for (int index = 0; index < RECORD_TABLES; ++index) {
        const struct record_table *table = &record_tables[index];
        size_t count = index == TABLE_RUNS ? 1 : ROWS;
        assert_int_equal(record_rows_count(&read, table), 2 * count);
        for (size_t i = 0; i < 2 * count; ++i)
            assert_true(record_rows_equal(table, record_rows(&read, table) + i * table->row_size,
                                          record_rows(&merge.sources[i / count].results, table) +
                                              i % count * table->row_size));
    }
    record_results_free(&read);
    merge_free(&merge);
}

static void runs_are_ordered_by_creation_then_by_name(void **state)
{
    (void)state;
    struct merge merge = {0};
    add(&merge, "a", other_uuid, "2024-01-02T03:04:05Z");
    add(&merge, "b", uuid, "2024-01-02T03:04:05Z");
    add(&merge, "c", "ffffffff-0000-4000-8000-000000000000", "2023-12-31T00:00:00Z");
    settle(&merge);
    assert_int_equal(merge.kept_count, 3);
    assert_int_equal(merge.kept[0]->source, 2);
    assert_int_equal(merge.kept[1]->source, 1);
    assert_int_equal(merge.kept[2]->source, 0);
    merge_free(&merge);
}

static void a_copy_is_left_out(void **state)
{
    (void)state;
    struct merge merge = {0};
    struct results copy = results_make(uuid, "2024");
    struct results first = results_make(uuid, "2024");
    copy.samples[1].wall_s = NAN;
    first.samples[1].wall_s = -NAN;
    memset(copy.nodes[0].os + 10, '!', 5); /* behind the end of the text */
    merge_add(&merge, "a", &first);
    merge_add(&merge, "b", &copy);
    settle(&merge);
    assert_int_equal(merge.kept_count, 1);
    assert_int_equal(merge.kept[0]->source, 0);
    merge_free(&merge);
}

/* Changes one field of the last row. */
static void field_spoil(struct results *results, const struct record_table *table, size_t index)
{
    const struct record_field *field = &table->fields[index];
    size_t last = record_rows_count(results, table) - 1;
    char *at = record_rows(results, table) + last * table->row_size + field->offset;
    if (field->kind == RECORD_LONG_TEXT)
        ((char *)(uintptr_t)results->facts[last].value)[150000] = 'y';
    else
        at[0] = (char)(at[0] ^ 1);
}

static void a_difference_in_any_field_is_found(void **state)
{
    (void)state;
    for (int index = 0; index < RECORD_TABLES; ++index) {
        const struct record_table *table = &record_tables[index];
        for (size_t i = 1; i < table->field_count; ++i) {
            struct merge merge = {0};
            struct results copy = results_make(uuid, "2024");
            field_spoil(&copy, table, i);
            add(&merge, "first.h5", uuid, "2024");
            merge_add(&merge, "second.h5", &copy);
            if (merge_settle(&merge, message, sizeof message))
                fail_msg("%s: %s is not compared", table->path, table->fields[i].name);
            assert_non_null(strstr(message, "first.h5"));
            assert_non_null(strstr(message, "second.h5"));
            assert_non_null(strstr(message, table->path));
            merge_free(&merge);
        }
    }
}

static void a_missing_row_is_a_difference(void **state)
{
    (void)state;
    struct merge merge = {0};
    struct results copy = results_make(uuid, "2024");
    --copy.point_count;
    add(&merge, "first.h5", uuid, "2024");
    merge_add(&merge, "second.h5", &copy);
    assert_false(merge_settle(&merge, message, sizeof message));
    assert_non_null(strstr(message, "points"));
    merge_free(&merge);
}

static void the_old_file_survives_a_full_disk(void **state)
{
    (void)state;
    file_make();
    pid_t child = fork();
    if (child == 0) {
        struct merge merge = {0};
        add(&merge, "a", other_uuid, "2024");
        struct rlimit limit = {30000, 30000};
        setrlimit(RLIMIT_FSIZE, &limit);
        signal(SIGXFSZ, SIG_IGN);
        exit(merge_settle(&merge, message, sizeof message) ? write_file(&merge) : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), EXIT_IO);
    assert_string_equal(temporary_find(), "");
    struct results results;
    assert_int_equal(file_read(file, &results), 0);
    assert_string_equal(results.runs[0].run, uuid);
    record_results_free(&results);
}

static void a_file_that_changed_meanwhile_is_not_replaced(void **state)
{
    (void)state;
    file_make();
    struct merge merge = {0};
    add(&merge, "a", other_uuid, "2024");
    settle(&merge);
    assert_int_equal(merge_write(&merge, file, never, "changed", message, sizeof message),
                     EXIT_STOPPED);
    assert_string_equal(message, "changed");
    struct results results;
    assert_int_equal(file_read(file, &results), 0);
    assert_string_equal(results.runs[0].run, uuid);
    record_results_free(&results);
    merge_free(&merge);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_begin, fixture_end)
    const struct CMUnitTest tests[] = {
        TEST(every_row_of_every_table_is_kept),
        TEST(runs_are_ordered_by_creation_then_by_name),
        TEST(a_copy_is_left_out),
        TEST(a_difference_in_any_field_is_found),
        TEST(a_missing_row_is_a_difference),
        TEST(the_old_file_survives_a_full_disk),
        TEST(a_file_that_changed_meanwhile_is_not_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
