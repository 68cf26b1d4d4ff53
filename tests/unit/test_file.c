/* Unit tests of file: what is refused, and that no partial output is ever seen. */
#include "drivers/io/file.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/fixtures/scratch.h"

static uint8_t hello_data[] = "hello";
static const struct bytes hello = {hello_data, 5, 5};

static void expect_read_failure(const char *path, const char *code)
{
    struct bytes bytes = {0};
    struct failure failure;
    assert_int_equal(file_read(path, &bytes, &failure), -1);
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
    assert_int_equal(file_read("-first", &bytes, &failure), 0);
    assert_int_equal(bytes.size, 5);
    assert_memory_equal(bytes.data, "hello", 5);
    assert_int_equal(file_read("second", &bytes, &failure), 0);
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
    alarm(10); /* opening a FIFO the usual way would wait for ever */
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

static int read_secret(void)
{
    struct bytes bytes = {0};
    struct failure failure;
    int result = file_read("secret", &bytes, &failure);
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

static void writing_makes_directories(void **state)
{
    (void)state;
    struct failure failure;
    assert_int_equal(file_write("out/a//b", "c/d/name.jpg", &hello, false, &failure), 0);
    assert_string_equal(scratch_text("out/a/b/c/d/name.jpg"), "hello");
    assert_int_equal(scratch_count("out/a/b/c/d"), 1);
}

static void existing_files_stay_or_are_replaced(void **state)
{
    (void)state;
    struct failure failure;
    scratch_file("out/name", "old");
    assert_int_equal(file_write("out", "name", &hello, false, &failure), -1);
    assert_string_equal(failure.code, "exists");
    assert_string_equal(failure.stage, "write");
    assert_string_equal(scratch_text("out/name"), "old");
    assert_int_equal(file_write("out", "name", &hello, true, &failure), 0);
    assert_string_equal(scratch_text("out/name"), "hello");
    assert_int_equal(scratch_count("out"), 1);
}

static void replacing_a_link_keeps_its_target(void **state)
{
    (void)state;
    struct failure failure;
    scratch_file("original", "precious");
    assert_int_equal(symlink("original", "name"), 0);
    assert_int_equal(file_write(".", "name", &hello, true, &failure), 0);
    assert_string_equal(scratch_text("original"), "precious");
    assert_string_equal(scratch_text("name"), "hello");
}

static void long_and_odd_names_work(void **state)
{
    (void)state;
    struct failure failure;
    char name[257];
    memset(name, 'n', sizeof name);
    name[255] = '\0';
    assert_int_equal(file_write("out", name, &hello, false, &failure), 0);
    assert_int_equal(file_write("out", "-a\nb\xff[..].jpg", &hello, false, &failure), 0);
    assert_int_equal(scratch_count("out"), 2);
    name[255] = 'n';
    name[256] = '\0';
    assert_int_equal(file_write("out", name, &hello, false, &failure), -1);
    assert_string_equal(failure.code, "ENAMETOOLONG");
    assert_int_equal(scratch_count("out"), 2);
}

/* A limit on the size of a file stands for a full disk: a short write, then an error. */
static int write_too_much(void)
{
    struct rlimit limit = {1000, 1000};
    struct bytes large = {calloc(5000, 1), 5000, 5000};
    struct failure failure;
    signal(SIGXFSZ, SIG_IGN);
    if (!large.data || setrlimit(RLIMIT_FSIZE, &limit))
        return 1;
    int result = file_write("out", "name", &large, true, &failure);
    bytes_free(&large);
    return result == -1 && strcmp(failure.code, "EFBIG") == 0 ? 7 : 8;
}

static void a_full_disk_leaves_nothing_behind(void **state)
{
    (void)state;
    scratch_file("out/name", "old");
    assert_int_equal(chmod("out", 0777), 0);
    assert_int_equal(scratch_unprivileged(write_too_much), 7);
    assert_string_equal(scratch_text("out/name"), "old");
    assert_int_equal(scratch_count("out"), 1);
}

static int probe_forbidden(void)
{
    struct failure failure;
    if (file_probe_directory("out") != -1 || errno != EACCES)
        return 1;
    if (file_write("out", "name", &hello, true, &failure) != -1)
        return 2;
    return strcmp(failure.code, "EACCES") == 0 ? 7 : 8;
}

static void directories_are_probed(void **state)
{
    (void)state;
    assert_int_equal(file_probe_directory("out/new"), 0);
    assert_int_equal(scratch_count("out/new"), 0);
    assert_int_equal(chmod("out", 0555), 0);
    assert_int_equal(scratch_unprivileged(probe_forbidden), 7);
    scratch_file("plain", "x");
    assert_int_equal(file_probe_directory("plain"), -1);
    assert_int_equal(errno, ENOTDIR);
    assert_int_equal(file_probe_directory("plain/below"), -1);
    assert_int_equal(errno, ENOTDIR);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(files_are_read_whole),
        IN_SCRATCH(empty_and_missing_files_fail),
        IN_SCRATCH(only_regular_files_are_read),
        IN_SCRATCH(files_whose_size_is_a_lie_are_changed),
        IN_SCRATCH(unreadable_files_fail),
        IN_SCRATCH(writing_makes_directories),
        IN_SCRATCH(existing_files_stay_or_are_replaced),
        IN_SCRATCH(replacing_a_link_keeps_its_target),
        IN_SCRATCH(long_and_odd_names_work),
        IN_SCRATCH(a_full_disk_leaves_nothing_behind),
        IN_SCRATCH(directories_are_probed),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
