/* Tests of what is told of a run's disturbance, and of when it was disturbed. */
#include "drivers/run/evidence.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void add(struct evidence *evidence, int warmup, double share, double other, double blocked)
{
    const struct sample_row sample = {.warmup = (int8_t)warmup, .valid = 1, .wall_s = 2};
    const struct worker_row workers[] = {{.compute_cpu_share = share, .blocked_s = blocked},
                                         {.compute_cpu_share = other, .blocked_s = 0}};
    assert_int_equal(evidence_add(evidence, &sample, workers, 2), 0);
}

static void the_worker_with_least_of_a_cpu_counts_in_the_median_iteration(void **state)
{
    (void)state;
    struct evidence evidence = {0};
    struct quality quality = {.throttled = -1};
    add(&evidence, 1, 0.1, 0.1, 4); /* a warm-up */
    add(&evidence, 0, 0.99, 0.5, 2);
    add(&evidence, 0, 0.98, 0.99, 1);
    add(&evidence, 0, NAN, 0.97, 0);
    add(&evidence, 0, 0.99, 0.99, 4);
    add(&evidence, 0, NAN, NAN, NAN);
    evidence_conclude(&evidence, 2, &quality);
    assert_true(fabs(quality.cpu_share - 0.975) < 1e-12);
    assert_true(fabs(quality.low_share - 0.5) < 1e-12);
    assert_true(fabs(quality.blocked - 0.375) < 1e-12);
    assert_true(quality.worker_s == 24);
    evidence_free(&evidence);
}

static void of_nothing_nothing_is_known(void **state)
{
    (void)state;
    struct evidence evidence = {0};
    struct quality quality = {.throttled = -1, .steal_s = NAN, .others_s = NAN};
    evidence_conclude(&evidence, 4, &quality);
    assert_true(isnan(quality.cpu_share) && isnan(quality.low_share) && isnan(quality.blocked));
    assert_false(quality_is_disturbed(&quality));
    assert_false(quality_is_blocked(&quality));
}

static void a_run_is_disturbed_by_whatever_takes_its_cpus(void **state)
{
    (void)state;
    const struct {
        struct quality quality;
        bool disturbed;
    } cases[] = {
        {{0.986, 0.986, 0, 0, 0, 0, 10, 20, false, false, 5, 0, false}, false},
        /* others came and went */
        {{0.986, 0.969, 0, 0, 0, 0, 10, 20, false, false, 5, 0, false}, true},
        {{0.969, 0.969, 0, 0, 0, 0, 10, 20, false, false, 5, 0, false}, true},
        {{0.986, 0.986, 0, 1, 0, 0, 10, 20, false, false, 5, 0, false}, true},
        /* 3 % and two steps of a clock */
        {{0.986, 0.986, 0, 0, 0.31, 0, 10, 20, false, false, 5, 0, false}, false},
        {{0.986, 0.986, 0, 0, 0.33, 0, 10, 20, false, false, 5, 0, false}, true},
        /* a core each: their share tells */
        {{0.5, 0.5, 0.6, 0, 0, 0, 10, 20, false, false, 5, 0, false}, true},
        /* they share cores */
        {{0.5, 0.5, 0.6, 0, 0, 0, 10, 20, true, false, 5, 0, false}, false},
        {{0.5, 0.5, 0.4, 0, 0, 0, 10, 20, true, false, 5, 0, false}, true},
        {{0.5, 0.5, 0.6, 0, 0, 2.1, 10, 20, true, false, 5, 0, false}, true},
        {{0.5, 0.5, 0.6, 0, 0.4, 0, 10, 20, true, false, 5, 0, false}, true},
        /* a fifth of all */
        {{0.986, 0.986, 0, 0, 0, 4.1, 10, 20, false, false, 5, 0, false}, true},
        {{0.986, 0.986, 0, 0, 0, 4, 10, 20, false, false, 5, 0, false}, false},
        {{NAN, NAN, NAN, -1, NAN, NAN, 10, 20, true, false, 5, 0, false}, false},
        /* by themselves */
        {{0.5, 0.5, 0.4, 0, 0, 0, 10, 20, true, true, 5, 0, false}, false},
        {{0.5, 0.5, 0.6, 0, 0, 2.1, 10, 20, true, true, 5, 0, false}, true},
        /* its parent's doing */
        {{0.5, 0.5, 0, 0, 0, 0, 10, 20, false, false, 5, 2.4, false}, false},
        {{0.5, 0.5, 0, 0, 0, 0, 10, 20, false, false, 5, 2.3, false}, true},
        /* of little of its time */
        {{0.7, 0.7, 0.91, 0, 0, 0, 10, 20, false, false, 5, 0, false}, false},
        {{0.9, 0.9, NAN, 0, 0, 0, 10, 20, false, false, 5, NAN, false}, true},
        /* one lock of all: who waits for it needs no CPU */
        {{0.5, 0.5, NAN, 0, 0, 0, 10, 20, true, true, 5, 0, true}, false},
        {{0.5, 0.5, NAN, 0, 0, 2.1, 10, 20, true, true, 5, 0, true}, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i)
        assert_int_equal(quality_is_disturbed(&cases[i].quality), cases[i].disturbed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worker_with_least_of_a_cpu_counts_in_the_median_iteration),
        cmocka_unit_test(of_nothing_nothing_is_known),
        cmocka_unit_test(a_run_is_disturbed_by_whatever_takes_its_cpus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
