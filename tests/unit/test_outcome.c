/* Tests of how a run ended: word and exit code. */
#include "drivers/run/outcome.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "drivers/common/exit_code.h"

static const struct inputs three = {.count = 3};

static void is_as_it_stopped(const struct measurement *m, int64_t wrong, const char *status,
                             int code)
{
    assert_string_equal(outcome_status(m, wrong), status);
    assert_int_equal(outcome_code(&three, m, wrong, 0), code);
}

static void H16_without_memory_for_a_sample_a_run_is_not_complete(void **state)
{
    (void)state;
    const struct measurement m = {
        .agreed = true, .done = 3, .iterations = 2, .stopped_by = STOPPED_BY_MEMORY};
    is_as_it_stopped(&m, 0, "stopped", EXIT_MEMORY);
}

static void what_is_wrong_comes_before_all_else(void **state)
{
    (void)state;
    struct measurement m = {.agreed = true, .done = 3, .stopped_by = STOPPED_BY_SIGNAL};
    is_as_it_stopped(&m, 0, "stopped", EXIT_STOPPED);
    is_as_it_stopped(&m, 1, "failed", EXIT_BUG);
    m.agreed = false;
    is_as_it_stopped(&m, 0, "failed", EXIT_BUG);
}

static void failed_images_have_codes_of_their_own(void **state)
{
    (void)state;
    struct measurement m = {.agreed = true, .done = 3, .stopped_by = STOPPED_BY_PASS};
    is_as_it_stopped(&m, 0, "complete", EXIT_OK);
    m.done = 2;
    m.failed = 1;
    is_as_it_stopped(&m, 0, "complete", EXIT_SOME_FAILED);
    m.done = 0;
    m.failed = 3;
    is_as_it_stopped(&m, 0, "complete", EXIT_DATA);
    assert_int_equal(outcome_code(&three, &m, 0, 1), EXIT_SOME_FAILED); /* others are there */
    m.stopped_by = STOPPED_BY_FULL;
    is_as_it_stopped(&m, 0, "stopped", EXIT_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(H16_without_memory_for_a_sample_a_run_is_not_complete),
        cmocka_unit_test(what_is_wrong_comes_before_all_else),
        cmocka_unit_test(failed_images_have_codes_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
