/* Reading ahead: groups of images, when they were asked for, files that are open before. */
#define _GNU_SOURCE /* O_TMPFILE */
#include "drivers/job/ahead.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/io/file.h"
#include "drivers/io/sources/files_ahead.h"
#include "drivers/job/groups.h"
#include "tests/fixtures/scratch.h"

/* Each image in one group, in order; the largest is `most`. */
static void check_groups(const struct groups *groups, int images)
{
    int at = 0, largest = 0;
    for (int i = 0; i < groups->count; ++i) {
        struct span span = groups_span(groups, i);
        assert_int_equal(span.begin, at);
        assert_true(span.end > span.begin);
        largest = span.end - span.begin > largest ? span.end - span.begin : largest;
        at = span.end;
    }
    assert_int_equal(at, images);
    assert_true(largest <= groups->most);
}

static void groups_that_are_dealt_shrink_to_one_image(void **state)
{
    (void)state;
    for (int images = 0; images < 400; images += 7)
        for (int workers = 1; workers < 40; workers += 3) {
            struct groups groups;
            assert_int_equal(groups_shrinking(&groups, images, workers, 64), 0);
            check_groups(&groups, images);
            for (int w = 1; w <= workers && w <= images; ++w) { /* one for each at the end */
                struct span last = groups_span(&groups, groups.count - w);
                assert_int_equal(last.end - last.begin, 1);
            }
            groups_free(&groups);
        }
}

static void groups_of_fixed_parts_are_equal_and_every_worker_has_as_many(void **state)
{
    (void)state;
    struct groups groups;
    groups_equal(&groups, 150, 2, 64);
    check_groups(&groups, 150);
    assert_int_equal(groups.count, 4); /* two each, and not 64, 64 and 22 */
    groups_equal(&groups, 10, 4, 1);
    check_groups(&groups, 10);
    assert_int_equal(groups.count, 10);
    groups_equal(&groups, 0, 4, 8);
    assert_int_equal(groups.count, 0);
}

static void what_is_asked_for_ahead_waits_meanwhile(void **state)
{
    (void)state;
    struct ahead ahead;
    assert_int_equal(ahead_open(&ahead, 2), 0);
    assert_true(ahead_asked(&ahead, 7, 5.0) == 5.0); /* outside of a group */
    ahead_begin(&ahead, 10, 100);
    assert_true(ahead_asked(&ahead, 10, 101) == 100);
    assert_true(ahead_asked(&ahead, 11, 104) == 100);
    assert_true(ahead_asked(&ahead, 12, 109) == 101); /* when the first was taken */
    assert_true(ahead_asked(&ahead, 13, 112) == 104);
    ahead_begin(&ahead, -1, 0);
    assert_true(ahead_asked(&ahead, 14, 120) == 120);
    ahead_close(&ahead);
}

static struct list list;
static struct files_ahead ahead;

static int files_enter(void **state)
{
    static char text[64];
    static size_t offset[8];
    if (scratch_enter(state))
        return -1;
    size_t at = 0;
    list = (struct list){.text = text, .offset = offset};
    for (int i = 0; i < 4; ++i) {
        char name[8];
        snprintf(name, sizeof name, "%c", 'a' + i);
        if (i != 2)
            scratch_file(name, name);
        offset[i] = at;
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%cx", name, '\0') + 1;
    }
    list.count = 4;
    return files_ahead_open(&ahead, &list, 2);
}

static int files_leave(void **state)
{
    files_ahead_close(&ahead);
    return scratch_leave(state);
}

/* The item comes as a file that says `text`. */
static void take(int item, const char *text)
{
    char got[8] = "";
    int file = files_ahead_take(&ahead, item);
    assert_true(file >= 0);
    assert_true(read(file, got, sizeof got - 1) >= 0);
    assert_string_equal(got, text);
    close(file);
}

static void files_are_open_before_they_are_asked_for(void **state)
{
    (void)state;
    files_ahead_expect(&ahead, (const int[]){3, 0, 1}, 3);
    assert_int_equal(ahead.held, 2);
    unlink("d"); /* it is open already */
    take(3, "d");
    assert_int_equal(ahead.held, 2);
    take(1, "b"); /* the one before it is passed over */
    assert_int_equal(ahead.held, 0);
    assert_int_equal(files_ahead_take(&ahead, 0), -1);
}

static void files_that_cannot_be_opened_are_left_to_who_reads_them(void **state)
{
    (void)state;
    files_ahead_expect(&ahead, (const int[]){2, 4, 5}, 3); /* the list a second time */
    assert_int_equal(files_ahead_take(&ahead, 2), -1);
    take(0, "a");
    files_ahead_expect(&ahead, (const int[]){0}, 1);
    assert_int_equal(files_ahead_take(&ahead, 1), -1); /* no longer expected */
    take(0, "a");
}

static void pages_of_files_leave_memory_if_their_file_system_is_not_in_memory(void **state)
{
    (void)state;
    assert_int_equal(file_forget_pages("nothing"), -1);
    scratch_file("empty", "");
    assert_int_equal(file_forget_pages("empty"), 0);
    int file = open("/dev/shm", O_TMPFILE | O_RDWR, 0600);
    if (file >= 0) {
        char path[64];
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
        assert_int_equal(write(file, "x", 1), 1);
        assert_int_equal(file_forget_pages(path), -1);
        close(file);
    }
}

#define FILES(name) cmocka_unit_test_setup_teardown(name, files_enter, files_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_that_are_dealt_shrink_to_one_image),
        cmocka_unit_test(groups_of_fixed_parts_are_equal_and_every_worker_has_as_many),
        cmocka_unit_test(what_is_asked_for_ahead_waits_meanwhile),
        FILES(files_are_open_before_they_are_asked_for),
        FILES(files_that_cannot_be_opened_are_left_to_who_reads_them),
        cmocka_unit_test_setup_teardown(
            pages_of_files_leave_memory_if_their_file_system_is_not_in_memory, scratch_enter,
            scratch_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
