/* Unit tests of jobs beside this one: that they are seen, and that what they tell is not hidden. */
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
#include "drivers/io/sinks/claims.h"
#include "drivers/io/sinks/outputs.h"
#include "tests/fixtures/scratch.h"

#define FOREIGN "out/.parallax/.job.parallax-another.machine-1-1-1-0.tmp"

static int held = -1;      /* a directory whose attributes are not asked for again, as on NFS */
static struct stat cached; /* these */

int __real_fstat(int file, struct stat *status);
int __wrap_fstat(int file, struct stat *status);
int __wrap_fstat(int file, struct stat *status)
{
    if (held < 0 || file != held)
        return __real_fstat(file, status);
    *status = cached;
    return 0;
}

static void a_job_of_another_machine_is_company_however_old_its_file_is(void **state)
{
    (void)state;
    const struct timespec times[] = {{1000, 0}, {1000, 0}};
    scratch_file("out/.parallax/other", "");
    assert_false(claims_others("out"));
    scratch_file(FOREIGN, "");
    assert_int_equal(utimensat(AT_FDCWD, FOREIGN, times, 0), 0);
    assert_true(claims_others("out"));
}

static int64_t age_of(const char *name)
{
    struct stat status;
    assert_int_equal(stat(name, &status), 0);
    return (int64_t)time(NULL) - status.st_mtime;
}

/* Days after it began another job ends, and removes the files of those that have ended. */
static void a_job_that_runs_for_days_says_so(void **state)
{
    (void)state;
    const struct timespec days_ago[] = {{1000, 0}, {1000, 0}};
    const struct sink_options options = {.directory = "out"};
    struct sink_plan plan = {.marks = NULL};
    struct list list = {.count = 1};
    struct claims claims;
    char owner[300];
    scratch_file("out/.parallax/other", "");
    claims_begin("out", plan.owner);
    claims_open(&claims, &options, &list, &plan);
    snprintf(owner, sizeof owner, "out/.parallax/%s", plan.owner);
    assert_int_equal(utimensat(AT_FDCWD, owner, days_ago, 0), 0);
    claims_renew(&claims);
    assert_true(age_of(owner) > 3600); /* it is not due */
    atomic_store(&claims.renewal, 0);
    claims_renew(&claims);
    assert_true(age_of(owner) < 3600);
    assert_int_equal(unlink(owner), 0); /* it had stood still for a day */
    claims_renew(&claims);
    assert_int_equal(access(owner, F_OK), -1);
    atomic_store(&claims.renewal, 0);
    claims_renew(&claims);
    assert_true(age_of(owner) < 3600);
    claims_close(&claims);
    scratch_file(FOREIGN, "");
    claims_end("out");
    assert_int_equal(access(owner, F_OK), -1);
    assert_int_equal(access(FOREIGN, F_OK), 0); /* that one has said so within a day */
    claims_begin("out", plan.owner);
    assert_int_equal(utimensat(AT_FDCWD, FOREIGN, days_ago, 0), 0);
    claims_end("out");
    assert_int_equal(access(FOREIGN, F_OK), -1);
}

static bool look(struct claims *claims)
{
    atomic_store(&claims->next, 0);
    return claims_company(claims);
}

static void a_job_that_begins_is_seen_where_attributes_are_cached(void **state)
{
    (void)state;
    struct sink_plan plan = {.marks = NULL};
    struct list list = {.count = 1};
    struct claims claims;
    struct stat now;
    scratch_file("out/.parallax/other", "");
    claims_begin("out", plan.owner);
    claims_open(&claims, &(struct sink_options){.directory = "out"}, &list, &plan);
    assert_int_equal(__real_fstat(claims.place, &cached), 0);
    held = claims.place;
    for (int i = 0; i < 3; ++i)
        assert_false(look(&claims));
    do { /* until the next tick */
        (void)unlink(FOREIGN);
        scratch_file(FOREIGN, "");
        assert_int_equal(__real_fstat(claims.place, &now), 0);
    } while (now.st_mtim.tv_sec == cached.st_mtim.tv_sec &&
             now.st_mtim.tv_nsec == cached.st_mtim.tv_nsec);
    assert_true(look(&claims));
    held = -1;
    claims_close(&claims);
    claims_end("out");
}

static char text[] = "in/one\0one.pgm";

/* A job over one image. */
struct job {
    void *state;
    struct list list;
    struct sink_plan plan;
    uint8_t marks[1];
};

static void begin(struct job *job, const struct sink_options *options)
{
    struct failure failure;
    *job = (struct job){.state = calloc(1, sink_directory.state_size),
                        .list = {.text = text, .text_size = sizeof text}};
    job->plan.marks = job->marks;
    assert_int_equal(list_index(&job->list), 0);
    assert_int_equal(sink_directory.check(options, &job->list, &job->plan, &failure), 0);
    assert_int_equal(
        sink_directory.open(job->state, options, &job->plan, &job->list, 1, 1, &failure), 0);
}

/* A job says again that it runs with each output: of images that all its processes do at once it
 * asks nothing else. */
static int renewals;

void __wrap_claims_renew(struct claims *claims);
void __real_claims_renew(struct claims *claims);

void __wrap_claims_renew(struct claims *claims)
{
    ++renewals;
    __real_claims_renew(claims);
}

static int put(struct job *job, char *what, struct failure *failure)
{
    const int before = renewals;
    const struct bytes bytes = {.data = (uint8_t *)what, .size = strlen(what)};
    struct stat status;
    assert_int_equal(stat("in/one", &status), 0);
    sink_directory.from(job->state, 0, 0, journal_input_of(&status));
    int result = sink_directory.put(job->state, 0, 0, "one.pgm", &bytes, NULL, failure);
    assert_int_equal(renewals, before + 1);
    return result;
}

static void end(struct job *job)
{
    sink_directory.close(job->state);
    free(job->state);
    free(job->list.offset);
}

/* One that began and ended unseen has made the picture, with other parameters. */
static void G10_what_others_tell_is_not_hidden_by_what_is_taken_back(void **state)
{
    (void)state;
    const struct sink_options options = {.directory = "out", .params = 1, .sync = SYNC_FILE},
                              other = {.directory = "out", .params = 2, .sync = SYNC_FILE};
    struct job ours, theirs;
    struct failure failure;
    char theirs_text[] = "theirs", ours_text[] = "ours";
    scratch_file("in/one", "input");
    begin(&ours, &options);
    begin(&theirs, &other);
    assert_int_equal(put(&theirs, theirs_text, &failure), 0);
    end(&theirs);
    claims_end("out");
    assert_int_equal(put(&ours, ours_text, &failure), -1);
    assert_string_equal(failure.code, "exists");
    assert_non_null(strstr(failure.message, "a job with other parameters has made it meanwhile"));
    assert_string_equal(scratch_text("out/one.pgm"), "theirs");
    end(&ours);
    begin(&theirs, &other);
    assert_int_equal(theirs.plan.marks[0], SINK_SKIP);
    assert_int_equal(theirs.plan.untold, 0);
    end(&theirs);
    begin(&ours, &options);
    assert_int_equal(ours.plan.marks[0], OUTPUTS_REMADE);
    end(&ours);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_job_of_another_machine_is_company_however_old_its_file_is),
        TEST(a_job_that_runs_for_days_says_so),
        TEST(a_job_that_begins_is_seen_where_attributes_are_cached),
        TEST(G10_what_others_tell_is_not_hidden_by_what_is_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
