/* Tests of the fixed work that tells how fast a machine is, and of how often it is done. */
#include "drivers/run/witness.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void it_takes_a_millisecond_or_two(void **state)
{
    (void)state;
    struct witness_memory memory = {0};
    double least[3] = {INFINITY, INFINITY, INFINITY};
    for (int i = 0; i < 10; ++i) {
        const struct witness witness = witness_run(&memory, WITNESS_WHOLE);
        least[0] = fmin(least[0], witness.chain_s);
        least[1] = fmin(least[1], witness.cache_s);
        least[2] = fmin(least[2], witness.stream_s);
    }
    for (int i = 0; i < 3; ++i)
        assert_true(least[i] > 2e-5 && least[i] < 0.1); /* also where nothing is optimised */
    witness_free(&memory);
}

static void without_the_stream_no_memory_is_needed(void **state)
{
    (void)state;
    struct witness_memory memory = {0};
    const struct witness none = witness_run(&memory, WITNESS_NONE);
    const struct witness brief = witness_run(&memory, WITNESS_BRIEF);
    assert_true(isnan(none.chain_s) && isnan(none.cache_s) && isnan(none.stream_s));
    assert_true(brief.chain_s > 0 && brief.cache_s > 0 && isnan(brief.stream_s));
    assert_null(memory.bytes);
}

/* A run of `count` iterations that take `seconds` each, in which a witness takes `cost`. */
static void run(double seconds, double cost, int count)
{
    struct witness_clock clock = {0};
    double now = 100, last = 0;
    int next = WITNESS_NONE, times = 0;
    for (int i = 0; i < count; ++i) {
        now += seconds;
        if (next != WITNESS_NONE) {
            ++times;
            assert_int_equal(next, seconds < 0.02 ? WITNESS_BRIEF : WITNESS_WHOLE);
            assert_true(now - last >= 0.05 - 1e-9);
            last = now;
            clock.spent_s += cost;
            now += cost;
        }
        assert_true(clock.spent_s <= 0.02 * (now - 100) + cost);
        next = witness_next(&clock, 100, now, seconds);
    }
    assert_true(times > 0);
    assert_true(clock.spent_s <= 0.025 * (now - 100));
}

static void it_is_rare(void **state)
{
    (void)state;
    run(0.001, 0.0008, 2000);
    run(0.019, 0.0015, 100);
    run(0.021, 0.0015, 100);
    run(0.2, 0.0015, 10);
    run(0.2, 0.01, 100); /* on a slow machine, less often */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_takes_a_millisecond_or_two),
        cmocka_unit_test(without_the_stream_no_memory_is_needed),
        cmocka_unit_test(it_is_rare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
