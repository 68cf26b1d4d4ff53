/* A worker's plans: the sixteen that were used last are kept, and each is freed once. */
#include "drivers/job/plans.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int made, freed;

static int make(struct plan *plan)
{
    if (plan->src.width == 13) {
        errno = EINVAL;
        return -1;
    }
    plan->dst = plan->src;
    ++made;
    return 0;
}

static void unmake(struct plan *plan)
{
    (void)plan;
    ++freed;
}

static const struct kernel kernel = {.name = "counted", .plan = make, .unplan = unmake};
static const struct variant variant = {.name = "c"};
static const double value[PARAMS_MAX];
static struct plans plans;
static int64_t built;

static int clear(void **state)
{
    (void)state;
    made = freed = 0;
    built = 0;
    plans = (struct plans){0};
    return 0;
}

static const struct plan *get_shrunk(int original, int width)
{
    return plans_get(&plans, &kernel, &variant, value, (struct shape){original, 5, 3},
                     (struct shape){width, 5, 3}, &built);
}

static const struct plan *get(int width)
{
    return get_shrunk(width, width);
}

static void a_shape_is_planned_once(void **state)
{
    (void)state;
    const struct plan *plan = get(100);
    assert_int_equal(plan->src.width, 100);
    assert_ptr_equal(get(100), plan);
    assert_int_equal(built, 1);
    assert_int_equal(made, 1);
}

static void the_shape_before_shrinking_makes_another_plan(void **state)
{
    (void)state;
    get_shrunk(800, 100);
    get_shrunk(790, 100);
    assert_int_equal(built, 2);
    assert_int_equal(get_shrunk(800, 100)->original.width, 800);
    assert_int_equal(built, 2);
}

static void sixteen_are_kept_and_the_oldest_goes(void **state)
{
    (void)state;
    for (int i = 0; i < PLANS_KEPT; ++i)
        get(100 + i);
    get(100); /* now 101 is the oldest */
    get(200); /* takes its place */
    assert_int_equal(freed, 1);
    get(100);
    for (int i = 2; i < PLANS_KEPT; ++i)
        get(100 + i);
    assert_int_equal(built, PLANS_KEPT + 1);
    get(101);
    assert_int_equal(built, PLANS_KEPT + 2);
}

static void a_plan_stays_for_fifteen_more_calls(void **state)
{
    (void)state;
    const struct plan *first = get(100);
    for (int i = 1; i < PLANS_KEPT; ++i)
        get(100 + i);
    assert_int_equal(first->src.width, 100);
}

static void what_cannot_be_planned_is_told_and_does_no_harm(void **state)
{
    (void)state;
    for (int i = 0; i < PLANS_KEPT; ++i)
        get(100 + i);
    assert_null(get(13));
    assert_int_equal(errno, EINVAL);
    assert_null(get(13));
    assert_int_equal(built, PLANS_KEPT);
    assert_int_equal(get(300)->src.width, 300);
}

static void all_are_freed_in_the_end(void **state)
{
    (void)state;
    for (int i = 0; i < 100; ++i)
        get(100 + i * i % 37);
    plans_free(&plans, &kernel, &variant);
    assert_int_equal(freed, made);
    plans_free(&plans, &kernel, &variant);
    assert_int_equal(freed, made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_shape_is_planned_once, clear),
        cmocka_unit_test_setup(the_shape_before_shrinking_makes_another_plan, clear),
        cmocka_unit_test_setup(sixteen_are_kept_and_the_oldest_goes, clear),
        cmocka_unit_test_setup(a_plan_stays_for_fifteen_more_calls, clear),
        cmocka_unit_test_setup(what_cannot_be_planned_is_told_and_does_no_harm, clear),
        cmocka_unit_test_setup(all_are_freed_in_the_end, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
