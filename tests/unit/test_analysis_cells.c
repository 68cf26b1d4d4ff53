/* Which runs make a cell, a curve and a study. */
#include "analysis/data/cells.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/analysis_fixture.h"

static void launches_of_one_kind_are_one_cell(void **state)
{
    (void)state;
    add_run("omp", 1, 2, 1);
    add_run("omp", 1, 2, 4);
    compute(true);
    assert_int_equal(cells.cell_count, 1);
    assert_int_equal(cells.cells[0].used_count, 2);
    assert_true(fabs(cells.cells[0].time.value - 2) < 1e-12); /* the geometric mean */
    assert_int_equal(cells.cells[0].interval, INTERVAL_NONE);
}

static void another_cpu_is_another_study(void **state)
{
    (void)state;
    add_run("omp", 1, 2, 1);
    add_run("omp", 1, 2, 1);
    snprintf(nodes[1].cpu_model, sizeof nodes[1].cpu_model, "other CPU");
    compute(true);
    assert_int_equal(cells.study_count, 2);
}

/* However long what they share is, and though their texts may not be moved. */
static void studies_say_what_tells_them_apart(void **state)
{
    static char flags[2][700];
    (void)state;
    for (int i = 0; i < 2; ++i) {
        memset(flags[i], 'f', sizeof flags[i] - 2);
        flags[i][sizeof flags[i] - 2] = (char)('1' + i);
        add_run("omp", 1, 2, 1);
        add_fact("compiler", "GCC 12");
        add_fact("compiler.flags", flags[0]);
        add_fact("parallax.revision", i == 0 ? "abc1234" : "def5678");
        snprintf(nodes[i].kernel, sizeof nodes[i].kernel, "6.1");
    }
    compute(true);
    assert_int_equal(cells.study_count, 2);
    assert_string_equal(cells.studies[0].apart, "at revision abc1234");
    assert_string_equal(cells.studies[1].apart, "at revision def5678");
    assert_non_null(strstr(cells.studies[1].title, "; CPU; at revision def5678"));
    facts[5].value = "abc1234";
    facts[4].value = flags[1];
    compute(true);
    assert_int_equal(cells.study_count, 2);
    assert_non_null(strstr(cells.studies[0].title, "; flags fffff"));
    facts[4].value = flags[0];
    facts[3].value = "";
    snprintf(nodes[1].kernel, sizeof nodes[1].kernel, "6.2");
    nodes[1].cores = 4;
    compute(true);
    assert_int_equal(cells.study_count, 2);
    const char *first = strstr(cells.studies[0].apart, " cores, "), *second;
    assert_non_null(first);
    second = strstr(first, "compiler ");
    assert_non_null(second);
    assert_non_null(strstr(second, "kernel release 6."));
    assert_null(strstr(second, "flags"));
}

static void threads_of_omp_are_points_of_one_curve(void **state)
{
    (void)state;
    add_run("omp", 1, 4, 1);
    add_run("omp", 1, 1, 4);
    compute(true);
    assert_int_equal(cells.curve_count, 1);
    assert_int_equal(cells.cells[0].workers, 1);
}

static void threads_of_a_hybrid_s_rank_are_curves(void **state)
{
    (void)state;
    add_run("hybrid", 2, 2, 1);
    add_run("hybrid", 4, 2, 1);
    add_run("hybrid", 2, 4, 1);
    compute(true);
    assert_int_equal(cells.study_count, 1);
    assert_int_equal(cells.curve_count, 2);
    assert_string_equal(cells.curves[0].name, "hybrid 2 threads/rank");
}

/* Other pixels for the same parameters: other work, and no disagreement with the old ones. */
static void versions_of_a_kernel_are_studies(void **state)
{
    (void)state;
    for (int i = 0; i < 4; ++i) {
        struct run_row *row = add_run("omp", 1, 2, 1);
        set_checksum(row, i % 2 ? "new" : "old");
        snprintf(row->work_key, sizeof row->work_key, i % 2 ? "wnew" : "wold");
        snprintf(row->kernel_version, sizeof row->kernel_version, "%d", 1 + i % 2);
        snprintf(row->study, sizeof row->study, i / 2 ? "weak" : "strong");
    }
    compute(true);
    assert_int_equal(cells.study_count, 4);
    for (size_t i = 0; i < 4; ++i) {
        assert_true(cells.cells[i].usable);
        assert_non_null(strstr(cells.studies[i].title, i < 2 ? "(revision 1)" : "(revision 2)"));
    }
}

static struct run_row *add_model(const char *model, int ranks, int threads, int processes_too,
                                 int threads_too)
{
    struct run_row *row = add_run(model, ranks, threads, 1);
    row->model_processes = (int8_t)processes_too;
    row->model_threads = (int8_t)threads_too;
    return row;
}

static void what_a_model_can_have_decides_not_its_name(void **state)
{
    (void)state;
    add_model("a", 2, 2, 1, 1);
    add_model("a", 2, 4, 1, 1);
    add_model("b", 2, 1, 1, 0);
    add_model("c", 1, 2, 0, 1);
    add_model("c", 1, 4, 0, 1);
    add_model("d", 1, 1, 0, 0);
    add_run("serial", 1, 1, 1)->model_processes = -1;
    compute(true);
    const char *const names[] = {"d", "c", "b", "a 2 threads/rank", "a 4 threads/rank", "serial"};
    assert_int_equal(cells.curve_count, 6);
    for (int i = 0; i < 6; ++i)
        assert_string_equal(cells.curves[i].name, names[i]);
    assert_ptr_equal(find("a", 2, 2)->base, find("d", 1, 1));
    assert_int_equal(find("a", 2, 2)->baseline, BASELINE_SERIAL);
}

static void schedules_are_curves_named_by_what_differs(void **state)
{
    (void)state;
    snprintf(add_run("omp", 1, 2, 1)->schedule, sizeof rows[0].schedule, "block");
    snprintf(add_run("omp", 1, 2, 1)->schedule, sizeof rows[0].schedule, "guided");
    add_run("mpi", 2, 1, 1);
    compute(true);
    assert_int_equal(cells.study_count, 1);
    assert_int_equal(cells.curve_count, 3);
    assert_string_equal(cells.curves[0].name, "omp block");
    assert_string_equal(cells.curves[2].name, "mpi");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(launches_of_one_kind_are_one_cell),
        TEST(another_cpu_is_another_study),
        TEST(studies_say_what_tells_them_apart),
        TEST(versions_of_a_kernel_are_studies),
        TEST(threads_of_omp_are_points_of_one_curve),
        TEST(threads_of_a_hybrid_s_rank_are_curves),
        TEST(what_a_model_can_have_decides_not_its_name),
        TEST(schedules_are_curves_named_by_what_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
