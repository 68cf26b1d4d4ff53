/* Unit tests of results in shards: what is read again, what is lost, what the next run finds. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/sink.h"
#include "tests/fixtures/scratch.h"

enum { ITEMS = 4, WORKERS = 2, SIZE = 3000 };

static char text[] = "in/a\0a\0in/b\0b\0in/c\0c\0in/d\0d"; /* the last NUL is the literal's */

static struct list list;
static struct sink_plan plan;
static struct sink_options options;
static uint8_t marks[ITEMS];
static void *state;
static int lost_by[ITEMS]; /* 1 + the worker; 0: not lost */

static void note_lost(void *context, int worker, int item, const struct failure *failure)
{
    (void)context;
    assert_true(strlen(failure->message) > 0);
    lost_by[item] = worker + 1;
}

static int begin(void)
{
    struct failure failure;
    memset(marks, 0, sizeof marks);
    memset(lost_by, 0, sizeof lost_by);
    plan = (struct sink_plan){.marks = marks};
    list = (struct list){.text = text, .text_size = sizeof text};
    assert_int_equal(list_index(&list), 0);
    state = calloc(1, sink_tar.state_size);
    int code = sink_tar.check(&options, &list, &plan, &failure);
    if (code == 0)
        assert_int_equal(sink_tar.open(state, &options, &plan, &list, ITEMS, WORKERS, &failure), 0);
    return code;
}

static void replace(void)
{
    struct failure failure;
    assert_int_equal(sink_tar.begin(state, &failure), 0);
}

static void end(void)
{
    sink_tar.close(state);
    free(state);
    free(list.offset);
}

static void use(int64_t shard_bytes)
{
    options = (struct sink_options){.directory = "out",
                                    .archive = ARCHIVE_TAR,
                                    .per_directory = -1,
                                    .shard_bytes = shard_bytes,
                                    .lost = note_lost};
    assert_int_equal(begin(), 0);
}

/* Item i is so many bytes of the i-th letter. */
static void put(int worker, int item)
{
    static uint8_t data[SIZE];
    struct failure failure;
    memset(data, 'a' + item, sizeof data);
    const struct bytes bytes = {.data = data, .size = sizeof data};
    assert_int_equal(sink_tar.put(state, worker, item, "", &bytes, NULL, &failure), 0);
}

static void expect_bytes(int item)
{
    struct bytes bytes = {0};
    struct failure failure;
    assert_int_equal(sink_tar.get(state, 0, item, "", &bytes, &failure), 0);
    assert_int_equal(bytes.size, SIZE);
    for (size_t i = 0; i < SIZE; ++i)
        assert_int_equal(bytes.data[i], 'a' + item);
    bytes_free(&bytes);
}

static void commit(void)
{
    for (int w = 0; w < WORKERS; ++w)
        sink_tar.commit(state, w);
}

static void results_are_read_from_any_shard(void **unused)
{
    (void)unused;
    use(10000); /* for two results */
    for (int i = 0; i < ITEMS; ++i)
        put(i % WORKERS, i);
    assert_true(scratch_exists("out/shard-0000-000000.tar"));
    assert_false(scratch_exists("out/shard-0000-000001.tar"));
    for (int i = 0; i < ITEMS; ++i)
        expect_bytes(i);
    commit();
    assert_true(scratch_exists("out/shard-0000-000001.tar"));
    for (int i = 0; i < ITEMS; ++i)
        expect_bytes(i);
    end();
}

static void what_is_lost_is_told_to_who_put_it(void **unused)
{
    (void)unused;
    use(10000);
    put(0, 0);
    put(1, 1);
    put(0, 2); /* the first two are safe */
    assert_int_equal(system("rm out/.shard-*.tmp"), 0);
    put(1, 3); /* into the same shard */
    commit();
    assert_int_equal(lost_by[0], 0);
    assert_int_equal(lost_by[1], 0);
    assert_int_equal(lost_by[2], 1);
    assert_int_equal(lost_by[3], 2);
    assert_false(scratch_exists("out/shard-0000-000001.tar"));
    end();
    assert_int_equal(begin(), 0);
    assert_int_equal(plan.skipped, 2);
    assert_true(marks[0] == SINK_SKIP && marks[1] == SINK_SKIP && !marks[2] && !marks[3]);
    put(0, 2);
    commit();
    assert_true(scratch_exists("out/shard-0000-000001.tar"));
    end();
}

/* A process that puts so many results, of which it settles all but the last, and is killed. */
static void put_and_die(int count)
{
    pid_t child = fork();
    if (child == 0) {
        options.sync = SYNC_FILE;
        assert_int_equal(begin(), 0);
        for (int i = 0; i < count; ++i)
            put(0, i);
        _exit(0);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static void what_a_killed_process_had_told_of_is_kept(void **unused)
{
    (void)unused;
    use(0);
    end();
    put_and_die(3);
    assert_false(scratch_exists("out/shard-0000-000000.tar"));
    assert_int_equal(begin(), 0);
    assert_true(scratch_exists("out/shard-0000-000000.tar"));
    assert_int_equal(plan.skipped, 2);
    put(0, 2);
    put(1, 3);
    commit();
    end();
    assert_int_equal(begin(), 0);
    assert_int_equal(plan.skipped, ITEMS);
    end();
    assert_int_equal(system("cat out/*.tar | tar -ixf - -C . && cat a b c d | tr -d abcd | wc -c "
                            "| grep -x 0 && test $(cat a b c d | wc -c) -eq 12000"),
                     0);
}

/* Sizes, names and times may be right. */
static void what_is_not_as_it_was_told_is_made_anew(void **unused)
{
    (void)unused;
    use(0);
    end();
    put_and_die(4);
    assert_int_equal(system("printf x | dd of=$(ls -d out/.shard*) bs=1 seek=2000 conv=notrunc "
                            "2>dd"),
                     0);
    assert_int_equal(begin(), 0);
    assert_int_equal(plan.skipped, 0);
    assert_false(scratch_exists("out/shard-0000-000000.tar"));
    end();
}

static void shards_are_known_by_their_time(void **unused)
{
    (void)unused;
    const struct timespec times[] = {{1000, 0}, {1000, 0}};
    use(0);
    put(0, 0);
    commit();
    end();
    assert_int_equal(utimensat(AT_FDCWD, "out/shard-0000-000000.tar", times, 0), 0);
    assert_int_equal(begin(), EXIT_CREATE);
    end();
    options.existing = EXISTING_OVERWRITE;
    assert_int_equal(begin(), 0);
    assert_int_equal(plan.skipped, 0);
    assert_true(scratch_exists("out/shard-0000-000000.tar"));
    replace();
    assert_false(scratch_exists("out/shard-0000-000000.tar"));
    end();
}

static void other_parameters_are_refused(void **unused)
{
    (void)unused;
    use(0);
    put(0, 0);
    commit();
    end();
    options.params = 1;
    for (int resume = 0; resume < 2; ++resume) {
        options.resume = resume;
        options.existing = resume ? EXISTING_OVERWRITE : EXISTING_SKIP;
        assert_int_equal(begin(), EXIT_CREATE);
        end();
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(results_are_read_from_any_shard),
        TEST(what_is_lost_is_told_to_who_put_it),
        TEST(what_a_killed_process_had_told_of_is_kept),
        TEST(what_is_not_as_it_was_told_is_made_anew),
        TEST(shards_are_known_by_their_time),
        TEST(other_parameters_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
