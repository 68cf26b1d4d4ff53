/* Tests of a worker's timeline: nothing is lost where spans are joined. */
#include "drivers/job/timeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MANY = 10000 };

static struct timeline timeline;

static int reset(void **state)
{
    (void)state;
    timeline_reset(&timeline);
    return 0;
}

/* Unit i: 10 i to 10 i + 4, of which 3 busy; all sums of these are exact. */
static void add(int first, int count)
{
    for (int i = first; i < first + count; ++i) {
        const struct timeline_span unit = {i, 1, 10.0 * i, 10.0 * i + 4, 3};
        timeline_add(&timeline, &unit);
    }
}

/* Span i: the units from `first` on. */
static void expect(int i, int first, int64_t units)
{
    const struct timeline_span *span = &timeline.spans[i];
    assert_int_equal(span->unit, first);
    assert_int_equal(span->units, units);
    assert_true(span->begin == 10.0 * first);
    assert_true(span->end == 10.0 * (first + (double)units - 1) + 4);
    assert_true(span->busy == 3.0 * (double)units);
}

static void each_unit_has_a_span_while_there_is_room(void **state)
{
    (void)state;
    add(0, TIMELINE_SPANS);
    assert_int_equal(timeline.count, TIMELINE_SPANS);
    for (int i = 0; i < TIMELINE_SPANS; ++i)
        expect(i, i, 1);
}

static void one_more_joins_neighbours(void **state)
{
    (void)state;
    add(0, TIMELINE_SPANS + 1);
    assert_int_equal(timeline.count, TIMELINE_SPANS / 2 + 1);
    for (int i = 0; i < TIMELINE_SPANS / 2; ++i)
        expect(i, 2 * i, 2);
    expect(TIMELINE_SPANS / 2, TIMELINE_SPANS, 1);
    add(TIMELINE_SPANS + 1, 2);
    assert_int_equal(timeline.count, TIMELINE_SPANS / 2 + 2);
    expect(TIMELINE_SPANS / 2, TIMELINE_SPANS, 2);
    expect(TIMELINE_SPANS / 2 + 1, TIMELINE_SPANS + 2, 1);
}

static void however_many_none_is_lost_and_all_are_in_order(void **state)
{
    (void)state;
    for (int done = 0; done < MANY; ++done) {
        add(done, 1);
        int next = 0;
        for (int i = 0; i < timeline.count; ++i) {
            const struct timeline_span *span = &timeline.spans[i];
            expect(i, next, span->units);
            assert_true(i + 1 == timeline.count || span->units == timeline.spans[0].units);
            next += (int)span->units;
        }
        assert_int_equal(next, done + 1);
        assert_true(done < TIMELINE_SPANS ? timeline.count == done + 1
                                          : timeline.count > TIMELINE_SPANS / 2);
    }
}

static void what_was_is_forgotten(void **state)
{
    (void)state;
    add(0, MANY);
    timeline_reset(&timeline);
    assert_int_equal(timeline.count, 0);
    add(7, 2);
    assert_int_equal(timeline.count, 2);
    expect(0, 7, 1);
    expect(1, 8, 1);
}

#define TEST(name) cmocka_unit_test_setup(name, reset)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_unit_has_a_span_while_there_is_room),
        TEST(one_more_joins_neighbours),
        TEST(however_many_none_is_lost_and_all_are_in_order),
        TEST(what_was_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
