/* The results file: what is written is read back, and what was flushed stays. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/fixtures/record_fixture.h"

/* memcmp() would see padding and, in facts, a pointer. */
static void rows_equal(const struct record_table *table, const char *a, const void *b)
{
    for (size_t i = 0; i < table->field_count; ++i)
        if (table->fields[i].kind != RECORD_LONG_TEXT)
            assert_memory_equal(a + table->fields[i].offset,
                                (const char *)b + table->fields[i].offset, table->fields[i].size);
}

static void every_field_comes_back(void **state)
{
    (void)state;
    file_make();
    struct results results;
    assert_int_equal(file_read(file, &results), 0);
    for (int t = 0; t < RECORD_TABLES; ++t) {
        const struct record_table *table = &record_tables[t];
        size_t count;
        char *rows, wanted[4096];
        memcpy(&count, (char *)&results + table->count, sizeof count);
        memcpy(&rows, (char *)&results + table->rows, sizeof rows);
        assert_int_equal(count, t == TABLE_SAMPLES || t == TABLE_WORKERS ? SAMPLES
                                : t == TABLE_FACTS                       ? FACTS
                                                                         : 1);
        for (size_t i = 0; i < count; ++i) {
            row_fill(table, wanted, (int)i, uuid);
            rows_equal(table, rows + i * table->row_size, wanted);
        }
    }
    for (int i = 0; i < FACTS; ++i)
        assert_string_equal(results.facts[i].value, facts[i].value);
    record_results_free(&results);
}

static void reading_twice_changes_nothing(void **state)
{
    (void)state;
    file_make();
    struct results results;
    assert_int_equal(file_read(file, &results), 0);
    assert_int_equal(record_read(file, &results, message, sizeof message), 0);
    assert_int_equal(results.run_count, 1);
    assert_int_equal(results.sample_count, SAMPLES);
    assert_int_equal(results.fact_count, FACTS);
    record_results_free(&results);
}

static void a_file_of_several_runs_is_read(void **state)
{
    (void)state;
    struct run_row runs[2];
    struct sample_row samples[2];
    const char *const names[] = {uuid, other_uuid};
    for (int i = 0; i < 2; ++i) {
        row_fill(&record_tables[TABLE_RUNS], &runs[i], i, names[i]);
        row_fill(&record_tables[TABLE_SAMPLES], &samples[i], i, names[1 - i]);
    }
    struct record *record = create();
    assert_int_equal(record_put_runs(record, runs, 2), 0);
    assert_int_equal(record_add_samples(record, samples, 2), 0);
    assert_int_equal(record_close(record, "complete", message, sizeof message), 0);
    struct results results;
    assert_int_equal(file_read(file, &results), 0);
    assert_int_equal(results.run_count, 2);
    assert_string_equal(results.samples[0].run, other_uuid);
    record_results_free(&results);
}

static void a_run_put_again_replaces_the_first(void **state)
{
    (void)state;
    struct record *record = create();
    contents_put(record, uuid);
    struct run_row run;
    row_fill(&record_tables[TABLE_RUNS], &run, 7, uuid);
    assert_int_equal(record_put_run(record, &run), 0);
    assert_int_equal(record_close(record, "complete", message, sizeof message), 0);
    struct results results;
    assert_int_equal(file_read(file, &results), 0);
    assert_int_equal(results.run_count, 1);
    assert_string_equal(results.runs[0].kernel, "kernel7");
    record_results_free(&results);
}

static void a_text_too_long_is_refused_by_name(void **state)
{
    (void)state;
    struct run_row run;
    row_fill(&record_tables[TABLE_RUNS], &run, 0, uuid);
    record_text(run.model, sizeof run.model, "a model with a name of 32 bytes.");
    struct record *record = create();
    assert_int_equal(record_put_run(record, &run), -1);
    assert_non_null(strstr(record_message(record), "field model"));
    record_text(run.model, sizeof run.model, "of_exactly_23_bytes_max");
    assert_int_equal(record_put_run(record, &run), 0);
    record_abandon(record);
}

static void two_programs_cannot_write_one_file(void **state)
{
    (void)state;
    struct record *record = create();
    assert_null(record_create(file, "", uuid, "", message, sizeof message));
    assert_non_null(strstr(message, ".run.h5.parallax-"));
    assert_int_equal(record_close(record, "complete", message, sizeof message), 0);
    assert_null(record_create(file, "", uuid, "", message, sizeof message));
    assert_non_null(strstr(message, "File exists"));
}

static void a_file_that_appeared_meanwhile_is_not_replaced(void **state)
{
    (void)state;
    struct record *record = create();
    FILE *intruder = fopen(file, "w");
    fputs("precious", intruder);
    fclose(intruder);
    assert_int_equal(record_close(record, "complete", message, sizeof message), -1);
    assert_non_null(strstr(message, hidden));
    struct stat status;
    assert_int_equal(stat(file, &status), 0);
    assert_int_equal(status.st_size, 8);
    assert_int_equal(access(hidden, F_OK), 0);
}

static void an_abandoned_record_leaves_nothing(void **state)
{
    (void)state;
    struct record *record = create();
    contents_put(record, uuid);
    record_abandon(record);
    assert_int_equal(access(file, F_OK), -1);
    assert_string_equal(temporary_find(), "");
    assert_int_equal(access(hidden, F_OK), -1);
}

static void G15_what_was_flushed_survives_a_kill_until_the_next_run(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        struct record *record = create();
        contents_put(record, uuid);
        record_flush(record);
        raise(SIGKILL);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
    struct results results;
    assert_int_equal(file_read(temporary_find(), &results), 0);
    assert_int_equal(results.sample_count, SAMPLES);
    record_results_free(&results);
    /* The next one that writes beside it finds that nobody will finish it. */
    struct record *record = create();
    assert_non_null(record);
    assert_int_equal(record_close(record, "complete", message, sizeof message), 0);
    assert_string_equal(temporary_find(), "");
}

static void what_was_flushed_survives_a_full_disk(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        struct record *record = create();
        contents_put(record, uuid);
        record_flush(record);
        struct stat status;
        stat(temporary_find(), &status);
        struct rlimit limit = {(rlim_t)status.st_size + 5000, (rlim_t)status.st_size + 5000};
        setrlimit(RLIMIT_FSIZE, &limit);
        signal(SIGXFSZ, SIG_IGN);
        static struct worker_row workers[50000];
        int result = record_add_workers(record, workers, 50000);
        result = result < 0 ? result : record_flush(record);
        bool said = strstr(record_message(record), "cannot write workers");
        int closed = record_close(record, "complete", message, sizeof message);
        said &= !!strstr(message, "flushed stays in");
        exit(result == -1 && said && closed == -1 ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    struct results results;
    if (file_read(hidden, &results))
        fail_msg("%s", message);
    assert_int_equal(results.sample_count, SAMPLES);
    assert_int_equal(results.worker_count, SAMPLES);
    record_results_free(&results);
}

static void another_program_reads_every_table(void **state)
{
    (void)state;
    file_make();
    char command[400];
    snprintf(command, sizeof command, "%s %s %s", PARALLAX_PYTHON, PARALLAX_CHECK_RESULTS, file);
    assert_int_equal(system(command), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_begin, fixture_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_field_comes_back),
        TEST(reading_twice_changes_nothing),
        TEST(a_file_of_several_runs_is_read),
        TEST(a_run_put_again_replaces_the_first),
        TEST(a_text_too_long_is_refused_by_name),
        TEST(two_programs_cannot_write_one_file),
        TEST(a_file_that_appeared_meanwhile_is_not_replaced),
        TEST(an_abandoned_record_leaves_nothing),
        TEST(G15_what_was_flushed_survives_a_kill_until_the_next_run),
        TEST(what_was_flushed_survives_a_full_disk),
        TEST(another_program_reads_every_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
