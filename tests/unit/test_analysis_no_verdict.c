/* Where there is no answer, or one that is not to be trusted: why, and what to do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/verdict_fixture.h"

/* Two processes may be the fastest: without them nothing is said, and nothing is claimed. */
static void what_may_be_the_fastest_must_be_undisturbed(void **state)
{
    (void)state;
    measure("serial", 1, 1, 2, 5);
    measure("omp", 1, 2, 1, 5);
    measure("mpi", 2, 1, 3, 5);
    for (int i = 10; i < 15; ++i)
        rows[i].throttled = 1;
    ask();
    assert_int_equal(answer.kind, VERDICT_DISTURBED);
    says(
        "ANSWER   NO ANSWER: disturbed. When quiet: parallax sweep --study strong --kernel sobel ");
    says("TRUST    None: a quota, the host or other programs took CPUs away.");
    says_not("Use ");
}

static void what_cannot_be_the_fastest_may_be_disturbed(void **state)
{
    (void)state;
    measure("serial", 1, 1, 2, 5);
    measure("omp", 1, 2, 1, 5);
    measure("mpi", 2, 1, 1.2, 5);
    measure("mpi", 1, 1, 4, 5);
    for (int i = 15; i < 20; ++i)
        rows[i].throttled = 1;
    ask();
    assert_true(answer.kind == VERDICT_ANSWER && answer.trust != TRUST_HIGH);
    says("ANSWER   Use 2 threads");
    says("others disturbed 1 of 4 ways");
}

/* Of five launches three were disturbed: what is left of that way says nothing of it. */
static void a_way_that_lost_its_runs_is_disturbed(void **state)
{
    (void)state;
    measure("serial", 1, 1, 2, 5);
    measure("omp", 1, 2, 1, 5);
    measure("mpi", 2, 1, 1.2, 5);
    for (int i = 10; i < 13; ++i)
        rows[i].throttled = 1;
    ask();
    assert_int_equal(answer.kind, VERDICT_DISTURBED);
}

/* Of three iterations one had a CPU for half of the time: their median says nothing of it. */
static void who_comes_halfway_is_noticed(void **state)
{
    (void)state;
    static const double shares[] = {0.99, 0.5, 0.99};
    measure("serial", 1, 1, 2, 5);
    measure("omp", 1, 2, 1, 1);
    for (int i = 0; i < 3; ++i)
        add_worker(i + 1, 0, 0, 1)->compute_cpu_share = shares[i];
    ask();
    assert_true(find("omp", 1, 2)->disturbed && find("omp", 1, 2)->cpu_share > 0.97);
    assert_int_equal(answer.kind, VERDICT_DISTURBED);
}

static void a_machine_that_others_used_too_gives_no_answer(void **state)
{
    (void)state;
    measure("serial", 1, 1, 2, 5);
    measure("omp", 1, 2, 1, 5);
    ask();
    const double all = find("omp", 1, 2)->runs[0]->quality.node_s;
    assert_true(all > 0);
    for (int i = 0; i < 10; ++i)
        rows[i].others_s = 0.19 * all;
    ask();
    assert_int_equal(answer.kind, VERDICT_ANSWER);
    for (int i = 5; i < 10; ++i)
        rows[i].others_s = 0.02 + 0.21 * all;
    ask();
    assert_int_equal(answer.kind, VERDICT_DISTURBED);
}

/* A factor of thousands says less than these words. */
static void what_varies_too_much_is_said_so(void **state)
{
    (void)state;
    static const double noisy[] = {0.2, 5, 1};
    measure("serial", 1, 1, 2, 3);
    for (int i = 0; i < 3; ++i) {
        struct run_row *row = add_run("omp", 1, 2, noisy[i]);
        row->round = i;
        row->slice = 0;
        nodes_last()->cores = nodes_last()->cpus = 2;
    }
    ask();
    assert_true(answer.kind == VERDICT_ANSWER && answer.seen > 1);
    says("Some ways vary too much to tell them apart.");
    says_not("factor");
}

static void workers_without_cores_give_no_answer(void **state)
{
    (void)state;
    measure("omp", 1, 4, 1, 5);
    measure("mpi", 4, 1, 1, 5);
    for (int i = 0; i < 10; ++i)
        rows[i].oversubscribed = 1;
    ask();
    assert_int_equal(answer.kind, VERDICT_UNPLACED);
    says("ANSWER   NO ANSWER: no free cores. Again: parallax sweep --study strong ");
    says("SPEED    Not known.");
}

/* What our jobs measured is measured again by them; a shell in an allocation is none. */
static void what_slurm_ran_is_submitted_again(void **state)
{
    (void)state;
    measure("omp", 1, 4, 1, 5);
    measure("mpi", 4, 1, 1, 5);
    for (int i = 0; i < 10; ++i) {
        rows[i].oversubscribed = 1;
        snprintf(rows[i].source, sizeof rows[i].source, "files");
        add_fact_to(i, "env.SLURM_JOB_NAME", "parallax-0123456789abcdef-1");
    }
    ask();
    says_not("come on top");
    says_not("Another disk");
    says("ANSWER   NO ANSWER: no free cores. Again: parallax submit --study strong ");
    for (int i = 0; i < 10; ++i)
        add_fact_to(i, "env.SLURM_JOB_NAME", "interactive");
    ask();
    says("ANSWER   NO ANSWER: no free cores. Again: parallax sweep --study strong ");
}

static void single_launches_give_no_answer(void **state)
{
    (void)state;
    measure("serial", 1, 1, 2, 1);
    measure("omp", 1, 2, 1, 1);
    ask();
    assert_int_equal(answer.kind, VERDICT_FEW_RUNS);
    says("NO ANSWER: too few runs. For one: parallax sweep --study strong --kernel sobel ");
    says("SPEED    Not known; so far, without an interval: 2.00 times one core's 4.99.");
    says("TRUST    None: 1 run each give no interval");
}

static void one_way_alone_is_no_choice(void **state)
{
    (void)state;
    measure("omp", 1, 2, 1, 5);
    ask();
    assert_int_equal(answer.kind, VERDICT_ONE_WAY);
    says(
        "ANSWER   NO ANSWER: one way only. For all: parallax sweep --study strong --kernel sobel ");
}

static void failed_runs_give_no_answer(void **state)
{
    (void)state;
    measure("omp", 1, 2, 1, 1);
    last_samples()[1].units_failed = 1;
    ask();
    assert_int_equal(answer.kind, VERDICT_INVALID);
    says("NO ANSWER: all failed. Again: parallax sweep --study strong ");
}

static void more_than_the_machine_has_is_not_trusted(void **state)
{
    (void)state;
    measure("serial", 1, 1, 3, 5);
    measure("omp", 1, 2, 1, 5);
    measure("mpi", 2, 1, 1.2, 5);
    ask();
    assert_int_equal(answer.trust, TRUST_LOW);
    says("TRUST    Low: 3.00 times with 2 workers cannot be; was one core measured likewise?");
}

/* One lock of all is there to be compared with, unless there is nothing else. */
static void threads_under_a_lock_are_no_answer(void **state)
{
    (void)state;
    measure("gil", 1, 2, 0.9, 5);
    for (int i = 0; i < 5; ++i)
        snprintf(rows[i].lock, sizeof rows[i].lock, "kernels");
    ask();
    assert_int_equal(answer.candidates, 1);
    assert_string_equal(answer.chosen->runs[0]->row->model, "gil");
    measure("omp", 1, 2, 1, 5);
    ask();
    assert_int_equal(answer.candidates, 1);
    assert_string_equal(answer.chosen->runs[0]->row->model, "omp");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VERDICT_TEST(what_may_be_the_fastest_must_be_undisturbed),
        VERDICT_TEST(what_cannot_be_the_fastest_may_be_disturbed),
        VERDICT_TEST(a_way_that_lost_its_runs_is_disturbed),
        VERDICT_TEST(who_comes_halfway_is_noticed),
        VERDICT_TEST(a_machine_that_others_used_too_gives_no_answer),
        VERDICT_TEST(what_varies_too_much_is_said_so),
        VERDICT_TEST(workers_without_cores_give_no_answer),
        VERDICT_TEST(what_slurm_ran_is_submitted_again),
        VERDICT_TEST(single_launches_give_no_answer),
        VERDICT_TEST(one_way_alone_is_no_choice),
        VERDICT_TEST(failed_runs_give_no_answer),
        VERDICT_TEST(more_than_the_machine_has_is_not_trusted),
        VERDICT_TEST(threads_under_a_lock_are_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
