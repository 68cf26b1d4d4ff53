/* The verdict: which way is taken, by what command, and what is said of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/verdict_fixture.h"

static void a_clear_winner_is_used(void **state)
{
    (void)state;
    measure("serial", 1, 1, 2, 5);
    measure("omp", 1, 2, 1, 5);
    measure("mpi", 2, 1, 1.3, 5);
    ask();
    assert_int_equal(answer.kind, VERDICT_ANSWER);
    assert_int_equal(answer.ties, 1);
    says("ANSWER   Use 2 threads: sobel_omp --threads 2\n");
    says("10.0 images/s, 2.00 times one core's 5.00 (95 % CI ");
    says("WHY      Processes take 1.30 times as long (1.30 to 1.30)");
    says("2 cores is all this machine has; nothing is known beyond.");
    says("WEAK     Not measured. To measure it: parallax sweep --study weak --kernel sobel ");
}

static void of_ties_the_fewest_processes_are_taken(void **state)
{
    (void)state;
    measure("serial", 1, 1, 2, 5);
    measure("mpi", 2, 1, 1.0, 5);
    measure("omp", 1, 2, 1.0005, 5);
    ask();
    assert_true(answer.ties == 2 && answer.chosen == find("omp", 1, 2));
    says("Use 2 threads: sobel_omp --threads 2    (2 processes do as well: mpirun -n 2 sobel_mpi)");
    says("Threads and processes do not differ here (ratio ");
}

/* One process of two threads is no other way than two threads; two processes are. */
static void another_way_has_other_numbers(void **state)
{
    (void)state;
    measure("serial", 1, 1, 2, 5);
    measure("omp", 1, 2, 1, 5);
    measure("hybrid", 1, 2, 1, 5);
    ask();
    assert_true(answer.ties == 2 && answer.chosen == find("omp", 1, 2) && !answer.other);
    measure("hybrid", 2, 1, 1.0004, 5);
    measure("mpi", 2, 1, 1.0006, 5);
    ask();
    assert_true(answer.chosen == find("omp", 1, 2) && answer.other == find("mpi", 2, 1));
}

/* Its interval is so wide that nothing is told from it: that makes it no better. */
static void what_was_measured_badly_is_no_tie(void **state)
{
    (void)state;
    static const double noisy[] = {0.9, 1.25, 1.1, 0.95, 1.2};
    measure("serial", 1, 1, 2, 5);
    measure("mpi", 2, 1, 1, 5);
    for (int i = 0; i < 5; ++i) {
        struct run_row *row = add_run("hybrid", 1, 2, noisy[i]);
        row->round = i;
        row->slice = 0;
        nodes_last()->cores = nodes_last()->cpus = 2;
    }
    ask();
    assert_true(answer.ties == 2 && answer.chosen == find("mpi", 2, 1) && !answer.other);
}

static void where_all_are_equal_one_core_is_used(void **state)
{
    (void)state;
    measure("serial", 1, 1, 1, 5);
    measure("omp", 1, 2, 1.0003, 5);
    measure("mpi", 2, 1, 1.0002, 5);
    ask();
    assert_true(answer.ties == 3 && answer.chosen == find("serial", 1, 1));
    says("ANSWER   Use one core: sobel_serial");
    says("10.0 images/s on one core (95 % CI ");
}

static void one_core_has_nothing_to_gain(void **state)
{
    (void)state;
    measure("serial", 1, 1, 1, 5);
    measure("omp", 1, 1, 1.001, 5);
    for (int i = 0; i < 10; ++i)
        nodes[i].cores = 1;
    ask();
    says("ANSWER   Use one core: sobel_serial");
    says("LIMIT    One core is all this machine has; nothing is known beyond.");
}

static void the_ceiling_is_said_and_never_chosen(void **state)
{
    (void)state;
    measure("serial", 1, 1, 2, 5);
    measure("omp", 1, 2, 1, 5);
    measure("copies", 2, 1, 0.9, 5);
    for (int i = 10; i < 15; ++i)
        rows[i].model_apart = 1;
    ask();
    assert_int_equal(answer.candidates, 2);
    says("ANSWER   Use 2 threads");
    says_not("copies");
}

static void a_collection_is_told_how_long_it_takes(void **state)
{
    (void)state;
    measure("serial", 1, 1, 2, 5);
    measure("omp", 1, 2, 1, 5);
    measure("mpi", 2, 1, 1.2, 5);
    for (int i = 0; i < 15; ++i) {
        snprintf(rows[i].source, sizeof rows[i].source, "files");
        snprintf(rows[i].cache, sizeof rows[i].cache, "warm");
        add_fact_to(i, "env.PARALLAX_COLLECTION", "12340 500 jpeg");
        add_fact_to(i, "env.PARALLAX_COMMAND", "jobs/quickstart.sh photos/");
    }
    for (int i = 0; i < 15 * SAMPLES; ++i)
        samples[i].bytes_read = 1;
    ask();
    says("Use 2 threads: sobel_omp --threads 2 --output out/ photos/");
    says("SPEED    Your 12,340 photos take about 13 min (8 to 21)");
    says("Disk and writing come on top.");
    says("To measure it: jobs/quickstart.sh --weak photos/");
}

static void weak_studies_are_chosen_by_rate(void **state)
{
    (void)state;
    measure("serial", 1, 1, 1, 5);
    measure("omp", 1, 2, 1.05, 5);
    measure("mpi", 2, 1, 1.2, 5);
    for (int i = 0; i < 15; ++i) {
        const int p = rows[i].ranks * rows[i].threads;
        snprintf(rows[i].study, sizeof rows[i].study, "weak");
        rows[i].images *= p;
        rows[i].pixels *= p;
        rows[i].pixels_per_worker = 1000;
    }
    ask();
    says("ANSWER   Use 2 threads");
    says("1.90 times one core's work in the same time (95 % CI ");
    says_not("WEAK");
}

static void every_kernel_has_its_paragraph(void **state)
{
    (void)state;
    measure("serial", 1, 1, 2, 3);
    measure("omp", 1, 2, 1, 3);
    measure("serial", 1, 1, 2, 3);
    measure("omp", 1, 2, 1, 3);
    for (int i = 6; i < 12; ++i)
        snprintf(rows[i].kernel, sizeof rows[i].kernel, "blur");
    ask();
    says("blur, strong scaling\nANSWER   Use 2 threads: blur_omp --threads 2\n");
    says("\n\nsobel, strong scaling\nANSWER   Use 2 threads: sobel_omp --threads 2\n");
    says("--kernel blur --cores 1,2\n");
}

/* What was measured, once each: doublings as a range, and no more workers than cores. */
static void the_weak_paragraph_names_the_cores(void **state)
{
    static const struct {
        int threads[4];
        const char *list;
    } sweeps[] = {{{2, 4, 8, 16}, " --cores 1..8\n"},
                  {{8, 2, 3, 16}, " --cores 1,2,3,8\n"},
                  {{2, 16, 2, 2}, " --cores 1,2\n"},
                  {{16, 4, 16, 4}, " --cores 1,4\n"}};
    for (size_t i = 0; i < sizeof sweeps / sizeof sweeps[0]; ++i) {
        verdict_fixture_end(state);
        fixture_begin(state);
        measure("serial", 1, 1, 2, 3);
        for (int k = 0; k < 4; ++k)
            measure("omp", 1, sweeps[i].threads[k], 2.0 / sweeps[i].threads[k], 3);
        for (int k = 0; k < 15; ++k)
            rows[k].oversubscribed = rows[k].threads > 8;
        ask();
        says("WEAK     Not measured. To measure it: parallax sweep --study weak --kernel sobel "
             "--cor");
        says(sweeps[i].list);
    }
}

static void verdicts_of_two_revisions_say_of_which_they_are(void **state)
{
    (void)state;
    for (int i = 0; i < 6; ++i) {
        measure(i % 3 > 1 ? "serial" : "omp", 1, i % 3 > 1 ? 1 : 2, i % 3 > 1 ? 2 : 1, 1);
        add_fact("parallax.revision", i < 3 ? "abc1234" : "def5678");
    }
    ask();
    says("sobel, strong scaling\n  at revision abc1234\nANSWER ");
    says("sobel, strong scaling\n  at revision def5678\nANSWER ");
}

/* Commands can be typed as they stand: with binding, and with what the user asked for. */
static void commands_bind_and_keep_what_was_asked(void **state)
{
    (void)state;
    measure("serial", 1, 1, 8, 5);
    measure("hybrid", 2, 4, 1, 5);
    measure("mpi", 4, 1, 3, 5);
    for (int i = 5; i < 10; ++i) {
        snprintf(rows[i].params, sizeof rows[i].params, "sigma=3 edge=x");
        add_fact_to(i, "argv", "sobel_hybrid --json --sigma 3 --results r --chunk=2 '--edge=x y'");
        add_fact_to(i, "env.OMPI_COMM_WORLD_SIZE", "2");
    }
    for (int i = 0; i < 15; ++i)
        snprintf(rows[i].params, sizeof rows[i].params, "sigma=3 edge=x");
    ask();
    says("mpirun -n 2 --map-by slot:PE=4 sobel_hybrid --threads 4 --sigma 3 --chunk=2\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VERDICT_TEST(a_clear_winner_is_used),
        VERDICT_TEST(of_ties_the_fewest_processes_are_taken),
        VERDICT_TEST(another_way_has_other_numbers),
        VERDICT_TEST(what_was_measured_badly_is_no_tie),
        VERDICT_TEST(where_all_are_equal_one_core_is_used),
        VERDICT_TEST(one_core_has_nothing_to_gain),
        VERDICT_TEST(the_ceiling_is_said_and_never_chosen),
        VERDICT_TEST(a_collection_is_told_how_long_it_takes),
        VERDICT_TEST(weak_studies_are_chosen_by_rate),
        VERDICT_TEST(every_kernel_has_its_paragraph),
        VERDICT_TEST(the_weak_paragraph_names_the_cores),
        VERDICT_TEST(verdicts_of_two_revisions_say_of_which_they_are),
        VERDICT_TEST(commands_bind_and_keep_what_was_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
