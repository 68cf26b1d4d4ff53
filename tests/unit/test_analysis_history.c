/* Which cells a build made slower or faster. */
#include "analysis/data/history.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/analysis_fixture.h"

enum { ROUNDS = 8, BUILDS = 3 };

static struct results parts[BUILDS];
static struct runs runs_of[BUILDS];
static struct cells builds[BUILDS];
static struct history history;

/* What a round has in common, and what one run varies by: mean 0. */
static const double common[ROUNDS] = {0.2, -0.1, 0.05, -0.15, 0.1, -0.05, 0.15, -0.2};
static const double own[ROUNDS] = {1, -1, 0.5, -0.5, -1, 1, -0.5, 0.5};

/* Eight rounds of threads, each `noise` apart; the build's `hour` is when they were made. */
static void add_rounds(int threads, double seconds, double noise, int hour, bool turns)
{
    for (int round = 0; round < ROUNDS; ++round) {
        struct run_row *row =
            add_run("omp", 1, threads, seconds * exp(common[round] + noise * own[round]));
        row->round = round;
        row->slice = 0;
        snprintf(row->created, sizeof row->created, "2026-01-01T%02d:%02d:00Z", turns ? 0 : hour,
                 4 * round + hour);
    }
}

/* Every build as it was added: build i has the runs from marks[i] on, up to the next. */
static void make(size_t count, const size_t *marks)
{
    for (size_t i = 0; i < count; ++i) {
        parts[i] = (struct results){.runs = rows + marks[i],
                                    .samples = samples,
                                    .nodes = nodes,
                                    .run_count = marks[i + 1] - marks[i],
                                    .sample_count = marks[count] * SAMPLES,
                                    .node_count = marks[count]};
        runs_build(&runs_of[i], &parts[i]);
        cells_build(&builds[i], &runs_of[i]);
    }
    history_make(&history, builds, count);
}

static void clear(size_t count)
{
    history_free(&history);
    for (size_t i = 0; i < count; ++i) {
        cells_free(&builds[i]);
        runs_free(&runs_of[i]);
    }
}

/* Rounds vary by 15 %, the builds within one by 0.2 %: only pairs can tell. */
static void rounds_in_turn_are_paired(void **state)
{
    (void)state;
    add_rounds(1, 1, 0, 0, true);
    add_rounds(2, 0.5, 0, 0, true);
    add_rounds(4, 0.3, 0, 0, true);
    add_rounds(1, 1.1, 0.002, 1, true);
    add_rounds(2, 0.5, 0.002, 1, true);
    add_rounds(4, 0.25, 0.002, 1, true);
    make(2, (const size_t[]){0, 3 * ROUNDS, 6 * ROUNDS});
    assert_int_equal(history.count, 3);
    for (int i = 0; i < 3; ++i) {
        assert_int_equal(history.cells[i].step_count, 1);
        assert_true(history.cells[i].steps[0].paired);
    }
    assert_int_equal(history.cells[0].steps[0].answer, EQUIVALENCE_MORE);
    assert_true(fabs(history.cells[0].steps[0].ratio.value - log(1.1)) < 1e-12);
    assert_int_equal(history.cells[1].steps[0].answer, EQUIVALENCE_EQUAL);
    assert_int_equal(history.cells[2].steps[0].answer, EQUIVALENCE_LESS);
    clear(2);
}

/* A launch that others disturbed is missing: the other seven are pairs. */
static void gaps_leave_pairs(void **state)
{
    (void)state;
    add_rounds(1, 1, 0, 0, true);
    add_rounds(1, 1.1, 0.002, 1, true);
    snprintf(rows[ROUNDS + 3].status, sizeof rows[0].status, "stopped");
    make(2, (const size_t[]){0, ROUNDS, 2 * ROUNDS});
    assert_true(history.cells[0].steps[0].paired);
    assert_true(history.cells[0].steps[0].ratio.degrees == ROUNDS - 2);
    assert_int_equal(history.cells[0].steps[0].answer, EQUIVALENCE_MORE);
    clear(2);
}

/* The same runs, one build after the other: the rounds' numbers mean nothing. */
static void builds_one_after_the_other_are_not_paired(void **state)
{
    (void)state;
    add_rounds(1, 1, 0, 0, false);
    add_rounds(1, 1.1, 0.002, 1, false);
    make(2, (const size_t[]){0, ROUNDS, 2 * ROUNDS});
    assert_false(history.cells[0].steps[0].paired);
    assert_int_equal(history.cells[0].steps[0].answer, EQUIVALENCE_UNDECIDED);
    clear(2);
}

static void a_series_has_steps_and_a_whole(void **state)
{
    (void)state;
    add_rounds(1, 1, 0, 0, true);
    add_rounds(1, 1, 0.001, 1, true);
    add_rounds(1, 1.05, 0.001, 2, true);
    make(3, (const size_t[]){0, ROUNDS, 2 * ROUNDS, 3 * ROUNDS});
    const struct history_step *steps = history.cells[0].steps;
    assert_int_equal(history.cells[0].step_count, 3);
    assert_int_equal(steps[0].answer, EQUIVALENCE_EQUAL);
    assert_int_equal(steps[1].answer, EQUIVALENCE_MORE);
    assert_int_equal(steps[1].to, 2);
    assert_int_equal(steps[2].from, 0);
    assert_int_equal(steps[2].to, 2);
    assert_int_equal(steps[2].answer, EQUIVALENCE_MORE);
    clear(3);
}

static void a_new_revision_of_the_kernel_is_the_same_cell(void **state)
{
    (void)state;
    add_rounds(1, 1, 0, 0, true);
    add_rounds(1, 1, 0.001, 1, true);
    for (int i = ROUNDS; i < 2 * ROUNDS; ++i) {
        snprintf(rows[i].kernel_version, sizeof rows[i].kernel_version, "2");
        snprintf(rows[i].variant, sizeof rows[i].variant, "avx2");
        snprintf(rows[i].work_key, sizeof rows[i].work_key, "other");
        snprintf(rows[i].checksum, sizeof rows[i].checksum, "d");
        for (int k = 0; k < SAMPLES; ++k)
            snprintf(samples[i * SAMPLES + k].checksum, sizeof samples[0].checksum, "d");
    }
    make(2, (const size_t[]){0, ROUNDS, 2 * ROUNDS});
    assert_int_equal(history.count, 1);
    assert_true(history.cells[0].other_pixels);
    clear(2);
}

static void what_cannot_be_compared_is_counted(void **state)
{
    (void)state;
    add_rounds(1, 1, 0, 0, true);
    add_rounds(2, 1, 0, 0, true);
    add_rounds(1, 1, 0, 1, true);
    add_run("omp", 1, 4, 1);
    make(2, (const size_t[]){0, 2 * ROUNDS, 3 * ROUNDS + 1});
    assert_int_equal(history.count, 1);
    assert_int_equal(history.alone[0], 1);
    assert_int_equal(history.unclean[1], 1); /* of one run */
    clear(2);
}

/* Its own launches, in turn: their noise is what rounds vary by. */
static void the_self_test_finds_nothing(void **state)
{
    (void)state;
    size_t answers[EQUIVALENCES];
    add_rounds(1, 1, 0, 0, true);
    add_rounds(1, 1, 0, 1, true);
    make(2, (const size_t[]){0, ROUNDS, 2 * ROUNDS});
    assert_int_equal(history_self_test(&history, answers), 1);
    assert_int_equal(answers[EQUIVALENCE_UNDECIDED], 1);
    clear(2);
}

/* A machine that gets slower all the time, by 8 % from one launch to the next, but for the turns of
 * A B B A, would be found out. */
static void the_self_test_can_fail(void **state)
{
    (void)state;
    size_t answers[EQUIVALENCES];
    for (int i = 0; i < 8; ++i) { /* the first of A B, the second of B A, … */
        struct run_row *row = add_run("omp", 1, 1, i % 2 == i / 2 % 2 ? 1 : 1.08 + 0.001 * i);
        snprintf(row->created, sizeof row->created, "2026-01-01T00:%02u:00Z", (unsigned)i % 60);
    }
    add_rounds(1, 1, 0, 1, true);
    make(2, (const size_t[]){0, 8, 8 + ROUNDS});
    assert_int_equal(history_self_test(&history, answers), 1);
    assert_int_equal(answers[EQUIVALENCE_MORE] + answers[EQUIVALENCE_LESS], 1);
    clear(2);
}

/* A difference of 1 % that is sure is equal; one of 3 % that is not sure is neither. */
static void equal_is_within_the_margin(void **state)
{
    (void)state;
    const struct difference differences[] = {
        {0.01, 1e-6, 4}, {0.03, 1e-3, 4}, {0, 1e-3, 4}, {-0.05, 1e-6, 4}, {0.5, NAN, 0}};
    enum equivalence answers[5];
    equivalence_judge(differences, 5, 0.02, answers);
    assert_int_equal(answers[0], EQUIVALENCE_EQUAL);
    assert_int_equal(answers[1], EQUIVALENCE_UNDECIDED);
    assert_int_equal(answers[2], EQUIVALENCE_UNDECIDED);
    assert_int_equal(answers[3], EQUIVALENCE_LESS);
    assert_int_equal(answers[4], EQUIVALENCE_UNDECIDED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rounds_in_turn_are_paired),
        TEST(gaps_leave_pairs),
        TEST(builds_one_after_the_other_are_not_paired),
        TEST(a_series_has_steps_and_a_whole),
        TEST(a_new_revision_of_the_kernel_is_the_same_cell),
        TEST(what_cannot_be_compared_is_counted),
        TEST(the_self_test_finds_nothing),
        TEST(the_self_test_can_fail),
        TEST(equal_is_within_the_margin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
