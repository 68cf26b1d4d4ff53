/* Results files of another structure: newer and impossible ones are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <hdf5.h>

#include "tests/fixtures/hdf5_fixture.h"
#include "tests/fixtures/record_fixture.h"

enum { DATA = 65 };

static void a_newer_schema_is_refused_with_its_number(void **state)
{
    (void)state;
    file_make();
    schema_set(4711);
    expect_code(file, DATA, "version 4711, this program reads up to");
    schema_set(-1);
    expect_code(file, DATA, "schema_version");
}

/* Changes the offset of the last member called `name` in the file's bytes: in the format, the name
 * padded to 8 bytes is followed by the offset in 4. */
static void member_move(const char *name, uint32_t from, uint32_t to)
{
    static unsigned char bytes[1 << 21];
    unsigned char wanted[12] = "";
    memcpy(wanted, name, strlen(name));
    memcpy(wanted + 8, &from, sizeof from);
    FILE *stream = fopen(file, "r+b");
    size_t size = fread(bytes, 1, sizeof bytes, stream), at = size - sizeof wanted;
    while (at > 0 && memcmp(bytes + at, wanted, sizeof wanted) != 0)
        --at;
    assert_true(at > 0);
    fseek(stream, (long)at + 8, SEEK_SET);
    fwrite(&to, sizeof to, 1, stream);
    fclose(stream);
}

static void a_missing_table_is_refused(void **state)
{
    (void)state;
    for (int i = 0; i < RECORD_TABLES; ++i) {
        file_make();
        hid_t id = file_change();
        assert_true(H5Ldelete(id, record_tables[i].path, H5P_DEFAULT) >= 0);
        H5Fclose(id);
        expect_code(file, DATA, "no table");
        unlink(file);
    }
}

static void an_older_file_has_no_rows_of_a_later_table(void **state)
{
    (void)state;
    const int since = record_tables[TABLE_SPANS].since;
    struct results results;
    file_make();
    hid_t id = file_change();
    assert_true(H5Ldelete(id, "spans", H5P_DEFAULT) >= 0);
    H5Fclose(id);
    schema_set(since - 1);
    assert_int_equal(file_read(file, &results), 0);
    assert_int_equal(results.sample_count, SAMPLES);
    assert_int_equal(results.point_count, 1);
    assert_int_equal(results.span_count, 0);
    record_results_free(&results);
    schema_set(since);
    expect_code(file, DATA, "no table spans");
}

static void a_field_of_another_type_is_refused(void **state)
{
    (void)state;
    file_make();
    table_replace("points", compound("x", H5T_NATIVE_INT), 0);
    expect_code(file, DATA, "field x is not a floating-point number");
    table_replace("points", compound("unit", H5T_NATIVE_INT), 0);
    expect_code(file, DATA, "field unit is not text");
    hid_t text = H5Tcopy(H5T_C_S1);
    H5Tset_size(text, H5T_VARIABLE);
    table_replace("points", compound("unit", text), 0);
    expect_code(file, DATA, "field unit is not text");
    H5Tclose(text);
}

static void a_table_that_is_none_is_refused(void **state)
{
    (void)state;
    file_make();
    table_replace("points", H5T_NATIVE_DOUBLE, 3);
    expect_code(file, DATA, "points is not a table");
}

static void a_table_that_claims_rows_without_storing_them_is_refused(void **state)
{
    (void)state;
    file_make();
    table_replace("points", compound(NULL, 0), (hsize_t)1 << 60);
    expect_code(file, DATA, "not stored as it should be");
}

static void a_field_that_lies_outside_its_row_is_refused(void **state)
{
    (void)state;
    file_make();
    hid_t type = compound("x", H5T_NATIVE_DOUBLE);
    table_replace("points", type, 0);
    H5Tclose(type);
    member_move("x", 40, 4000);
    expect_code(file, DATA, "points is not a table");
}

static void a_link_to_another_file_is_not_followed(void **state)
{
    (void)state;
    file_make();
    hid_t id = file_change();
    assert_true(H5Ldelete(id, "points", H5P_DEFAULT) >= 0);
    assert_true(H5Lcreate_external(file, "samples", id, "points", H5P_DEFAULT, H5P_DEFAULT) >= 0);
    H5Fclose(id);
    expect_code(file, DATA, "no table points");
}

static void rows_of_an_unknown_run_are_refused(void **state)
{
    (void)state;
    struct record *record = create();
    struct point_row point;
    row_fill(&record_tables[TABLE_POINTS], &point, 0, other_uuid);
    assert_int_equal(record_add_points(record, &point, 1), 0);
    assert_int_equal(record_close(record, "failed", message, sizeof message), 0);
    expect_code(file, DATA, other_uuid);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_begin, fixture_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_newer_schema_is_refused_with_its_number),
        TEST(a_missing_table_is_refused),
        TEST(an_older_file_has_no_rows_of_a_later_table),
        TEST(a_field_of_another_type_is_refused),
        TEST(a_table_that_is_none_is_refused),
        TEST(a_table_that_claims_rows_without_storing_them_is_refused),
        TEST(a_field_that_lies_outside_its_row_is_refused),
        TEST(a_link_to_another_file_is_not_followed),
        TEST(rows_of_an_unknown_run_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
