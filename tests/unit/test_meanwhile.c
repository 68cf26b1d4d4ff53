/* Unit tests of what others do at the same time, between two of our system calls: files that vanish
 * as on NFS, claims, who waits for the end of a job. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/io/journal/journal.h"
#include "drivers/io/sink.h"
#include "drivers/io/sinks/claims.h"
#include "tests/fixtures/scratch.h"

int __real_openat(int directory, const char *name, int flags, ...);
int __wrap_openat(int directory, const char *name, int flags, ...);
ssize_t __real_write(int file, const void *data, size_t size);
ssize_t __wrap_write(int file, const void *data, size_t size);
void __real_journal_compact(const char *directory, const char *place, const char *work);
void __wrap_journal_compact(const char *directory, const char *place, const char *work);

static const char *vanishes; /* the next file that is called like this; NULL: none */
static bool stale;           /* the next write() */
static bool watched;         /* nobody may get the lock of shards while a journal is merged */
static bool claiming;        /* no claim may be there without a text */

/* Another node merges a part while this one has only read its name. */
int __wrap_openat(int directory, const char *name, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    unsigned mode = flags & O_CREAT ? va_arg(more, unsigned) : 0;
    va_end(more);
    if (!vanishes || strncmp(name, vanishes, strlen(vanishes)) != 0 || flags & O_CREAT)
        return __real_openat(directory, name, flags, mode);
    vanishes = NULL;
    __real_journal_compact("out", JOURNAL_PLACE, "work");
    errno = ESTALE;
    return -1;
}

ssize_t __wrap_write(int file, const void *data, size_t size)
{
    if (claiming)
        assert_int_equal(system("test -z \"$(find out/.parallax/claims -name '[!.]*' -empty)\""),
                         0);
    if (!stale)
        return __real_write(file, data, size);
    stale = false;
    errno = ESTALE;
    return -1;
}

void __wrap_journal_compact(const char *directory, const char *place, const char *work)
{
    if (watched) {
        int file = open("out/.parallax/shards.lock", O_RDWR);
        assert_true(file >= 0);
        assert_int_equal(flock(file, LOCK_EX | LOCK_NB), -1);
        close(file);
    }
    __real_journal_compact(directory, place, work);
}

static struct journal *open_journal(void)
{
    struct failure failure;
    struct journal *journal = journal_open("out", JOURNAL_PLACE, "work", &failure);
    assert_non_null(journal);
    return journal;
}

static size_t count_told(void)
{
    struct failure failure;
    struct journal_told told;
    assert_int_equal(journal_read(&told, "out", JOURNAL_PLACE, "work", &failure), 0);
    size_t count = told.count;
    journal_free(&told);
    return count;
}

static void a_part_that_is_merged_while_it_is_read_is_read_again(void **state)
{
    (void)state;
    static const struct journal_entry entries[] = {{.key = "a"}, {.key = "b"}, {.key = "c"}};
    for (int i = 0; i < 3; ++i) {
        struct journal *journal = open_journal();
        assert_int_equal(journal_append(journal, &entries[i], 1, false), 0);
        journal_close(journal);
    }
    vanishes = "part";
    assert_int_equal(count_told(), 3);
    assert_null(vanishes);
}

static void what_a_node_tells_of_a_file_that_was_removed_is_told_again(void **state)
{
    (void)state;
    const struct journal_entry entry = {.key = "a"};
    struct journal *journal = open_journal();
    stale = true;
    assert_int_equal(journal_append(journal, &entry, 1, true), 0);
    assert_false(stale);
    journal_close(journal);
    assert_int_equal(count_told(), 1);
}

static char text[] = "in/a\0a";

static void who_fills_shards_holds_the_directory_until_his_journal_is_merged(void **state)
{
    (void)state;
    struct failure failure;
    uint8_t marks[1] = {0};
    struct sink_plan plan = {.marks = marks};
    const struct bytes bytes = {.data = (uint8_t *)text, .size = 4};
    const struct sink_options asked = {
        .directory = "out", .archive = ARCHIVE_TAR, .per_directory = -1};
    struct list list = {.text = text, .text_size = sizeof text};
    assert_int_equal(list_index(&list), 0);
    void *sink = calloc(1, sink_tar.state_size);
    assert_int_equal(sink_tar.check(&asked, &list, &plan, &failure), 0);
    assert_int_equal(sink_tar.open(sink, &asked, &plan, &list, 1, 1, &failure), 0);
    assert_int_equal(sink_tar.put(sink, 0, 0, "", &bytes, NULL, &failure), 0);
    sink_tar.complete(sink);
    watched = true;
    sink_tar.close(sink);
    watched = false;
    int file = open("out/.parallax/shards.lock", O_RDWR);
    assert_int_equal(flock(file, LOCK_EX | LOCK_NB), 0);
    close(file);
    free(sink);
    free(list.offset);
}

enum { ITEMS = 320, JOBS = 4, BLOCK = 16, BLOCKS = ITEMS / BLOCK };

/* For these jobs: how all begin together, how each says what it took, and how all end together,
 * since what a job has claimed that has ended is anybody's. */
static int gate[2], answer[2], hold[2];

static void wait_for_end_of(int pipe_end)
{
    char none;
    if (read(pipe_end, &none, 1) != 0)
        _exit(1);
}

static void take(const struct sink_options *asked, const struct list *list)
{
    struct sink_plan plan = {.marks = NULL};
    struct claims claims;
    char taken[BLOCKS];
    close(gate[1]);
    close(hold[1]);
    claims_begin(asked->directory, plan.owner);
    claims_open(&claims, asked, list, &plan);
    wait_for_end_of(gate[0]);
    claiming = true;
    for (int i = 0; i < BLOCKS; ++i)
        taken[i] = claims_take(&claims, i * BLOCK);
    claiming = false;
    if (__real_write(answer[1], taken, sizeof taken) != sizeof taken)
        _exit(1);
    wait_for_end_of(hold[0]);
    _exit(0);
}

static void each_block_is_claimed_by_one_job(void **state)
{
    (void)state;
    const struct sink_options asked = {.directory = "out"};
    struct list list = {.count = ITEMS, .fingerprint = 1};
    int owners[BLOCKS] = {0};
    char taken[BLOCKS];
    assert_int_equal(pipe(gate) || pipe(answer) || pipe(hold), 0);
    for (int job = 0; job < JOBS; ++job)
        if (fork() == 0)
            take(&asked, &list);
    close(gate[1]);
    for (int job = 0; job < JOBS; ++job) { /* written at once, since they are short */
        assert_int_equal(read(answer[0], taken, sizeof taken), sizeof taken);
        for (int i = 0; i < BLOCKS; ++i)
            owners[i] += taken[i];
    }
    close(hold[1]);
    for (int job = 0; job < JOBS; ++job)
        wait(NULL);
    for (int i = 0; i < BLOCKS; ++i)
        assert_int_equal(owners[i], 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_part_that_is_merged_while_it_is_read_is_read_again),
        TEST(what_a_node_tells_of_a_file_that_was_removed_is_told_again),
        TEST(who_fills_shards_holds_the_directory_until_his_journal_is_merged),
        TEST(each_block_is_claimed_by_one_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
