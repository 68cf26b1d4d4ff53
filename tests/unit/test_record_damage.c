/* Damaged, foreign and locked files: each is refused with its code, and nothing is taken from it.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <hdf5.h>

#include "tests/fixtures/record_fixture.h"

enum { DATA = 65, NO_INPUT = 66, LOCKED = 75, PERMISSION = 77 };

static off_t file_size(void)
{
    struct stat status;
    assert_int_equal(stat(file, &status), 0);
    return status.st_size;
}

static void a_truncated_file_is_refused(void **state)
{
    (void)state;
    file_make();
    for (off_t size = file_size() - 1; size > 0; size = size * 2 / 3) {
        assert_int_equal(truncate(file, size), 0);
        expect_code(file, DATA, file);
    }
    assert_int_equal(truncate(file, 0), 0);
    expect_code(file, DATA, "not HDF5");
}

/* Finds a text that stands in the file's data, and changes one of its bits. */
static void bit_flip(const char *text)
{
    size_t size = (size_t)file_size(), length = strlen(text), at = 0;
    char *bytes = malloc(size);
    FILE *stream = fopen(file, "r+b");
    assert_int_equal(fread(bytes, 1, size, stream), size);
    while (at + length < size && memcmp(bytes + at, text, length) != 0)
        ++at;
    assert_true(at + length < size);
    fseek(stream, (long)at, SEEK_SET);
    fputc(bytes[at] ^ 4, stream);
    fclose(stream);
    free(bytes);
}

static void a_flipped_bit_is_noticed(void **state)
{
    (void)state;
    const char *const texts[] = {"stopped_by0", "governor0", "variant0", "checksum70", "node149"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i) {
        file_make();
        bit_flip(texts[i]);
        expect_code(file, DATA, "parallax salvage");
        seal_remove();
        expect_code(file, DATA, "corrupt");
        unlink(file);
    }
}

static void a_bad_file_leaves_the_results_as_they_were(void **state)
{
    (void)state;
    struct results results;
    file_make();
    assert_int_equal(file_read(file, &results), 0);
    unlink(file);
    struct record *record = create();
    contents_put(record, other_uuid);
    struct node_row node;
    row_fill(&record_tables[TABLE_NODES], &node, 0, "of nobody");
    assert_int_equal(record_put_nodes(record, &node, 1), 0);
    assert_int_equal(record_close(record, "complete", message, sizeof message), 0);
    for (int sealed = 1; sealed >= 0; --sealed) {
        assert_int_equal(record_read(file, &results, message, sizeof message), DATA);
        assert_non_null(strstr(message, "of nobody"));
        assert_int_equal(results.run_count, 1);
        assert_int_equal(results.worker_count, SAMPLES);
        assert_int_equal(results.fact_count, FACTS);
        seal_remove();
    }
    record_results_free(&results);
}

static void what_is_no_file_of_ours_is_refused(void **state)
{
    (void)state;
    expect_code(directory, DATA, "not a regular file");
    expect_code(file, NO_INPUT, "No such file");
    record_abandon(create());
    FILE *stream = fopen(file, "w");
    fputs("kernel,seconds\nresize,1\n", stream);
    fclose(stream);
    expect_code(file, DATA, "not HDF5");
    H5Fclose(H5Fcreate(file, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
    expect_code(file, DATA, "schema_version");
}

static void a_file_without_permission_is_refused(void **state)
{
    (void)state;
    file_make();
    chmod(file, 0);
    bool is_root = geteuid() == 0; /* root may read everything */
    chmod(directory, 0755);
    if (is_root)
        assert_int_equal(seteuid(65534), 0);
    struct results results;
    int code = file_read(file, &results);
    if (is_root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(code, PERMISSION);
}

/* Has another process lock the file for `seconds`. HDF5 lets its own process in. */
static pid_t file_lock(unsigned seconds)
{
    int ready[2];
    char byte = 0;
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        hid_t id = H5Fopen(file, H5F_ACC_RDWR, H5P_DEFAULT); /* which marks the file */
        if (write(ready[1], &byte, 1) == 1)
            sleep(seconds);
        H5Fclose(id); /* and takes the mark away */
        _exit(0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return child;
}

static void a_locked_file_asks_for_patience(void **state)
{
    (void)state;
    file_make();
    pid_t child = file_lock(60);
    expect_code(file, LOCKED, "another program is writing it, and still was after 5 seconds");
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static void a_file_that_is_locked_for_a_moment_is_read(void **state)
{
    (void)state;
    file_make();
    for (int sealed = 1; sealed >= 0; --sealed) {
        pid_t child = file_lock(1);
        struct results results;
        if (file_read(file, &results))
            fail_msg("%s", message);
        assert_int_equal(results.run_count, 1);
        record_results_free(&results);
        waitpid(child, NULL, 0);
        seal_remove();
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_begin, fixture_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_truncated_file_is_refused),
        TEST(a_flipped_bit_is_noticed),
        TEST(a_bad_file_leaves_the_results_as_they_were),
        TEST(what_is_no_file_of_ours_is_refused),
        TEST(a_file_without_permission_is_refused),
        TEST(a_locked_file_asks_for_patience),
        TEST(a_file_that_is_locked_for_a_moment_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
