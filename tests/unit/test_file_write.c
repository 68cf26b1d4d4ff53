/* Unit tests of file: no partial output is ever seen, and nothing that is there is lost. */
#include "drivers/io/file.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/fixtures/scratch.h"

static uint8_t hello_data[] = "hello";
static const struct bytes hello = {.data = hello_data, .size = 5, .capacity = 5};

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
    struct bytes large = {.data = calloc(5000, 1), .size = 5000, .capacity = 5000};
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

static void G12_links_below_the_directory_are_not_followed(void **state)
{
    (void)state;
    struct failure failure;
    scratch_file("elsewhere/keep", "x");
    scratch_file("out/keep", "x");
    assert_int_equal(symlink("../elsewhere", "out/link"), 0);
    assert_int_equal(file_write("out", "link/name", &hello, FILE_REPLACE, &failure), -1);
    assert_string_equal(failure.code, "ELOOP");
    assert_int_equal(file_write("out", "link/new/name", &hello, 0, &failure), -1);
    assert_int_equal(scratch_count("elsewhere"), 1);
    assert_int_equal(file_write("out/link", "name", &hello, 0, &failure), 0);
    assert_int_equal(file_write("out", "link/other", &hello, FILE_FOLLOW, &failure), 0);
    assert_int_equal(scratch_count("elsewhere"), 3);
}

static void G16_what_is_replaced_leaves_its_permissions(void **state)
{
    (void)state;
    struct failure failure;
    struct stat status;
    scratch_file("out/name", "old");
    assert_int_equal(chmod("out/name", 0600), 0);
    assert_int_equal(file_write("out", "name", &hello, FILE_REPLACE, &failure), 0);
    assert_int_equal(stat("out/name", &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(writing_makes_directories),
        IN_SCRATCH(existing_files_stay_or_are_replaced),
        IN_SCRATCH(replacing_a_link_keeps_its_target),
        IN_SCRATCH(long_and_odd_names_work),
        IN_SCRATCH(a_full_disk_leaves_nothing_behind),
        IN_SCRATCH(directories_are_probed),
        IN_SCRATCH(G12_links_below_the_directory_are_not_followed),
        IN_SCRATCH(G16_what_is_replaced_leaves_its_permissions),
    };
    return cmocka_run_group_tests_name("file_write", tests, NULL, NULL);
}
