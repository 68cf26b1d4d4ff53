/* The watchdog: what it calls a deadlock, and what it does not. */
#include "drivers/probes/dog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const double limit_s = 0.1, brief_s = 0.4, patience_s = 240;

/* Says the lines, then hangs; an empty text: leaves at once. */
static int speak(void *context)
{
    const char *lines = context;
    if (write(STDOUT_FILENO, lines, strlen(lines)) < 0)
        return 1;
    return lines[0] ? (int)sleep(1000) : 0;
}

/* Silence without a circle is looked at for so long. */
static struct dog_report report_within(double seconds, const char *lines, int workers)
{
    struct child child;
    struct dog_report report;
    char why[80];
    assert_int_equal(child_call(&child, speak, (void *)lines), 0);
    dog_watch(&child, "worker", workers, limit_s, seconds, &report);
    child_end(&child, 0, true, why, sizeof why);
    return report;
}

static struct dog_report report_of(const char *lines, int workers)
{
    return report_within(patience_s, lines, workers);
}

static void two_that_wait_for_each_other_are_named(void **state)
{
    (void)state;
    struct dog_report report = report_of("0 waits 1 wants B\n1 waits 0 wants A\n", 2);
    assert_int_equal(report.verdict, DOG_DEADLOCK);
    assert_string_equal(report.text, "worker 0 wants B; worker 1 wants A");
    assert_true(report.seconds >= limit_s);
}

static void circles_of_some_are_found_among_all(void **state)
{
    (void)state;
    struct dog_report report = report_of("0 waits 1 x\n1 waits 3 b\n2 done\n3 waits 1 d\n", 4);
    assert_int_equal(report.verdict, DOG_DEADLOCK);
    assert_string_equal(report.text, "worker 1 b; worker 3 d");
}

static void who_waits_for_one_that_works_is_in_no_deadlock(void **state)
{
    (void)state;
    static const char *const lines[] = {"0 waits 1 x\n1 goes\n",
                                        "0 waits 1 x\n1 waits 0 y\n0 goes\n"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
        struct dog_report report = report_within(brief_s, lines[i], 2);
        assert_int_equal(report.verdict, DOG_SILENT);
        assert_true(report.seconds >= brief_s);
    }
}

static void all_that_are_done_have_finished(void **state)
{
    (void)state;
    assert_int_equal(report_of("1 done\nnoise\n1 done\n0 waits 1 x\n0 done\n", 2).verdict,
                     DOG_FINISHED);
}

static void a_child_that_leaves_is_seen(void **state)
{
    (void)state;
    assert_int_equal(report_of("", 2).verdict, DOG_ENDED);
}

static void lines_of_nobody_are_passed_over(void **state)
{
    (void)state;
    static const char lines[] = "7 waits 0 x\n0 waits 9 x\n0 waits\n-1 done\n0 eats\n";
    assert_int_equal(report_within(brief_s, lines, 2).verdict, DOG_SILENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_that_wait_for_each_other_are_named),
        cmocka_unit_test(circles_of_some_are_found_among_all),
        cmocka_unit_test(who_waits_for_one_that_works_is_in_no_deadlock),
        cmocka_unit_test(all_that_are_done_have_finished),
        cmocka_unit_test(a_child_that_leaves_is_seen),
        cmocka_unit_test(lines_of_nobody_are_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
