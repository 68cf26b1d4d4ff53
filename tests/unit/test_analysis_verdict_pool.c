/* Studies that have no answer for one reason: what is said of them together, and what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "analysis/say/verdict_command.h"
#include "tests/fixtures/verdict_fixture.h"

/* Studies of two ways, the second disturbed; what they are like their numbers tell. */
static void measure_disturbed(int first_study, int end)
{
    for (int study = first_study; study < end; ++study) {
        measure("serial", 1, 1, 2, 5);
        measure("omp", 1, 2, 1, 5);
        for (int i = 10 * study; i < 10 * study + 10; ++i) {
            snprintf(rows[i].params, sizeof rows[i].params, "size=%d filter=box", study + 1);
            rows[i].throttled = i >= 10 * study + 5;
        }
    }
}

/* Of three studies two have no answer for the same reason: it is said once, of both, with a command
 * that holds for both. */
static void the_same_reason_is_said_once(void **state)
{
    (void)state;
    static const char *const argv[] = {"sobel_omp --size 1", "sobel_omp --size 2",
                                       "sobel_omp --size 3"};
    measure_disturbed(0, 3);
    for (int i = 0; i < 30; ++i) {
        rows[i].throttled = i / 10 == 1 ? 0 : rows[i].throttled;
        add_fact_to(i, "argv", argv[i / 10]);
    }
    ask();
    says("sobel, strong scaling: size=1; size=3\nANSWER   NO ANSWER. For each size: parallax "
         "sweep --study strong --kernel sobel --cores 1,2\n");
    says("WHY      Others disturbed 2 of 4 ways, of which any may be the fastest.\n");
    says("SPEED    Not known; what was measured of each is in the table.\n");
    says("sobel, strong scaling: size=2\nANSWER   Use 2 threads: sobel_omp --threads 2 --size 2\n");
    for (int i = 20; i < 30; ++i)
        rows[i].throttled = 0;
    ask();
    says("sobel, strong scaling: size=1\nANSWER   NO ANSWER. When quiet: parallax sweep --study "
         "strong --kernel sobel --cores 1,2 -- --size 1\n");
    says("sobel, strong scaling: size=3\nANSWER   Use 2 threads");
}

/* The words of a command for several studies are those in which they are alike, and names of those
 * in which they are not. */
static void a_command_of_several_names_what_they_share(void **state)
{
    (void)state;
    struct verdict_facts first, second;
    char command[256];
    measure_disturbed(0, 2);
    for (int i = 0; i < 20; ++i)
        add_fact_to(i, "argv",
                    i < 10 ? "sobel_omp --size 1 --filter=box --synthetic 4"
                           : "sobel_omp --size 2 --filter=box --synthetic 4");
    for (int same = 1; same >= 0; --same) {
        for (int i = 10; i < 20; ++i)
            rows[i].images += same ? 0 : 1;
        compute(true);
        verdict_gather(&first, &cells, &cells.studies[0], 2);
        verdict_gather(&second, &cells, &cells.studies[1], 2);
        assert_true(verdict_is_same_refusal(&first, &second));
        verdict_pool(&first, &second);
        verdict_command_sweep(&first, false, true, command, sizeof command);
        assert_string_equal(command, same ? "parallax sweep --study strong --kernel sobel --cores "
                                            "1,2 -- --filter=box --synthetic 4 --size SIZE"
                                          : "parallax sweep --study strong --kernel sobel --cores "
                                            "1,2 -- --filter=box --size SIZE --synthetic "
                                            "SYNTHETIC");
        assert_string_equal(first.differing, same ? "size" : "size synthetic");
    }
}

/* Where there is no room for the values, their names are said, or at least that some are missing.
 */
static void names_of_what_differs_are_said_as_far_as_they_fit(void **state)
{
    static const struct {
        const char *kernel, *params[2], *argv, *says;
    } cases[] = {{"blur",
                  {"size=1", "size=2"},
                  "blur_omp --size 1",
                  "NO ANSWER. For each: parallax sweep --study strong --kernel blur --cores 1,2 "
                  "-- --size SIZE\n"},
                 {"sobel",
                  {"size=1 edge=2", "size=2 edge=1"},
                  "sobel_omp --size 1 --edge=2",
                  "NO ANSWER. For each size,edge: parallax sweep --study strong --kernel sobel "
                  "--cores 1,2\n"},
                 {"sobel",
                  {"neighbourhoods=1", "neighbourhoods=2"},
                  "sobel_omp --neighbourhoods 1",
                  "NO ANSWER. For each: parallax sweep --study strong --kernel sobel --cores 1,2 "
                  "-- ...\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
        verdict_fixture_end(state);
        fixture_begin(state);
        measure_disturbed(0, 2);
        for (int k = 0; k < 20; ++k) {
            snprintf(rows[k].kernel, sizeof rows[k].kernel, "%s", cases[i].kernel);
            snprintf(rows[k].params, sizeof rows[k].params, "%s", cases[i].params[k / 10]);
            add_fact_to(k, "argv", cases[i].argv);
        }
        ask();
        says(cases[i].says);
    }
}

/* What measured all of them is what measures them again, elsewhere, or more often: what is complete
 * is not measured again. */
static void a_study_file_measures_all_again(void **state)
{
    static const struct {
        const char *command, *argv, *says;
    } cases[] = {
        {"parallax sweep --study-file sizes.ini", "sobel_omp --results ./results/.sweep-1",
         "disturbed. When quiet: parallax sweep --study-file sizes.ini --results again\n"},
        {"parallax sweep --study-file s.ini -- -k 1", "sobel_omp --results ./again/.s",
         "NO ANSWER. When quiet: parallax sweep --study-file s.ini --results again2 -- -k 1\n"},
        {"parallax sweep --study-file sizes\\ 2.ini", "sobel_omp --size 1",
         "NO ANSWER. For each size: parallax sweep --study strong --kernel sobel --cores 1,2\n"},
        {"parallax sweep --study-file a/name/that/leaves/no/room/for/any/more/words/in/a/line.ini",
         "sobel_omp",
         "NO ANSWER: disturbed. For each: parallax sweep --study strong --kernel sobel --cores "}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
        verdict_fixture_end(state);
        fixture_begin(state);
        measure_disturbed(0, 2);
        for (int k = 0; k < 20; ++k) {
            add_fact_to(k, "env.PARALLAX_COMMAND", cases[i].command);
            add_fact_to(k, "argv", cases[i].argv);
        }
        ask();
        says(cases[i].says);
    }
}

/* Repetitions come to those that are there; one way alone stays one when it is measured again. */
static void a_study_file_of_few_runs_or_ways(void **state)
{
    for (int ways = 2; ways > 0; --ways) {
        verdict_fixture_end(state);
        fixture_begin(state);
        measure("omp", 1, 2, 1, ways == 2 ? 1 : 5);
        if (ways == 2)
            measure("serial", 1, 1, 2, 1);
        for (int k = 0; k < (ways == 2 ? 2 : 5); ++k)
            add_fact_to(k, "env.PARALLAX_COMMAND", "parallax sweep --study-file s.ini");
        ask();
        says(ways == 2 ? "too few runs. For one: parallax sweep --study-file s.ini --repeat 5\n"
                       : "For all: parallax sweep --study strong --kernel sobel --cores 1,2\n");
    }
}

/* The command for both would have the cores of one. */
static void other_cores_are_spoken_of_apart(void **state)
{
    (void)state;
    struct verdict_facts first, second;
    measure_disturbed(0, 2);
    for (int i = 15; i < 20; ++i)
        rows[i].threads = 1;
    compute(true);
    assert_int_equal(cells.study_count, 2);
    verdict_gather(&first, &cells, &cells.studies[0], 2);
    verdict_gather(&second, &cells, &cells.studies[1], 2);
    assert_true(first.kind == VERDICT_DISTURBED && second.kind == VERDICT_DISTURBED);
    assert_true(verdict_next_cores(&first, 1) == 2 && verdict_next_cores(&first, 2) == 0);
    assert_int_equal(verdict_next_cores(&second, 1), 0);
    assert_true(verdict_is_same_refusal(&first, &first));
    assert_false(verdict_is_same_refusal(&first, &second));
    assert_false(verdict_is_same_refusal(&second, &first));
}

/* Of one place alone, and by one build; nodes are those of the largest of all candidates. */
static void different_places_are_spoken_of_apart(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        bool apart;
    } cases[] = {{"nothing", false}, {"machine", true}, {"build", true},
                 {"revision", true}, {"cache", true},   {"sink", true}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
        struct verdict_facts first, second;
        fixture_end(NULL);
        fixture_begin(NULL);
        measure_disturbed(0, 2);
        for (int k = 10; k < 20; ++k) {
            if (i == 1)
                snprintf(nodes[k].cpu_model, sizeof nodes[k].cpu_model, "another");
            if (i == 2)
                add_fact_to(k, "compiler", "another");
            if (i == 3)
                snprintf(rows[k].kernel_version, sizeof rows[k].kernel_version, "99");
            if (i == 4)
                snprintf(rows[k].cache, sizeof rows[k].cache, "cold");
            if (i == 5)
                snprintf(rows[k].sink, sizeof rows[k].sink, "directory");
        }
        compute(true);
        assert_int_equal(cells.study_count, 2);
        verdict_gather(&first, &cells, &cells.studies[0], 2);
        verdict_gather(&second, &cells, &cells.studies[1], 2);
        if (verdict_is_same_refusal(&first, &second) == cases[i].apart)
            fail_msg("%s: pooled the wrong way", cases[i].what);
        first.largest = 8, first.nodes = 1, second.largest = 4, second.nodes = 2;
        verdict_pool(&first, &second);
        assert_int_equal(first.nodes, 1);
        verdict_pool(&second, &first);
        assert_int_equal(second.nodes, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VERDICT_TEST(the_same_reason_is_said_once),
        VERDICT_TEST(a_command_of_several_names_what_they_share),
        VERDICT_TEST(names_of_what_differs_are_said_as_far_as_they_fit),
        VERDICT_TEST(a_study_file_measures_all_again),
        VERDICT_TEST(a_study_file_of_few_runs_or_ways),
        VERDICT_TEST(other_cores_are_spoken_of_apart),
        VERDICT_TEST(different_places_are_spoken_of_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
