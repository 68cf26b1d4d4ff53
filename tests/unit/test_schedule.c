/* Chunks of every schedule: each unit in exactly one, whoever asks and however often. */
#include "drivers/models/schedule.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { UNITS_MAX = 4000, WORKERS_MAX = 17 };

static const int chunks[] = {1, 2, 3, 7, 64, 1000, INT_MAX};
enum { CHUNKS = sizeof chunks / sizeof *chunks };

static unsigned char seen[UNITS_MAX];

static void mark(struct span span, int n)
{
    assert_true(span.begin >= 0 && span.begin <= span.end && span.end <= n);
    for (int unit = span.begin; unit < span.end; ++unit)
        ++seen[unit];
}

static void expect_each_once(int n)
{
    for (int unit = 0; unit < n; ++unit)
        assert_int_equal(seen[unit], 1);
    memset(seen, 0, sizeof seen);
}

/* Turns as a counter hands them out, each to the next of `workers` walks: every walk skips. */
static void deal(const struct schedule *schedule, int n, int workers)
{
    struct schedule_walk walks[WORKERS_MAX] = {{0, 0}};
    struct span span;
    for (int64_t turn = 0;; ++turn) {
        if (!schedule_span(schedule, n, workers, turn, &walks[turn * turn % workers], &span))
            break;
        mark(span, n);
    }
    expect_each_once(n);
}

static void own(const struct schedule *schedule, int n, int workers)
{
    for (int worker = 0; worker < workers; ++worker) {
        struct schedule_walk walk = {0, 0};
        struct span span;
        for (int64_t mine = 0;; ++mine) {
            int64_t turn = schedule_own_turn(schedule->kind, worker, workers, mine);
            if (!schedule_span(schedule, n, workers, turn, &walk, &span))
                break;
            mark(span, n);
        }
    }
    expect_each_once(n);
}

static void cover(int n, int workers)
{
    for (int kind = 0; schedule_names[kind]; ++kind)
        for (int c = 0; c < CHUNKS; ++c) {
            struct schedule schedule = {(enum schedule_kind)kind, chunks[c]};
            if (schedule_is_dealt(schedule.kind))
                deal(&schedule, n, workers);
            else
                own(&schedule, n, workers);
        }
}

static void every_unit_is_in_exactly_one_chunk(void **state)
{
    (void)state;
    for (int n = 0; n <= 200; ++n)
        for (int workers = 1; workers <= WORKERS_MAX; ++workers)
            cover(n, workers);
}

static void so_it_is_for_many_units(void **state)
{
    (void)state;
    for (int workers = 1; workers <= WORKERS_MAX; ++workers) {
        cover(997, workers);
        cover(UNITS_MAX, workers);
    }
}

static void a_walk_that_skips_turns_finds_the_same_chunks(void **state)
{
    (void)state;
    struct schedule schedule = {SCHEDULE_GUIDED, 2};
    struct schedule_walk step = {0, 0};
    struct span expected, found;
    for (int64_t turn = 0; schedule_span(&schedule, 3000, 4, turn, &step, &expected); ++turn) {
        struct schedule_walk leap = {0, 0};
        assert_true(schedule_span(&schedule, 3000, 4, turn, &leap, &found));
        assert_int_equal(found.begin, expected.begin);
        assert_int_equal(found.end, expected.end);
    }
}

static void past_the_end_there_is_nothing_however_far(void **state)
{
    (void)state;
    for (int kind = 0; schedule_names[kind]; ++kind) {
        struct schedule schedule = {(enum schedule_kind)kind, 3};
        struct schedule_walk walk = {0, 0};
        struct span span;
        assert_false(schedule_span(&schedule, 100, 5, 100, &walk, &span));
        assert_false(schedule_span(&schedule, 100, 5, INT64_C(1) << 40, &walk, &span));
        assert_false(schedule_span(&schedule, 100, 5, -1, &(struct schedule_walk){0, 0}, &span));
    }
}

static void guided_chunks_never_grow_and_are_as_large_as_asked(void **state)
{
    (void)state;
    for (int workers = 1; workers <= WORKERS_MAX; ++workers) {
        struct schedule schedule = {SCHEDULE_GUIDED, 5};
        struct schedule_walk walk = {0, 0};
        struct span span;
        int before = INT_MAX;
        for (int64_t turn = 0; schedule_span(&schedule, 100000, workers, turn, &walk, &span);
             ++turn) {
            int size = span.end - span.begin;
            assert_true(size <= before);
            assert_true(size >= 5 || span.end == 100000);
            before = size;
        }
        assert_true(before < 100000 / workers);
    }
}

static void block_parts_differ_by_one_unit_at_most(void **state)
{
    (void)state;
    struct schedule schedule = {SCHEDULE_BLOCK, 1};
    for (int n = 0; n <= 200; ++n)
        for (int workers = 1; workers <= WORKERS_MAX; ++workers)
            for (int64_t worker = 0; worker < workers; ++worker) {
                struct span span;
                assert_true(schedule_span(&schedule, n, workers, worker,
                                          &(struct schedule_walk){0, 0}, &span));
                int size = span.end - span.begin;
                assert_true(size == n / workers || size == n / workers + 1);
            }
}

static void two_thousand_million_units_do_not_overflow(void **state)
{
    (void)state;
    struct span span = {0, 0};
    struct schedule_walk walk = {0, 0};
    struct schedule schedule = {SCHEDULE_BLOCK, 1};
    assert_true(schedule_span(&schedule, INT_MAX, 4096, 4095, &walk, &span));
    assert_int_equal(span.end, INT_MAX);
    schedule = (struct schedule){SCHEDULE_CYCLIC, INT_MAX - 1};
    assert_true(schedule_span(&schedule, INT_MAX, 4096, 1, &walk, &span));
    assert_int_equal(span.begin, INT_MAX - 1);
    assert_int_equal(span.end, INT_MAX);
    schedule = (struct schedule){SCHEDULE_GUIDED, 1};
    int end = 0;
    for (int64_t turn = 0; schedule_span(&schedule, INT_MAX, 3, turn, &walk, &span); ++turn) {
        assert_int_equal(span.begin, end);
        end = span.end;
    }
    assert_int_equal(end, INT_MAX);
}

/* Threads that draw in any order: each unit goes to exactly one of them. */
static void drawn_units_are_each_in_one_chunk_whoever_comes_first(void **state)
{
    (void)state;
    for (int kind = SCHEDULE_BLOCK; kind <= SCHEDULE_GUIDED; ++kind)
        for (int workers = 1; workers <= WORKERS_MAX; ++workers)
            for (int n = 0; n < 60; n += 7) {
                struct schedule schedule = {(enum schedule_kind)kind, 1 + n % 3};
                struct schedule_hand hands[WORKERS_MAX] = {{{0, 0}, 0}};
                bool over[WORKERS_MAX] = {false};
                atomic_llong dealt = 0;
                int times[60] = {0}, left = workers;
                for (int step = n; left > 0; step = (step * 5 + 3) % 10007) {
                    int worker = step % workers;
                    for (int tries = 0; over[worker] && tries < workers; ++tries)
                        worker = (worker + 1) % workers;
                    struct span span;
                    over[worker] = !schedule_draw(&schedule, n, worker, workers, &dealt,
                                                  &hands[worker], &span);
                    left -= over[worker];
                    for (int i = span.begin; !over[worker] && i < span.end; ++i)
                        ++times[i];
                }
                for (int i = 0; i < n; ++i)
                    assert_int_equal(times[i], 1);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_unit_is_in_exactly_one_chunk),
        cmocka_unit_test(so_it_is_for_many_units),
        cmocka_unit_test(a_walk_that_skips_turns_finds_the_same_chunks),
        cmocka_unit_test(past_the_end_there_is_nothing_however_far),
        cmocka_unit_test(guided_chunks_never_grow_and_are_as_large_as_asked),
        cmocka_unit_test(block_parts_differ_by_one_unit_at_most),
        cmocka_unit_test(drawn_units_are_each_in_one_chunk_whoever_comes_first),
        cmocka_unit_test(two_thousand_million_units_do_not_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
