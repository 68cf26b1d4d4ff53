/* Unit tests of shards that a killed process was filling: where they cannot be completed for other
 * reasons than what is in them, they stay. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/sinks/shards_told.h"
#include "tests/fixtures/scratch.h"

enum fault { NOTHING, SPACE, DATE };

static enum fault fault;

int __real_ftruncate(int file, off_t size);
int __wrap_ftruncate(int file, off_t size);
int __real_futimens(int file, const struct timespec times[2]);
int __wrap_futimens(int file, const struct timespec times[2]);

int __wrap_ftruncate(int file, off_t size)
{
    if (fault != SPACE)
        return __real_ftruncate(file, size);
    errno = ENOSPC;
    return -1;
}

int __wrap_futimens(int file, const struct timespec times[2])
{
    if (fault != DATE)
        return __real_futimens(file, times);
    errno = EIO;
    return -1;
}

enum { ITEMS = 3 };

static char text[] = "in/a\0a\0in/b\0b\0in/c\0c"; /* the last NUL is the literal's */

static struct list list;
static struct sink_plan plan;
static uint8_t marks[ITEMS];
static const struct sink_options options = {
    .directory = "out", .archive = ARCHIVE_TAR, .per_directory = -1, .sync = SYNC_FILE};

static int check(struct failure *failure)
{
    memset(marks, 0, sizeof marks);
    plan = (struct sink_plan){.marks = marks};
    list = (struct list){.text = text, .text_size = sizeof text};
    assert_int_equal(list_index(&list), 0);
    int code = sink_tar.check(&options, &list, &plan, failure);
    free(list.offset);
    shards_unlock();
    return code;
}

/* Puts all, of which all but the last are told, and is gone. */
static void put_and_die(void)
{
    struct failure failure;
    void *state = calloc(1, sink_tar.state_size);
    const struct bytes bytes = {.data = (uint8_t *)text, .size = sizeof text};
    plan = (struct sink_plan){.marks = marks};
    list = (struct list){.text = text, .text_size = sizeof text};
    if (list_index(&list) || sink_tar.check(&options, &list, &plan, &failure) ||
        sink_tar.open(state, &options, &plan, &list, ITEMS, 1, &failure))
        _exit(1);
    for (int i = 0; i < ITEMS; ++i)
        if (sink_tar.put(state, 0, i, "", &bytes, NULL, &failure))
            _exit(1);
    _exit(0);
}

static void a_shard_that_cannot_be_completed_now_is_completed_later(void **state)
{
    (void)state;
    static const char *const codes[] = {[SPACE] = "ENOSPC", [DATE] = "EIO"};
    struct failure failure;
    int status;
    pid_t child = fork();
    if (child == 0)
        put_and_die();
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    for (fault = SPACE; fault <= DATE; ++fault) {
        assert_int_equal(check(&failure), EXIT_IO);
        assert_string_equal(failure.code, codes[fault]);
        assert_int_equal(system("test -f out/.shard-0000-000000.tar.*"), 0);
    }
    fault = NOTHING;
    assert_int_equal(check(&failure), 0);
    assert_int_equal(plan.skipped, ITEMS - 1);
    assert_true(scratch_exists("out/shard-0000-000000.tar"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_shard_that_cannot_be_completed_now_is_completed_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
