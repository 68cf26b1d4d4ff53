/* Unit tests of file: what is read, and what is refused before it is. */
#include "drivers/io/file.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/fixtures/scratch.h"

static void expect_read_failure(const char *path, const char *code)
{
    struct bytes bytes = {0};
    struct failure failure;
    assert_int_equal(file_read(path, NULL, &bytes, &failure), -1);
    assert_string_equal(failure.code, code);
    assert_string_equal(failure.stage, "read");
    assert_true(strlen(failure.message) > 0);
    bytes_free(&bytes);
}

static void files_are_read_whole(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    struct failure failure;
    scratch_file("-first", "hello");
    scratch_file("second", "you");
    assert_int_equal(file_read("-first", NULL, &bytes, &failure), 0);
    assert_int_equal(bytes.size, 5);
    assert_memory_equal(bytes.data, "hello", 5);
    assert_int_equal(file_read("second", NULL, &bytes, &failure), 0);
    assert_int_equal(bytes.size, 3);
    assert_memory_equal(bytes.data, "you", 3);
    bytes_free(&bytes);
}

static void empty_and_missing_files_fail(void **state)
{
    (void)state;
    scratch_file("empty", "");
    expect_read_failure("empty", "empty");
    expect_read_failure("missing", "ENOENT");
    expect_read_failure("empty/below", "ENOTDIR");
}

static void only_regular_files_are_read(void **state)
{
    (void)state;
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_int_equal(mkdir("directory", 0700), 0);
    assert_int_equal(symlink("circle", "circle"), 0);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    close(fd);
    alarm(240); /* opening a FIFO the usual way would wait for ever */
    expect_read_failure("fifo", "not-regular");
    alarm(0);
    expect_read_failure("directory", "not-regular");
    expect_read_failure("/dev/null", "not-regular");
    expect_read_failure("socket", "not-regular");
    expect_read_failure("circle", "ELOOP");
}

static void files_whose_size_is_a_lie_are_changed(void **state)
{
    (void)state;
    expect_read_failure("/proc/self/status", "changed"); /* size 0, but not empty */
}

static size_t probed;

static int probe_refuse(const struct bytes *first, struct failure *failure)
{
    probed = first->size;
    return failure_set(failure, "decode", "unknown-format", "no");
}

static int probe_accept(const struct bytes *first, struct failure *failure)
{
    (void)failure;
    probed = first->size;
    return 0;
}

static void make_sparse(const char *path, off_t size)
{
    scratch_file(path, "begin");
    assert_int_equal(truncate(path, size), 0);
}

static void H7_a_large_file_is_refused_by_its_first_bytes(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    struct failure failure;
    make_sparse("video.jpg", (off_t)3 << 30);
    assert_int_equal(file_read("video.jpg", probe_refuse, &bytes, &failure), -1);
    assert_string_equal(failure.code, "unknown-format");
    assert_int_equal(probed, BYTES_PROBED);
    assert_int_equal(bytes.size, BYTES_PROBED);
    assert_true(bytes.capacity < 1 << 20);
    bytes_free(&bytes);
}

static void what_the_probe_accepts_is_read_whole(void **state)
{
    (void)state;
    static const off_t sizes[] = {5,      BYTES_PROBED - 1, BYTES_PROBED, BYTES_PROBED + 1,
                                  100000, 3 << 20};
    struct bytes bytes = {0};
    struct failure failure;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i) {
        size_t size = (size_t)sizes[i];
        make_sparse("file", sizes[i]);
        assert_int_equal(file_read("file", probe_accept, &bytes, &failure), 0);
        assert_int_equal(bytes.size, size);
        assert_memory_equal(bytes.data, "begin", 5);
        assert_int_equal(probed, size < BYTES_PROBED ? size : BYTES_PROBED);
        assert_int_equal(file_read("file", probe_refuse, &bytes, &failure), -1);
    }
    bytes_free(&bytes);
}

/* Somebody else's step, between the first bytes and the rest. */
static const char *changed_how;

static int probe_change(const struct bytes *first, struct failure *failure)
{
    (void)first;
    (void)failure;
    nanosleep(&(struct timespec){0, 30000000}, NULL); /* file systems count in ticks */
    if (strcmp(changed_how, "write") == 0) {
        FILE *file = fopen("file", "r+");
        assert_true(fputs("other", file) >= 0 && fclose(file) == 0);
    } else if (strcmp(changed_how, "write, and hide it") == 0) {
        struct stat before;
        assert_int_equal(stat("file", &before), 0);
        const struct timespec times[] = {before.st_atim, before.st_mtim};
        changed_how = "write";
        probe_change(first, failure);
        assert_int_equal(utimensat(AT_FDCWD, "file", times, 0), 0);
    }
    return 0;
}

static void G3_a_file_that_is_written_while_it_is_read_is_changed(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    struct failure failure;
    make_sparse("file", 3 << 20); /* more than is read at once */
    changed_how = "not at all";
    assert_int_equal(file_read("file", probe_change, &bytes, &failure), 0);
    uint64_t identity = bytes.identity;
    assert_int_equal(file_read("file", probe_change, &bytes, &failure), 0);
    assert_true(identity && identity == bytes.identity);
    changed_how = "write";
    assert_int_equal(file_read("file", probe_change, &bytes, &failure), -1);
    assert_string_equal(failure.code, "changed");
    changed_how = "write, and hide it";
    assert_int_equal(file_read("file", probe_change, &bytes, &failure), -1);
    assert_string_equal(failure.code, "changed");
    changed_how = "not at all";
    assert_int_equal(file_read("file", probe_change, &bytes, &failure), 0);
    assert_true(identity != bytes.identity);
    bytes_free(&bytes);
}

static int read_secret(void)
{
    struct bytes bytes = {0};
    struct failure failure;
    int result = file_read("secret", NULL, &bytes, &failure);
    bytes_free(&bytes);
    return result == -1 && strcmp(failure.code, "EACCES") == 0 ? 7 : 8;
}

static void unreadable_files_fail(void **state)
{
    (void)state;
    scratch_file("secret", "x");
    assert_int_equal(chmod("secret", 0), 0);
    assert_int_equal(scratch_unprivileged(read_secret), 7);
}

/* A write stamps the file when it begins: who reads at once may meet its middle. */
static void G3_a_file_is_read_once_it_is_left_alone(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    struct failure failure;
    struct stat status;
    struct timespec now;
    scratch_file("fresh", "hello");
    assert_int_equal(file_read("fresh", NULL, &bytes, &failure), 0);
    clock_gettime(CLOCK_REALTIME, &now);
    assert_int_equal(stat("fresh", &status), 0);
    double age = (double)(now.tv_sec - status.st_mtim.tv_sec) +
                 1e-9 * (double)(now.tv_nsec - status.st_mtim.tv_nsec);
    assert_true(age >= 0.05);
    bytes_free(&bytes);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(files_are_read_whole),
        IN_SCRATCH(empty_and_missing_files_fail),
        IN_SCRATCH(only_regular_files_are_read),
        IN_SCRATCH(files_whose_size_is_a_lie_are_changed),
        IN_SCRATCH(H7_a_large_file_is_refused_by_its_first_bytes),
        IN_SCRATCH(what_the_probe_accepts_is_read_whole),
        IN_SCRATCH(G3_a_file_that_is_written_while_it_is_read_is_changed),
        IN_SCRATCH(G3_a_file_is_read_once_it_is_left_alone),
        IN_SCRATCH(unreadable_files_fail),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
