/* Tests of how a run ended: word and exit code. */
#include "drivers/run/outcome.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

static void ranks_50_of_other_programs_and_on_other_cpus_are_told(void **state)
{
    (void)state;
    char text[ALIKE_TEXT];
    struct alike_rank ranks[] = {{"one", 1}, {"", 0}, {"one", 1}, {"one", 1}};
    assert_int_equal(alike_judge(ranks, 4, text), ALIKE);
    assert_string_equal(text, "");
    ranks[2] = (struct alike_rank){"another", 1};
    assert_int_equal(alike_judge(ranks, 4, text), ALIKE_NOT_CPUS);
    assert_non_null(strstr(text, "rank 2 runs on another CPU, another, than rank 0, one:"));
    ranks[3].program = 2;
    assert_int_equal(alike_judge(ranks, 4, text), ALIKE_NOT_PROGRAMS);
    assert_non_null(strstr(text, "rank 3 is another program than rank 0"));
}

static void what_is_not_alike_is_valid_to_nobody(void **state)
{
    (void)state;
    const struct measurement m = {.agreed = true, .done = 3};
    const struct run_row run = {.binding_ok = 1};
    assert_int_equal(outcome_validity(&run, &m, "complete", ALIKE).code, INVALID_NONE);
    assert_int_equal(outcome_validity(&run, &m, "complete", ALIKE_NOT_CPUS).code, INVALID_MIXED);
    assert_int_equal(outcome_validity(&run, &m, "stopped", ALIKE_NOT_CPUS).code, INVALID_STOPPED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(H16_without_memory_for_a_sample_a_run_is_not_complete),
        cmocka_unit_test(what_is_wrong_comes_before_all_else),
        cmocka_unit_test(ranks_50_of_other_programs_and_on_other_cpus_are_told),
        cmocka_unit_test(what_is_not_alike_is_valid_to_nobody),
        cmocka_unit_test(failed_images_have_codes_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
