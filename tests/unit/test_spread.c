/* Moving things apart along an axis. */
#include "tests/check/check_spread.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_places(const struct spread *items, int count, const struct spread *expected)
{
    for (int i = 0; i < count; ++i) {
        assert_true(fabs(items[i].place - expected[i].place) < 1e-9);
        assert_int_equal(items[i].which, expected[i].which);
    }
}

static void test_far_apart_stays(void **state)
{
    (void)state;
    struct spread items[] = {{0.9, 0}, {0.1, 1}, {0.5, 2}};
    const struct spread expected[] = {{0.1, 1}, {0.5, 2}, {0.9, 0}};
    spread_apart(items, 3, 0.4);
    assert_places(items, 3, expected);
}

static void test_equal_places_part_evenly(void **state)
{
    (void)state;
    struct spread items[] = {{0.5, 0}, {0.5, 1}, {0.5, 2}};
    const struct spread expected[] = {{0.4, 0}, {0.5, 1}, {0.6, 2}};
    spread_apart(items, 3, 0.1);
    assert_places(items, 3, expected);
}

static void test_blocks_that_meet_become_one(void **state)
{
    (void)state;
    struct spread items[] = {{0.40, 0}, {0.40, 1}, {0.50, 2}, {0.50, 3}};
    const struct spread expected[] = {{0.30, 0}, {0.40, 1}, {0.50, 2}, {0.60, 3}};
    spread_apart(items, 4, 0.1);
    assert_places(items, 4, expected);
}

static void test_ends_hold(void **state)
{
    (void)state;
    struct spread items[] = {{0, 0}, {0.05, 1}, {1, 2}, {0.98, 3}};
    const struct spread expected[] = {{0, 0}, {0.1, 1}, {0.9, 3}, {1, 2}};
    spread_apart(items, 4, 0.1);
    assert_places(items, 4, expected);
}

static void test_too_many_are_evenly_spaced(void **state)
{
    (void)state;
    struct spread items[] = {{0.7, 0}, {0.7, 1}, {0.7, 2}};
    const struct spread expected[] = {{0, 0}, {0.5, 1}, {1, 2}};
    spread_apart(items, 3, 0.8);
    assert_places(items, 3, expected);
    struct spread one[] = {{0.7, 0}};
    spread_apart(one, 1, 0.8);
    assert_places(one, 1, &(struct spread){0.7, 0});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_far_apart_stays),
        cmocka_unit_test(test_equal_places_part_evenly),
        cmocka_unit_test(test_blocks_that_meet_become_one),
        cmocka_unit_test(test_ends_hold),
        cmocka_unit_test(test_too_many_are_evenly_spaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
