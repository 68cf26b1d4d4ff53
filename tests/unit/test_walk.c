/* Unit tests of list and walk: what is found below a directory, and what is left alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/fixtures/list_fixture.h"
#include "tests/fixtures/scratch.h"

static void directories_are_walked_in_byte_order(void **state)
{
    (void)state;
    scratch_file("in/b.pgm", "1");
    scratch_file("in/a/z.PPM", "22");
    scratch_file("in/a.pgm", "333");
    scratch_file("in/a-b.pnm", "4444");
    scratch_file("in/note.txt", "no image");
    scratch_file("in/.hidden.pgm", "x");
    scratch_file("in/.dir/x.pgm", "x");
    struct list list = list_fixture_two("in", NULL);
    assert_int_equal(list.skipped, 0);
    assert_int_equal(list.bytes, 10);
    list_fixture_expect(&list,
                        "in/a-b.pnm=a-b.pnm in/a.pgm=a.pgm in/a/z.PPM=a/z.PPM in/b.pgm=b.pgm");
}

static void expect_unseen(const struct list *list, const char *path, const char *code)
{
    assert_int_equal(list->unseen_count, 1);
    assert_string_equal(list->unseen->path, path);
    assert_string_equal(list->unseen->failure.stage, "list");
    assert_string_equal(list->unseen->failure.code, code);
    assert_true(strlen(list->unseen->failure.message) > 0);
}

static void special_files_are_skipped_without_opening(void **state)
{
    (void)state;
    scratch_file("in/a.pgm", "1");
    assert_int_equal(mkfifo("in/fifo.pgm", 0600), 0);
    assert_int_equal(symlink("loop.pgm", "in/loop.pgm"), 0);
    assert_int_equal(symlink("nowhere", "in/dangling.pgm"), 0);
    assert_int_equal(symlink("/dev/null", "in/null.pgm"), 0);
    assert_int_equal(symlink("a.pgm", "in/link.pgm"), 0);
    assert_int_equal(symlink(".", "in/circle"), 0);
    alarm(240);
    struct list list = list_fixture_two("in", NULL);
    assert_int_equal(list.skipped, 3);
    expect_unseen(&list, "in/dangling.pgm", "ENOENT");
    list_fixture_expect(&list, "in/a.pgm=a.pgm in/link.pgm=link.pgm");
    list = list_fixture_two("in/fifo.pgm", "in/loop.pgm");
    assert_int_equal(list.skipped, 2);
    list_fixture_expect(&list, "");
    list = list_fixture_two("/dev/zero", "in/circle");
    alarm(0);
    assert_int_equal(list.skipped, 4);
    assert_int_equal(list.count, 2);
    list_free(&list);
}

static void the_output_directory_is_not_entered(void **state)
{
    (void)state;
    scratch_file("in/1.pgm", "1");
    scratch_file("in/out/1.pgm", "1");
    char *inputs[] = {"in"};
    struct list list = list_fixture_find(
        &(struct list_options){.inputs = inputs, .count = 1, .exclude = "./in/../in/out/"});
    list_fixture_expect(&list, "in/1.pgm=1.pgm");
}

static void the_depth_is_bounded(void **state)
{
    (void)state;
    char path[512] = "in";
    for (int i = 0; i < 120; ++i)
        strcat(path, "/d");
    strcat(path, "/deep.pgm");
    scratch_file(path, "1");
    scratch_file("in/d/d/1.pgm", "1");
    struct list list = list_fixture_two("in", NULL);
    memset(path + 2 + 2 * 101, 0, 1);
    expect_unseen(&list, path, "unsupported");
    list_fixture_expect(&list, "in/d/d/1.pgm=d/d/1.pgm");
}

/* Root sees everything: a user without rights looks. */
static void images_that_nobody_reads_are_counted_by_kind(void **state)
{
    (void)state;
    static const char *const names[] = {"a.pgm",     "b.HEIC",  "c/d.heic", "c/e.gif",
                                        "note.text", ".x.gif",  "gif",      "f.gif.pgm",
                                        "c/.gif",    "c/g.xyz", "h.gif~"};
    char path[32], text[64] = "";
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
        snprintf(path, sizeof path, "in/%s", names[i]);
        scratch_file(path, "1");
    }
    assert_int_equal(symlink("b.HEIC", "in/link.heif"), 0);
    struct list list = list_fixture_two("in", NULL);
    FILE *out = fmemopen(text, sizeof text, "w");
    foreign_print(out, &list.foreign);
    fclose(out);
    assert_string_equal(text, "2 .heic, 1 .heif, 1 .gif");
    assert_int_equal(foreign_total(&list.foreign), 4);
    list_fixture_expect(&list, "in/a.pgm=a.pgm in/f.gif.pgm=f.gif.pgm");
    list = list_fixture_two("in/a*", NULL);
    assert_int_equal(foreign_total(&list.foreign), 0);
    list_free(&list);
}

static int find_locked(void)
{
    struct list list = list_fixture_two("in", "in/locked");
    bool right = list.count == 2 && list.skipped == 0 && list.unseen_count == 1 &&
                 strcmp(list_path(&list, 1), "in/locked") == 0 &&
                 strcmp(list.unseen->path, "in/locked") == 0 &&
                 strcmp(list.unseen->failure.code, "EACCES") == 0;
    list_free(&list);
    return right ? 7 : 8;
}

static void F16_directories_that_cannot_be_opened_are_named(void **state)
{
    (void)state;
    scratch_file("in/1.pgm", "1");
    scratch_file("in/locked/1.pgm", "1");
    assert_int_equal(chmod("in/locked", 0), 0);
    assert_int_equal(scratch_unprivileged(find_locked), 7);
}

static int find_unsearchable(void)
{
    struct list list = list_fixture_two("in", NULL);
    bool right = list.count == 1 && list.unseen_count == 2;
    for (int i = 0; i < list.unseen_count; ++i)
        right = right && strncmp(list.unseen[i].path, "in/list/", 8) == 0 &&
                strcmp(list.unseen[i].failure.code, "EACCES") == 0;
    list_free(&list);
    return right ? 7 : 8;
}

static void F16_what_cannot_be_looked_at_is_named(void **state)
{
    (void)state;
    scratch_file("in/1.pgm", "1");
    scratch_file("in/list/1.pgm", "1");
    scratch_file("in/list/below/2.pgm", "1");
    assert_int_equal(chmod("in/list", 0744), 0); /* read, not searched */
    assert_int_equal(scratch_unprivileged(find_unsearchable), 7);
}

static int looks;

int __real_fstatat(int directory, const char *name, struct stat *status, int flags);
int __wrap_fstatat(int directory, const char *name, struct stat *status, int flags);
int __wrap_fstatat(int directory, const char *name, struct stat *status, int flags)
{
    ++looks;
    return __real_fstatat(directory, name, status, flags);
}

static void an_image_costs_one_look_and_other_files_none(void **state)
{
    (void)state;
    char name[32];
    for (int i = 0; i < 20; ++i) {
        snprintf(name, sizeof name, "in/sub/%02d.%s", i, i % 2 ? "pgm" : "txt");
        scratch_file(name, "1");
    }
    looks = 0;
    char *inputs[] = {"in"};
    struct list list =
        list_fixture_find(&(struct list_options){.inputs = inputs, .count = 1, .exclude = "."});
    assert_int_equal(list.count, 10);
    assert_int_equal(looks, 11); /* and one at the directory */
    struct walk_look now = list_look(&list, 3);
    assert_int_equal(looks, 11);
    struct stat status;
    assert_int_equal(stat(list_path(&list, 3), &status), 0);
    const struct walk_look wanted = walk_look_of(&status);
    assert_memory_equal(&now, &wanted, sizeof now);
    list_free(&list);
    looks = 0;
    list = list_fixture_find(&(struct list_options){.inputs = inputs, .count = 1, .names = true});
    assert_int_equal(list.count, 10);
    assert_int_equal(looks, 2); /* names alone cost one for the directory */
    list_free(&list);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(directories_are_walked_in_byte_order),
        IN_SCRATCH(special_files_are_skipped_without_opening),
        IN_SCRATCH(the_output_directory_is_not_entered),
        IN_SCRATCH(the_depth_is_bounded),
        IN_SCRATCH(images_that_nobody_reads_are_counted_by_kind),
        IN_SCRATCH(F16_directories_that_cannot_be_opened_are_named),
        IN_SCRATCH(F16_what_cannot_be_looked_at_is_named),
        IN_SCRATCH(an_image_costs_one_look_and_other_files_none),
    };
    return cmocka_run_group_tests_name("walk", tests, NULL, NULL);
}
