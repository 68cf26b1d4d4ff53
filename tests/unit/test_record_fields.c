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
    hid_t id = H5Fopen(file, H5F_ACC_RDWR, H5P_DEFAULT);
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_begin, fixture_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_default_is_a_value_of_its_field),
        TEST(a_missing_field_has_its_default),
        TEST(rows_without_a_run_are_refused),
        TEST(an_older_file_with_fewer_fields_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
