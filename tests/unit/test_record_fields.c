/* Fields that a results file lacks: its rows have their defaults, whatever its version. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/record/words.h"
#include "tests/fixtures/hdf5_fixture.h"
#include "tests/fixtures/record_fixture.h"

enum { DATA = 65 };

static void every_default_is_a_value_of_its_field(void **state)
{
    (void)state;
    for (int i = 0; i < RECORD_TABLES; ++i)
        for (size_t j = 0; j < record_tables[i].field_count; ++j) {
            const struct record_field *field = &record_tables[i].fields[j];
            char *end;
            double value = strtod(field->missing, &end);
            if (field->kind == RECORD_TEXT || field->kind == RECORD_LONG_TEXT)
                assert_true(strlen(field->missing) < field->size);
            else if (end == field->missing || *end ||
                     (field->kind != RECORD_DOUBLE && !(value >= -1 && value <= 0)))
                fail_msg("%s: \"%s\"", field->name, field->missing);
        }
}

static void a_missing_field_has_its_default(void **state)
{
    (void)state;
    for (int i = 0; i < RECORD_TABLES; ++i) {
        const struct record_table *table = &record_tables[i];
        struct results results;
        char wanted[4096];
        file_make();
        table_strip(table, uuid);
        if (file_read(file, &results))
            fail_msg("%s", message);
        assert_int_equal(record_rows_count(&results, table), 1);
        record_default(table, wanted);
        memcpy(wanted, uuid, sizeof uuid);
        assert_true(record_rows_equal(table, record_rows(&results, table), wanted));
        record_results_free(&results);
        unlink(file);
    }
}

static void rows_without_a_run_are_refused(void **state)
{
    (void)state;
    file_make();
    table_strip(&record_tables[TABLE_RUNS], "");
    expect_code(file, DATA, "has no name");
    unlink(file);
    file_make();
    table_strip(&record_tables[TABLE_POINTS], "");
    expect_code(file, DATA, "which is not in runs");
}

static void an_older_file_with_fewer_fields_is_read(void **state)
{
    (void)state;
    struct old_point {
        char run[37];
        double x, novelty;
    } row = {"", 2.5, 1.0};
    memcpy(row.run, uuid, sizeof row.run);
    file_make();
    schema_set(0);
    hid_t type = H5Tcreate(H5T_COMPOUND, sizeof row), text = H5Tcopy(H5T_C_S1);
    H5Tset_size(text, 37);
    H5Tinsert(type, "novelty", offsetof(struct old_point, novelty), H5T_NATIVE_DOUBLE);
    H5Tinsert(type, "x", offsetof(struct old_point, x), H5T_NATIVE_DOUBLE);
    H5Tinsert(type, "run", 0, text);
    table_replace("points", type, 1);
    hid_t id = file_change();
    hid_t dataset = H5Dopen2(id, "points", H5P_DEFAULT);
    assert_true(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, &row) >= 0);
    H5Dclose(dataset);
    H5Fclose(id);
    struct results results;
    assert_int_equal(file_read(file, &results), 0);
    assert_int_equal(results.point_count, 1);
    assert_true(results.points[0].x == 2.5);
    assert_true(isnan(results.points[0].seconds));
    assert_string_equal(results.points[0].variant, "");
    record_results_free(&results);
}

/* A run as a program of schema 1 wrote it. */
static struct run_row older_run(const char *model, const char *deal, const char *status,
                                const char *reason)
{
    struct run_row row;
    struct results results;
    record_default(&record_tables[TABLE_RUNS], &row);
    record_text(row.run, sizeof row.run, uuid);
    record_text(row.model, sizeof row.model, model);
    record_text(row.deal, sizeof row.deal, deal);
    record_text(row.status, sizeof row.status, status);
    record_text(row.invalid_reason, sizeof row.invalid_reason, reason);
    row.valid = *reason == '\0';
    struct record *record = create();
    assert_int_equal(record_put_run(record, &row), 0);
    assert_int_equal(record_close(record, "complete", message, sizeof message), 0);
    schema_set(1);
    assert_int_equal(file_read(file, &results), 0);
    row = results.runs[0];
    record_results_free(&results);
    unlink(file);
    return row;
}

static void an_older_run_says_why_it_is_not_valid(void **state)
{
    (void)state;
    static const struct {
        const char *status, *reason;
        enum invalid_code code;
    } runs[] = {
        {"complete", "", INVALID_NONE},
        {"complete", "images failed", INVALID_FAILED},
        {"failed", "two iterations gave different results", INVALID_DISAGREED},
        {"stopped", "the run was not completed", INVALID_STOPPED},
        {"failed", "the run was not completed", INVALID_DISAGREED},
        {"complete", "oversubscribed: more workers than usable CPUs", INVALID_OVERSUBSCRIBED},
        {"complete", "wrong binding of workers to CPUs", INVALID_BINDING},
        {"complete", "something else", INVALID_OTHER},
    };
    for (size_t i = 0; i < sizeof runs / sizeof *runs; ++i) {
        struct run_row row = older_run("omp", "none", runs[i].status, runs[i].reason);
        assert_string_equal(row.invalid_code, invalid_code_names[runs[i].code]);
        assert_int_equal(invalid_code_of(row.invalid_code), runs[i].code);
    }
}

static void an_older_run_asked_for_the_deal_that_ran(void **state)
{
    (void)state;
    assert_string_equal(older_run("mpi", "master", "complete", "").deal_asked, "master");
    assert_string_equal(older_run("mpi", "served", "complete", "").deal_asked, "counter");
    assert_string_equal(older_run("omp", "none", "complete", "").deal_asked, "none");
}

static void an_older_run_s_model_is_known_by_name(void **state)
{
    (void)state;
    const char *const models[] = {"serial", "omp", "mpi", "hybrid", "another"};
    const int processes[] = {0, 0, 1, 1, -1}, threads[] = {0, 1, 0, 1, -1};
    for (int i = 0; i < 5; ++i) {
        struct run_row row = older_run(models[i], "none", "complete", "");
        assert_int_equal(row.model_processes, processes[i]);
        assert_int_equal(row.model_threads, threads[i]);
    }
}

static void every_word_fits_its_field(void **state)
{
    (void)state;
    for (int i = 0; i <= STOPPED_BY_LOST; ++i)
        assert_true(strlen(stopped_by_names[i]) < sizeof((struct run_row *)0)->stopped_by);
    for (int i = 0; i <= INVALID_OTHER; ++i)
        assert_true(strlen(invalid_code_names[i]) < sizeof((struct run_row *)0)->invalid_code);
    assert_null(stopped_by_names[STOPPED_BY_LOST + 1]);
    assert_null(invalid_code_names[INVALID_OTHER + 1]);
    assert_int_equal(invalid_code_of("a word of tomorrow"), INVALID_OTHER);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_begin, fixture_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_default_is_a_value_of_its_field), TEST(a_missing_field_has_its_default),
        TEST(rows_without_a_run_are_refused),        TEST(an_older_file_with_fewer_fields_is_read),
        TEST(an_older_run_says_why_it_is_not_valid), TEST(an_older_run_asked_for_the_deal_that_ran),
        TEST(an_older_run_s_model_is_known_by_name), TEST(every_word_fits_its_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
