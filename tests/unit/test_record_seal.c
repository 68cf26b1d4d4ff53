/* The seal of a results file: what it is, who gets it, and what it keeps from HDF5. */
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <xxhash.h>

#include "tests/fixtures/record_fixture.h"

enum { DATA = 65, SEAL = 512 };

static unsigned char bytes[1 << 23];

static size_t bytes_read(const char *path)
{
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    size_t size = fread(bytes, 1, sizeof bytes, stream);
    fclose(stream);
    assert_in_range(size, SEAL, sizeof bytes - 1);
    return size;
}

static void bytes_write(size_t size)
{
    FILE *stream = fopen(file, "wb");
    assert_int_equal(fwrite(bytes, 1, size, stream), size);
    fclose(stream);
}

/* By the text alone, as drivers/record/README.md describes it. */
static bool is_sealed(const char *path)
{
    size_t size = bytes_read(path);
    uint64_t length = 0, hash = 0;
    assert_int_equal(bytes[SEAL - 1], 0);
    const char *line = strstr((char *)bytes, "512 bytes:\n");
    return line && sscanf(line, "512 bytes:\n%" SCNu64 "\n%" SCNx64 "\n", &length, &hash) == 2 &&
           length == size - SEAL && hash == XXH3_64bits(bytes + SEAL, size - SEAL);
}

static void every_file_that_is_closed_is_sealed(void **state)
{
    (void)state;
    const char *const ends[] = {"complete", "stopped", "failed"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; ++i) {
        static const char zeros[SEAL];
        struct record *record = create();
        contents_put(record, uuid);
        assert_int_equal(record_flush(record), 0);
        bytes_read(temporary_find());
        assert_memory_equal(bytes, zeros, SEAL); /* who is killed now leaves no seal */
        assert_int_equal(record_close(record, ends[i], message, sizeof message), 0);
        assert_true(is_sealed(file));
        unlink(file);
    }
}

static void a_file_that_grew_was_cut_or_has_another_seal_is_damaged(void **state)
{
    (void)state;
    file_make();
    size_t size = bytes_read(file);
    bytes_write(size + 1);
    expect_code(file, DATA, "parallax salvage");
    bytes_write(size - 1);
    expect_code(file, DATA, "parallax salvage");
    bytes_write(SEAL);
    expect_code(file, DATA, "parallax salvage");
    memcpy(bytes, "MATLAB 7.3", 10);
    bytes_write(size);
    expect_code(file, DATA, "parallax salvage");
    memset(bytes, 0, SEAL);
    bytes[SEAL - 1] = 1;
    bytes_write(size);
    expect_code(file, DATA, "parallax salvage");
}

/* The sizes of an attribute's type and of its extent stand before its name: HDF5 1.10 believes
 * them, and reads outside of its memory. */
static void attribute_damage(size_t distance)
{
    size_t size = bytes_read(file), at = SEAL;
    while (at + 8 < size && memcmp(bytes + at, "license", 8) != 0)
        ++at;
    assert_true(at + 8 < size);
    bytes[at - distance] ^= 0x80;
    bytes_write(size);
}

static void F25_a_damaged_attribute_does_not_kill_the_reader(void **state)
{
    (void)state;
    struct results results;
    for (size_t distance = 1; distance <= 3; distance += 2) {
        file_make();
        attribute_damage(distance);
        expect_code(file, DATA, "parallax salvage");
        seal_remove();
        int code = file_read(file, &results); /* HDF5 notices or not, or dies of it: not we */
        assert_true(code == 0 || code == DATA);
        record_results_free(&results);
        unlink(file);
    }
    file_make(); /* the others go on */
    assert_int_equal(file_read(file, &results), 0);
    assert_string_equal(message, "");
    record_results_free(&results);
}

/* One way to read a file must be as good as the other. */
static void a_file_without_a_seal_says_the_same(void **state)
{
    (void)state;
    struct results here, apart;
    file_make();
    assert_int_equal(file_read(file, &here), 0);
    seal_remove();
    assert_int_equal(file_read(file, &apart), 0);
    for (int i = 0; i < RECORD_TABLES; ++i) {
        const struct record_table *table = &record_tables[i];
        size_t count = record_rows_count(&here, table);
        assert_int_equal(record_rows_count(&apart, table), count);
        for (size_t j = 0; j < count; ++j)
            assert_true(record_rows_equal(table, record_rows(&here, table) + j * table->row_size,
                                          record_rows(&apart, table) + j * table->row_size));
    }
    assert_int_equal(record_read(file, &here, message, sizeof message), 0);
    assert_int_equal(here.sample_count, SAMPLES); /* they were known */
    record_results_free(&here);
    record_results_free(&apart);
}

/* The only child of this process, as Linux lists it; 0: none. */
static int child_find(void)
{
    char path[64];
    int child = 0;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *stream = fopen(path, "r");
    if (stream && fscanf(stream, "%d", &child) != 1)
        child = 0;
    if (stream)
        fclose(stream);
    return child;
}

/* It goes on from file to file; what one of them did to it is not blamed on the next. */
static void F25_a_reader_that_died_costs_no_other_file(void **state)
{
    (void)state;
    struct results results;
    file_make();
    seal_remove();
    assert_int_equal(file_read(file, &results), 0);
    int child = child_find();
    assert_true(child > 0);
    kill(child, SIGKILL);
    assert_int_equal(record_read(file, &results, message, sizeof message), 0);
    assert_true(child_find() > 0 && child_find() != child);
    assert_int_equal(results.sample_count, SAMPLES);
    record_results_free(&results);
    assert_int_equal(child_find(), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_begin, fixture_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_file_that_is_closed_is_sealed),
        TEST(a_file_that_grew_was_cut_or_has_another_seal_is_damaged),
        TEST(F25_a_damaged_attribute_does_not_kill_the_reader),
        TEST(F25_a_reader_that_died_costs_no_other_file),
        TEST(a_file_without_a_seal_says_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
