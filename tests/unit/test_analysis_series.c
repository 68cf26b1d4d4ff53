/* Cells that differ in one thing: series, and the crossover of two. */
#include "analysis/data/series.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/data/comparison.h"
#include "tests/fixtures/analysis_fixture.h"

enum { RUNS = 3, SIZES = 5 };

static struct series_set set;

/* Three runs 0.1 % apart; of round `first` and the next two, -1: of none. */
static void add_cell(const char *model, int workers, double seconds, double launch_s, int first)
{
    const int ranks = strcmp(model, "mpi") == 0 ? workers : 1;
    for (int i = 0; i < RUNS; ++i) {
        struct run_row *row =
            add_run(model, ranks, workers / ranks, seconds * (1 + 0.001 * (i - 1)));
        row->launch_s = launch_s;
        row->round = first < 0 ? -1 : first + i;
        row->slice = first < 0 ? -1 : 0;
    }
}

/* The last cell's runs, which are rows[…], as many as RUNS from the end of `count`. */
static void set_images(size_t count, int64_t images)
{
    for (size_t i = count - RUNS; i < count; ++i) {
        rows[i].images = images;
        rows[i].pixels = 100 * images;
    }
}

/* Threads start at once and take 2 ms an image, processes 40 ms and 1 ms: equal at 40 images, of
 * 8, 16, … 128. */
static void add_images(double omp_launch_s, double mpi_launch_s)
{
    size_t count = 0;
    for (int images = 8; images <= 128; images *= 2) {
        add_cell("omp", 2, 0.002 * images, omp_launch_s, -1);
        set_images(count += RUNS, images);
        add_cell("mpi", 2, 0.04 + 0.001 * images, mpi_launch_s, -1);
        set_images(count += RUNS, images);
    }
}

/* The two series of the only group, threads first. */
static void build(enum series_over over)
{
    compute(true);
    series_build(&set, &cells, over);
    assert_int_equal(set.count, 2);
    assert_int_equal(set.series[0].group, set.series[1].group);
    assert_string_equal(series_name(&set, &set.series[0]), "omp");
}

static void images_have_a_crossover(void **state)
{
    (void)state;
    struct comparison comparison;
    add_images(0.01, 0.01);
    build(SERIES_IMAGES);
    assert_int_equal(set.series[0].count, SIZES);
    comparison_make(&comparison, &set, &set.series[1], &set.series[0]);
    assert_string_equal(comparison.left, "mpi");
    assert_string_equal(comparison.unit, "images");
    assert_int_equal(comparison.workers, 2);
    assert_int_equal(comparison.working.answer, CROSSOVER_ONE);
    assert_true(comparison.working.roots[0].low < 40 && comparison.working.roots[0].high > 40);
    assert_true(comparison.working.before > 0 && comparison.working.after < 0);
    assert_true(comparison.start_known);
    assert_int_equal(comparison.starting.answer, CROSSOVER_ONE);
    comparison_free(&comparison);
    series_free(&set);
}

/* Also where they have no x in common. */
static void revisions_and_machines_make_series_of_their_own(void **state)
{
    (void)state;
    char title[640];
    add_cell("omp", 2, 1, 0, -1);
    set_images(RUNS, 8);
    for (int i = 0; i < RUNS; ++i)
        add_fact_to(i, "parallax.revision", "abc1234");
    add_cell("omp", 2, 2, 0, -1);
    set_images(2 * (size_t)RUNS, 16);
    for (int i = RUNS; i < 2 * RUNS; ++i)
        add_fact_to(i, "parallax.revision", "def5678");
    add_cell("omp", 2, 4, 0, -1);
    set_images(3 * (size_t)RUNS, 32);
    for (int i = 2 * RUNS; i < 3 * RUNS; ++i) {
        add_fact_to(i, "parallax.revision", "def5678");
        nodes[i].cores = 64;
    }
    compute(true);
    series_build(&set, &cells, SERIES_IMAGES);
    assert_int_equal(set.count, 3);
    for (size_t i = 0; i < 3; ++i) {
        assert_int_equal(set.series[i].group, i);
        series_title(&set, &set.series[i], title, sizeof title);
        assert_non_null(strstr(title, "; on "));
        assert_non_null(strstr(title, series_x(SERIES_IMAGES, set.series[i].cells[0]) == 8
                                          ? ", at revision abc1234"
                                          : ", at revision def5678"));
    }
    series_free(&set);
}

static void start_up_can_move_it_away(void **state)
{
    (void)state;
    struct comparison comparison;
    add_images(0.01, 1);
    build(SERIES_IMAGES);
    comparison_make(&comparison, &set, &set.series[1], &set.series[0]);
    assert_int_equal(comparison.working.answer, CROSSOVER_ONE);
    assert_int_equal(comparison.starting.answer, CROSSOVER_NONE);
    assert_true(comparison.starting.after > 0); /* processes never win */
    comparison_free(&comparison);
    series_free(&set);
}

static void start_up_that_nobody_told_is_not_known(void **state)
{
    (void)state;
    struct comparison comparison;
    add_images(NAN, 1);
    build(SERIES_IMAGES);
    comparison_make(&comparison, &set, &set.series[1], &set.series[0]);
    assert_true(comparison.start_asked && !comparison.start_known);
    comparison_free(&comparison);
    series_free(&set);
}

/* Threads wait for every delay twice: equal at 10 ms, of 1 to 16 ms. */
static void delays_have_a_crossover(void **state)
{
    (void)state;
    struct comparison comparison;
    size_t count = 0;
    for (double delay = 0.001; delay < 0.02; delay *= 2) {
        add_cell("omp", 2, 0.01 + 2 * delay, 0.01, -1);
        add_cell("mpi", 2, 0.02 + delay, 0.01, -1);
        for (size_t i = 0; i < 2 * RUNS; ++i)
            rows[count++].delay_s = delay;
    }
    build(SERIES_DELAY);
    comparison_make(&comparison, &set, &set.series[0], &set.series[1]);
    assert_int_equal(comparison.working.answer, CROSSOVER_ONE);
    assert_true(fabs(comparison.working.roots[0].value - 0.01) < 0.0005);
    assert_string_equal(comparison.unit, "s of delay");
    comparison_free(&comparison);
    series_free(&set);
}

static void what_only_one_has_is_counted(void **state)
{
    (void)state;
    struct comparison comparison;
    add_images(0.01, 0.01);
    add_cell("omp", 2, 1, 0.01, -1);
    set_images(2 * SIZES * RUNS + RUNS, 256);
    add_run("mpi", 2, 1, 1)->images = 256; /* one run is not enough */
    rows[2 * SIZES * RUNS + RUNS].pixels = 25600;
    build(SERIES_IMAGES);
    assert_int_equal(set.few_runs, 1);
    comparison_make(&comparison, &set, &set.series[0], &set.series[1]);
    assert_int_equal(comparison.one_sided, 1);
    assert_int_equal(comparison.working.count, SIZES);
    comparison_free(&comparison);
    series_free(&set);
}

/* The best rate is 1 / 2 ms, from the smallest size on; processes reach half of theirs at 8/0.048:
 * 1/(40/n + 1) of 1000 a second is half of 128/168 at n = 24.6. */
static void metg_of_a_series(void **state)
{
    (void)state;
    struct metg metg;
    add_images(0.01, NAN);
    build(SERIES_IMAGES);
    assert_true(comparison_metg(&metg, SERIES_IMAGES, &set.series[0], false));
    assert_int_equal(metg.answer, METG_BELOW);
    metg_free(&metg);
    assert_true(comparison_metg(&metg, SERIES_IMAGES, &set.series[1], false));
    assert_int_equal(metg.answer, METG_FOUND);
    assert_true(metg.root.low < 24.6 && metg.root.high > 24.6);
    metg_free(&metg);
    assert_false(comparison_metg(&metg, SERIES_IMAGES, &set.series[1], true));
    series_free(&set);
}

static void rounds_make_pairs(void **state)
{
    (void)state;
    add_cell("omp", 1, 1, 0, 0);
    add_cell("omp", 2, 1, 0, 0);
    add_cell("omp", 4, 1, 0, 3);
    add_cell("omp", 8, 1, 0, -1);
    compute(true);
    assert_true(series_are_paired(find("omp", 1, 1), find("omp", 1, 2)));
    assert_false(series_are_paired(find("omp", 1, 1), find("omp", 1, 4)));
    assert_false(series_are_paired(find("omp", 1, 8), find("omp", 1, 8))); /* of no round */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(images_have_a_crossover),   TEST(revisions_and_machines_make_series_of_their_own),
        TEST(start_up_can_move_it_away), TEST(start_up_that_nobody_told_is_not_known),
        TEST(delays_have_a_crossover),   TEST(what_only_one_has_is_counted),
        TEST(metg_of_a_series),          TEST(rounds_make_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
