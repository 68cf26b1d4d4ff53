/* What a long run says: how much is left only once that is more than a guess. */
#include "drivers/run/progress.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/common/timer.h"

static char text[256];

/* Says it 1000 s after the beginning. */
static void say(double budget, const struct progress_state *state, const struct interval *median)
{
    char *said = NULL;
    size_t size = 0;
    struct progress progress = {.out = open_memstream(&said, &size), .budget = budget};
    assert_non_null(progress.out);
    progress.began = progress.last = timer_now() - 1000;
    if (state)
        progress_unit(&progress, state);
    else
        progress_iteration(&progress, 7, median);
    fclose(progress.out);
    snprintf(text, sizeof text, "%s", said);
    free(said);
}

static void a_pass_tells_what_is_left_from_a_twentieth_of_its_images_on(void **state)
{
    (void)state;
    say(INFINITY, &(struct progress_state){.done = 4999, .total = 100000, .processes = 1}, NULL);
    assert_string_equal(text, "4999 of 100000 images (5 %), 5 images/s\n");
    say(INFINITY, &(struct progress_state){.done = 5000, .total = 100000, .processes = 1}, NULL);
    assert_string_equal(text, "5000 of 100000 images (5 %), 5 images/s, 5:16 h left\n");
    say(INFINITY, &(struct progress_state){.done = 25000, .total = 100000, .processes = 2}, NULL);
    assert_string_equal(text, "about 50000 of 100000 images (50 %), 50 images/s, 16:40 min left\n");
}

static void a_measurement_does_from_a_twentieth_of_its_budget_on(void **state)
{
    (void)state;
    const struct interval median = {2, NAN, NAN};
    say(21000, NULL, &median);
    assert_string_equal(text, "iteration 7, median 2 s\n");
    say(2000, NULL, &median);
    assert_string_equal(text, "iteration 7, median 2 s, at most 16:40 min left\n");
    say(INFINITY, NULL, &median);
    assert_string_equal(text, "iteration 7, median 2 s\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pass_tells_what_is_left_from_a_twentieth_of_its_images_on),
        cmocka_unit_test(a_measurement_does_from_a_twentieth_of_its_budget_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
