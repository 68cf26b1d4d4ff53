/* Unit tests of what a run notes at its end, so that the next one need not look at its outputs. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/io/sink.h"
#include "drivers/io/sinks/outputs.h"
#include "tests/fixtures/scratch.h"

enum { ITEMS = 12 };

static int looks, hours; /* at outputs; how long the run takes */

int __real_fstatat(int directory, const char *name, struct stat *status, int flags);
int __wrap_fstatat(int directory, const char *name, struct stat *status, int flags);
int __wrap_fstatat(int directory, const char *name, struct stat *status, int flags)
{
    looks += strstr(name, ".pgm") ? 1 : 0;
    return __real_fstatat(directory, name, status, flags);
}

int __real_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time)
{
    int result = __real_clock_gettime(clock, time);
    time->tv_sec += clock == CLOCK_MONOTONIC ? 3600 * hours : 0;
    return result;
}

static struct list list_inputs(void)
{
    struct bytes text = {0};
    char path[32];
    for (int i = 0; i < ITEMS; ++i) {
        snprintf(path, sizeof path, "in/sub/%02d.pgm", i);
        scratch_file(path, "input");
        const struct timespec old[] = {{1000, 0}, {1000, 0}};
        assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
        assert_int_equal(bytes_append(&text, path, strlen(path) + 1), 0);
        assert_int_equal(bytes_append(&text, path + 3, strlen(path + 3) + 1), 0);
    }
    struct list list = {.text = (char *)text.data, .text_size = text.size};
    assert_int_equal(list_index(&list), 0);
    return list;
}

static void put_all(void *state)
{
    static uint8_t data[] = "result";
    const struct bytes result = {.data = data, .size = 6, .capacity = 6};
    struct failure failure;
    for (int i = 0; i < ITEMS; ++i) {
        struct stat status;
        char name[16];
        snprintf(name, sizeof name, "in/sub/%02d.pgm", i);
        assert_int_equal(stat(name, &status), 0);
        sink_directory.from(state, 0, i, journal_input_of(&status));
        assert_int_equal(sink_directory.put(state, 0, i, name + 3, &result, NULL, &failure), 0);
    }
    sink_directory.commit(state, 0);
}

/* How a run goes. */
struct way {
    int sync;
    bool fails, slow; /* slow: it takes so long that there is time to look at its end */
    void (*meanwhile)(void);
};

/* How many outputs a run looks at that comes next, and how many it finds done. */
static void expect(const struct sink_options *options, const struct list *list, int looked,
                   int done)
{
    struct failure failure;
    uint8_t marks[ITEMS] = {0};
    struct sink_plan plan = {.marks = marks};
    looks = 0;
    assert_int_equal(sink_directory.check(options, list, &plan, &failure), 0);
    assert_int_equal(plan.skipped, done);
    assert_int_equal(looks, looked);
}

static void run_and_expect(struct way way, int looked, int done)
{
    struct failure failure;
    uint8_t marks[ITEMS] = {0};
    struct list list = list_inputs();
    struct sink_plan plan = {.marks = marks};
    struct sink_options options = {
        .directory = "out", .work = "work", .params = 7, .per_directory = -1, .sync = way.sync};
    void *state = calloc(1, sink_directory.state_size);
    assert_int_equal(sink_directory.check(&options, &list, &plan, &failure), 0);
    assert_int_equal(sink_directory.open(state, &options, &plan, &list, ITEMS, 1, &failure), 0);
    put_all(state);
    if (way.meanwhile)
        way.meanwhile();
    hours += way.slow;
    if (!way.fails)
        sink_directory.complete(state);
    sink_directory.close(state);
    expect(&options, &list, looked, done);
    free(state);
    list_free(&list);
}

static void what_was_synced_need_not_be_looked_at(void **state)
{
    (void)state;
    run_and_expect((struct way){.sync = SYNC_BATCH, .slow = true}, 0, ITEMS);
}

static void what_may_be_lost_is_looked_at(void **state)
{
    (void)state;
    run_and_expect((struct way){.sync = SYNC_NONE, .slow = true}, ITEMS, ITEMS);
}

static void what_is_not_complete_is_looked_at(void **state)
{
    (void)state;
    run_and_expect((struct way){.sync = SYNC_BATCH, .fails = true, .slow = true}, ITEMS, ITEMS);
}

static void remove_one(void)
{
    assert_int_equal(unlink("out/sub/05.pgm"), 0);
}

static void G2_what_is_missing_at_the_end_is_missed(void **state)
{
    (void)state;
    run_and_expect((struct way){.sync = SYNC_BATCH, .slow = true, .meanwhile = remove_one}, ITEMS,
                   ITEMS - 1);
}

static void empty_one(void)
{
    assert_int_equal(truncate("out/sub/05.pgm", 0), 0);
}

/* Somebody has written it since, so that it is kept if it has bytes. */
static void G2_what_is_emptied_before_the_end_is_seen(void **state)
{
    (void)state;
    run_and_expect((struct way){.sync = SYNC_BATCH, .slow = true, .meanwhile = empty_one}, ITEMS,
                   ITEMS - 1);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(what_was_synced_need_not_be_looked_at),
        IN_SCRATCH(what_may_be_lost_is_looked_at),
        IN_SCRATCH(what_is_not_complete_is_looked_at),
        IN_SCRATCH(G2_what_is_missing_at_the_end_is_missed),
        IN_SCRATCH(G2_what_is_emptied_before_the_end_is_seen),
    };
    return cmocka_run_group_tests_name("outputs_noted", tests, NULL, NULL);
}
