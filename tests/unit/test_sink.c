/* Unit tests of sink: which one is chosen, and what each of them makes of a result. */
#include "drivers/io/sink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/io/sinks/claims.h"
#include "drivers/io/sinks/outputs.h"
#include "tests/fixtures/scratch.h"

static char text[] = "path one\0a/one.pgm\0path two\0two.pgm";
static uint8_t hello_data[] = "hello";
static const struct bytes hello = {.data = hello_data, .size = 5, .capacity = 5};

/* A sink in use. */
struct use {
    const struct sink *sink;
    void *state;
    struct list list;
    struct sink_plan plan;
};

static void use_open(struct use *use, const struct sink *sink, const struct sink_options *options,
                     int items)
{
    struct failure failure;
    *use = (struct use){
        sink, calloc(1, sink->state_size + 1), {.text = text}, {.marks = calloc(2, 1)}};
    use->list.text_size = sizeof text;
    assert_int_equal(list_index(&use->list), 0);
    if (sink->check)
        assert_int_equal(sink->check(options, &use->list, &use->plan, &failure), 0);
    if (sink->open)
        assert_int_equal(
            sink->open(use->state, options, &use->plan, &use->list, items, 2, &failure), 0);
}

static void use_close(struct use *use)
{
    if (use->sink->close)
        use->sink->close(use->state);
    free(use->state);
    free(use->plan.marks);
    free(use->list.offset);
}

static int put(struct use *use, int item, const struct bytes *bytes, struct failure *failure)
{
    return use->sink->put(use->state, 0, item, list_name(&use->list, item), bytes, NULL, failure);
}

static void options_choose_a_sink(void **state)
{
    (void)state;
    struct failure failure;
    struct sink_options options = {.sink = -1};
    assert_ptr_equal(sink_choose(&options, &failure), &sink_hash);
    for (int i = 0; sink_measured[i]; ++i) {
        options.sink = i;
        assert_string_equal(sink_choose(&options, &failure)->name, sink_measured[i]);
    }
    options.directory = "out";
    assert_null(sink_choose(&options, &failure));
    assert_non_null(strstr(failure.message, "--sink null does not go with --output"));
    options.sink = -1;
    assert_ptr_equal(sink_choose(&options, &failure), &sink_directory);
}

static void what_is_written_can_be_put_and_what_is_kept_is_hashed(void **state)
{
    (void)state;
    for (const struct sink *const *sink = sinks; *sink; ++sink) {
        assert_true(!(*sink)->wants_bytes || (*sink)->put);
        assert_true(!(*sink)->keeps || (*sink)->hashes);
    }
    assert_false(sink_null.hashes);
    assert_null(sink_null.put);
}

static void memory_has_a_place_for_each_item(void **state)
{
    (void)state;
    struct sink_options options = {.sink = -1};
    struct failure failure;
    struct use use;
    use_open(&use, &sink_memory, &options, 5); /* the list, two and a half times */
    for (int pass = 0; pass < 2; ++pass)
        for (int item = 0; item < 5; ++item) {
            struct bytes *place = sink_memory.place(use.state, 1, item);
            assert_int_equal(place->size, pass);
            assert_int_equal(bytes_append(place, "x", 1), 0);
            assert_int_equal(put(&use, item % 2, place, &failure), 0);
        }
    use_close(&use);
}

static void directories_get_files_named_as_in_the_list(void **state)
{
    (void)state;
    struct sink_options options = {.sink = -1, .directory = "out", .sync = SYNC_FILE};
    struct failure failure;
    struct use use;
    use_open(&use, &sink_directory, &options, 2);
    assert_int_equal(put(&use, 0, &hello, &failure), 0);
    use.plan.marks[1] = OUTPUTS_HASHED;
    assert_int_equal(put(&use, 1, &hello, &failure), 0);
    assert_string_equal(scratch_text("out/a/one.pgm"), "hello");
    assert_false(scratch_exists("out/two.pgm"));
    assert_int_equal(scratch_count("out"), 3); /* with the journal */
    use_close(&use);
}

/* They begin and end while this one works, and see each other only by what is there. */
static void G10_jobs_with_other_parameters_do_not_do_each_others_work(void **state)
{
    (void)state;
    struct failure failure;
    for (uint64_t params = 1; params < 3; ++params) {
        const char *directory = params == 1 ? "same" : "other";
        const struct sink_options
            options = {.sink = -1, .directory = directory, .params = 1, .sync = SYNC_FILE},
            other = {.sink = -1, .directory = directory, .params = params, .sync = SYNC_FILE};
        struct use ours, theirs;
        use_open(&ours, &sink_directory, &options, 2);
        use_open(&theirs, &sink_directory, &other, 2);
        assert_int_equal(put(&theirs, 0, &hello, &failure), 0);
        assert_int_equal(sink_directory.there(ours.state, 0, "", false),
                         params == 1 ? SINK_THERE : SINK_ABSENT);
        assert_int_equal(put(&ours, 0, &hello, &failure), params == 1 ? 0 : -1);
        if (params == 2)
            assert_string_equal(failure.code, "exists");
        use_close(&theirs);
        use_close(&ours);
        use_open(&theirs, &sink_directory, &other, 2);
        assert_int_equal(theirs.plan.marks[0], SINK_SKIP); /* the journal tells whose it is */
        use_close(&theirs);
    }
}

static void the_journal_tells_of_nothing_that_somebody_else_has_put_there(void **state)
{
    (void)state;
    struct sink_options options = {.sink = -1, .directory = "out", .params = 1, .sync = SYNC_FILE};
    struct failure failure;
    struct use use;
    use_open(&use, &sink_directory, &options, 2);
    scratch_file("out/a/one.pgm", "theirs");
    assert_int_equal(put(&use, 0, &hello, &failure), 0);
    use_close(&use);
    assert_string_equal(scratch_text("out/a/one.pgm"), "theirs");
    options.params = 2; /* what is told to be of others would be made anew */
    use_open(&use, &sink_directory, &options, 2);
    assert_int_equal(use.plan.marks[0], SINK_SKIP);
    assert_int_equal(use.plan.untold, 1);
    use_close(&use);
}

static void directories_replace_only_what_they_may(void **state)
{
    (void)state;
    struct sink_options options = {.sink = -1, .directory = "out", .sync = SYNC_FILE};
    struct failure failure;
    struct use use;
    use_open(&use, &sink_directory, &options, 2);
    scratch_file("out/two.pgm", "theirs"); /* since it was checked */
    options.existing = EXISTING_ERROR;
    assert_int_equal(put(&use, 1, &hello, &failure), -1);
    assert_string_equal(failure.code, "exists");
    options.existing = EXISTING_OVERWRITE;
    assert_int_equal(put(&use, 1, &hello, &failure), 0);
    assert_string_equal(scratch_text("out/two.pgm"), "hello");
    use_close(&use);
}

static void G10_what_another_job_made_meanwhile_is_there_already(void **state)
{
    (void)state;
    struct sink_options options = {.sink = -1, .directory = "out", .sync = SYNC_FILE};
    struct failure failure;
    struct use use, another;
    use_open(&another, &sink_directory, &options, 2);
    use_open(&use, &sink_directory, &options, 2);
    assert_int_equal(sink_directory.there(use.state, 1, "two.pgm", false), SINK_ABSENT);
    scratch_file("out/two.pgm", "theirs");
    assert_int_equal(sink_directory.there(use.state, 1, "two.pgm", false), SINK_THERE);
    assert_int_equal(put(&use, 1, &hello, &failure), 0);
    assert_string_equal(scratch_text("out/two.pgm"), "theirs");
    assert_int_equal(scratch_count("out"), 2); /* with the journal */
    scratch_file("out/a/one.pgm", "");         /* this is no image of anybody's */
    assert_int_equal(put(&use, 0, &hello, &failure), -1);
    use.plan.marks[0] = OUTPUTS_REMADE;
    assert_int_equal(put(&use, 0, &hello, &failure), 0);
    assert_string_equal(scratch_text("out/a/one.pgm"), "hello");
    use_close(&use);
    use_close(&another);
}

/* It costs a look at each output to see them. */
static void G10_who_is_alone_does_not_look_for_others(void **state)
{
    (void)state;
    struct sink_options options = {.sink = -1, .directory = "out", .sync = SYNC_NONE};
    struct use use, another;
    struct list list = {.text = text};
    use_open(&use, &sink_directory, &options, 2);
    assert_false(use.plan.company);
    struct claims claims, first;
    list.count = 2;
    claims_open(&claims, &options, &list, &use.plan);
    claims_open(&first, &options, &list, &use.plan);
    assert_false(claims_company(&claims));
    use_open(&another, &sink_directory, &options, 2); /* which has begun since */
    assert_true(another.plan.company);
    assert_false(claims_company(&claims)); /* it has just looked */
    assert_true(claims_company(&first));
    use_close(&another);
    assert_true(claims_company(&first)); /* what it made is there */
    claims_close(&first);
    claims_close(&claims);
    use_close(&use);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_choose_a_sink),
        cmocka_unit_test(what_is_written_can_be_put_and_what_is_kept_is_hashed),
        cmocka_unit_test(memory_has_a_place_for_each_item),
        IN_SCRATCH(directories_get_files_named_as_in_the_list),
        IN_SCRATCH(G10_jobs_with_other_parameters_do_not_do_each_others_work),
        IN_SCRATCH(the_journal_tells_of_nothing_that_somebody_else_has_put_there),
        IN_SCRATCH(directories_replace_only_what_they_may),
        IN_SCRATCH(G10_what_another_job_made_meanwhile_is_there_already),
        IN_SCRATCH(G10_who_is_alone_does_not_look_for_others),
    };
    return cmocka_run_group_tests_name("sink", tests, NULL, NULL);
}
