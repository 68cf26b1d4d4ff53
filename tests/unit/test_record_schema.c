/* Results files of another structure: older ones are read, newer and impossible ones refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <hdf5.h>

#include "tests/fixtures/record_fixture.h"

enum { DATA = 65 };

static void schema_set(int version)
{
    hid_t id = H5Fopen(file, H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t attribute = H5Aopen(id, "schema_version", H5P_DEFAULT);
    assert_true(H5Awrite(attribute, H5T_NATIVE_INT, &version) >= 0);
    H5Aclose(attribute);
    H5Fclose(id);
}

static void a_newer_schema_is_refused_with_its_number(void **state)
{
    (void)state;
    file_make();
    schema_set(4711);
    expect_code(file, DATA, "version 4711, this program reads up to 1");
    schema_set(-1);
    expect_code(file, DATA, "schema_version");
}

/* Replaces a table by one of `type` with `rows` rows of zeros, of which none are stored. */
static void table_replace(const char *path, hid_t type, hsize_t rows)
{
    hsize_t unlimited = H5S_UNLIMITED, chunk = 16;
    hid_t id = H5Fopen(file, H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t space = H5Screate_simple(1, &rows, &unlimited);
    hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(properties, 1, &chunk);
    assert_true(H5Ldelete(id, path, H5P_DEFAULT) >= 0);
    hid_t dataset = H5Dcreate2(id, path, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
    assert_true(dataset >= 0);
    H5Dclose(dataset);
    H5Pclose(properties);
    H5Sclose(space);
    H5Fclose(id);
}

/* A compound with a run (text of 37 bytes), and perhaps `name` of `type`. */
static hid_t compound(const char *name, hid_t type)
{
    hid_t text = H5Tcopy(H5T_C_S1), result = H5Tcreate(H5T_COMPOUND, 64);
    H5Tset_size(text, 37);
    H5Tinsert(result, "run", 0, text);
    if (name)
        H5Tinsert(result, name, 40, type);
    H5Tclose(text);
    return result;
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

static void a_missing_field_is_refused(void **state)
{
    (void)state;
    file_make();
    table_replace("points", compound("variety", H5T_NATIVE_INT), 0);
    expect_code(file, DATA, "points has no field variant");
}

static void a_field_of_another_type_is_refused(void **state)
{
    (void)state;
    file_make();
    schema_set(0);
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
    schema_set(0);
    table_replace("points", compound(NULL, 0), (hsize_t)1 << 60);
    expect_code(file, DATA, "not stored as it should be");
}

static void a_field_that_lies_outside_its_row_is_refused(void **state)
{
    (void)state;
    file_make();
    hid_t type = compound("x", H5T_NATIVE_DOUBLE);
    schema_set(0);
    table_replace("points", type, 0);
    H5Tclose(type);
    member_move("x", 40, 4000);
    expect_code(file, DATA, "points is not a table");
}

static void a_link_to_another_file_is_not_followed(void **state)
{
    (void)state;
    file_make();
    hid_t id = H5Fopen(file, H5F_ACC_RDWR, H5P_DEFAULT);
    assert_true(H5Ldelete(id, "points", H5P_DEFAULT) >= 0);
    assert_true(H5Lcreate_external(file, "samples", id, "points", H5P_DEFAULT, H5P_DEFAULT) >= 0);
    H5Fclose(id);
    expect_code(file, DATA, "no table points");
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
        TEST(a_missing_field_is_refused),
        TEST(a_field_of_another_type_is_refused),
        TEST(a_table_that_is_none_is_refused),
        TEST(a_table_that_claims_rows_without_storing_them_is_refused),
        TEST(a_field_that_lies_outside_its_row_is_refused),
        TEST(a_link_to_another_file_is_not_followed),
        TEST(an_older_file_with_fewer_fields_is_read),
        TEST(rows_of_an_unknown_run_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
