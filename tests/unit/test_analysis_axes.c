/* What studies differ in: the axes that are found, their order, and the table over them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/data/axes_points.h"
#include "analysis/data/params.h"
#include "analysis/say/overview.h"
#include "tests/fixtures/analysis_fixture.h"

static struct axes *groups;
static size_t count;

static void measure(const char *params, const char *model, int threads, double seconds)
{
    for (int run = 0; run < 5; ++run)
        strcpy(add_run(model, 1, threads, seconds * (1 + 0.001 * run))->params, params);
}

static void look(void)
{
    compute(true);
    groups = axes_find(&cells, &count);
}

static void value_is(size_t place, size_t axis, const char *wanted)
{
    char text[AXES_TEXT];
    axes_value(&groups[0], axis, &cells.studies[groups[0].studies[place]], text);
    assert_string_equal(text, wanted);
}

static void numbers_are_as_short_as_can_be(void **state)
{
    (void)state;
    char params[] = "sigma=0.69999999999999996 background=00000012 h=12.300000000000001 k=3";
    params_shorten(params);
    assert_string_equal(params, "sigma=0.7 background=00000012 h=12.3 k=3");
    char end[] = "a b=0.10000000000000001";
    params_shorten(end);
    assert_string_equal(end, "a b=0.1");
}

static void what_has_one_value_is_no_axis(void **state)
{
    (void)state;
    measure("size=852x567 filter=box fit=fill", "serial", 1, 2);
    measure("size=2048x1362 filter=box fit=fill", "serial", 1, 4);
    measure("size=852x567 filter=bicubic fit=fill", "serial", 1, 3);
    look();
    assert_int_equal(count, 1);
    assert_int_equal(groups[0].count, 2);
    assert_string_equal(groups[0].names[0], "size");
    assert_string_equal(groups[0].names[1], "filter");
    assert_int_equal(groups[0].study_count, 3);
    value_is(0, 0, "852x567"); /* as numbers: as texts, 2048 would come first */
    value_is(0, 1, "bicubic");
    value_is(1, 1, "box");
    value_is(2, 0, "2048x1362");
    axes_free(groups, count);
}

static void one_study_has_no_axes(void **state)
{
    (void)state;
    measure("size=852x567", "serial", 1, 2);
    measure("size=852x567", "omp", 2, 1);
    look();
    assert_int_equal(count, 0);
    axes_free(groups, count);
}

/* A parameter that one of them has not, and work that differs. */
static void what_a_study_has_not_is_a_hyphen(void **state)
{
    (void)state;
    measure("size=8x8", "serial", 1, 2);
    measure("size=8x8 filter=box", "serial", 1, 2);
    strcpy(add_run("serial", 1, 1, 1)->params, "size=8x8");
    rows[10].images = 7;
    look();
    assert_int_equal(groups[0].count, 2);
    assert_string_equal(groups[0].names[0], "filter");
    assert_string_equal(groups[0].names[1], "images");
    value_is(0, 0, "-");
    value_is(0, 1, "7");
    value_is(2, 0, "box");
    char text[AXES_TEXT];
    axes_describe(groups, count, &cells, groups[0].studies[2], text, sizeof text);
    assert_non_null(strstr(text, "filter=box images="));
    axes_free(groups, count);
}

static void the_table_has_a_line_for_each(void **state)
{
    (void)state;
    measure("size=8x8", "serial", 1, 2);
    measure("size=8x8", "omp", 2, 1);
    measure("size=16x16", "serial", 1, 4);
    measure("size=16x16", "omp", 2, 5);
    strcpy(add_run("serial", 1, 1, 1)->params, "size=32x32"); /* too few to answer */
    compute(true);
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    overview_write(&cells, out);
    fclose(out);
    const char *small = strstr(text, "\n8x8 "), *large = strstr(text, "\n16x16 ");
    const char *few = strstr(text, "\n32x32 ");
    assert_true(small && large && few && small < large && large < few);
    assert_non_null(strstr(text, ", by size\nsize "));
    assert_true(strstr(small, "omp 1x2") && strstr(small, "omp 1x2") < large);
    assert_true(strstr(large, "serial 1x1") && strstr(large, "serial 1x1") < few);
    assert_non_null(strstr(few, "no answer: few runs"));
    free(text);
}

/* Of numbers, in their order; what is faster by model, flagged or not. */
static void a_picture_has_points_by_model(void **state)
{
    (void)state;
    measure("size=16x16", "serial", 1, 1);
    measure("size=16x16", "omp", 2, 2);
    measure("size=16x16", "omp", 4, 4);
    measure("size=8x8", "serial", 1, 2);
    measure("size=8x8", "omp", 2, 1);
    look();
    struct axes_points points;
    axes_points_make(&points, &groups[0], &cells);
    assert_true(points.is_number);
    assert_int_equal(points.place_count, 2);
    assert_string_equal(points.places[0].text, "8x8");
    assert_true(points.places[0].x > 63 && points.places[0].x < 65);
    assert_int_equal(points.series_count, 2);
    const struct axes_series *omp = &points.series[strcmp(points.series[0].name, "omp") != 0];
    assert_string_equal(omp->name, "omp");
    assert_int_equal(omp->count, 2);
    assert_int_equal(omp->points[1].place, 1);
    assert_int_equal(omp->points[1].cell->workers, 2);
    axes_points_free(&points);
    axes_free(groups, count);
}

/* Of two axes the one of numbers is along x. */
static void a_picture_of_two_axes_has_a_series_for_each_value(void **state)
{
    (void)state;
    measure("filter=box sigma=2", "serial", 1, 1);
    measure("filter=hat sigma=2", "serial", 1, 2);
    measure("filter=cup sigma=2", "serial", 1, 3);
    measure("filter=box sigma=10", "serial", 1, 4);
    measure("filter=box sigma=10", "omp", 2, 3);
    look();
    struct axes_points points;
    axes_points_make(&points, &groups[0], &cells);
    assert_string_equal(groups[0].names[points.axis], "sigma");
    assert_string_equal(points.places[1].text, "10");
    assert_int_equal(points.series_count, 3);
    const struct axes_series *box = points.series;
    while (strcmp(box->name, "box") != 0)
        ++box;
    assert_int_equal(box->count, 2);
    assert_int_equal(box->points[1].cell->workers, 2); /* the fastest of all models */
    axes_points_free(&points);
    axes_free(groups, count);
}

static void names_are_in_the_order_of_the_table(void **state)
{
    (void)state;
    measure("filter=box", "serial", 1, 1);
    measure("filter=bilinear", "serial", 1, 1);
    look();
    struct axes_points points;
    axes_points_make(&points, &groups[0], &cells);
    assert_false(points.is_number);
    assert_string_equal(points.places[0].text, "bilinear");
    assert_true(points.places[1].x > 0.9 && points.places[1].x < 1.1);
    axes_points_free(&points);
    axes_free(groups, count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_are_as_short_as_can_be),
        TEST(what_has_one_value_is_no_axis),
        TEST(one_study_has_no_axes),
        TEST(what_a_study_has_not_is_a_hyphen),
        TEST(the_table_has_a_line_for_each),
        TEST(a_picture_has_points_by_model),
        TEST(a_picture_of_two_axes_has_a_series_for_each_value),
        TEST(names_are_in_the_order_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
