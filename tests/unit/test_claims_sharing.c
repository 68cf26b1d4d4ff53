/* Claims of what workers share: images, counts, locks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/fixtures/claims_fixture.h"

static const char *sharing;

static void shares(struct run_row *row)
{
    snprintf(row->mode, sizeof row->mode, "split");
    snprintf(row->sharing, sizeof row->sharing, "%s", sharing);
}

static void share(const char *word, double seconds)
{
    sharing = word;
    claims_measure("omp", 1, 2, seconds, shares);
}

/* A race is not valid, and has lost so many updates. */
static void race(int64_t lost)
{
    sharing = "racy";
    measure("omp", 1, 2, 0.1, 1);
    for (int i = 0; i < RUNS_MAX && rows[i].run[0] != '\0'; ++i)
        if (rows[i].sharing[0] == '\0')
            shares(&rows[i]);
    last_samples()[SAMPLES - 1].lost_updates = lost;
}

static void updates_are_lost(void **state)
{
    (void)state;
    for (int i = 0; i < 20; ++i)
        race(3);
    claims_judge();
    claims_expect(8, FINDING_HOLDS,
                  "share of 20 runs that lost updates: 2 workers 1.00 [0.832, 1.00]");
}

static void updates_are_lost_by_chance(void **state)
{
    (void)state;
    race(3);
    race(0);
    claims_judge();
    claims_expect(8, FINDING_OPEN, "fewer than 3 runs");
    race(0);
    claims_judge();
    claims_expect(8, FINDING_DEPENDS, "on chance: 2 of 3 runs lost none");
}

static void no_update_is_lost(void **state)
{
    (void)state;
    for (int i = 0; i < 3; ++i)
        race(0);
    claims_judge();
    claims_expect(8, FINDING_FAILS, "0.00 [0.00, 0.70");
}

static void locks_have_a_price(void **state)
{
    (void)state;
    share("private", 0.1);
    share("atomic", 0.2);
    share("lock", 0.15);
    claims_judge();
    claims_expect(9, FINDING_HOLDS, "atomic adds 2.00");
    share("critical", 0.1);
    claims_judge();
    claims_expect(9, FINDING_DEPENDS, "not so a critical section");
}

static void locks_that_cost_nothing(void **state)
{
    (void)state;
    share("private", 0.1);
    share("atomic", 0.1);
    claims_judge();
    claims_expect(9, FINDING_FAILS, "atomic adds 1.00");
}

static void locks_that_may_cost_something(void **state)
{
    (void)state;
    share("private", 0.1);
    share("atomic", 0.105);
    for (int i = 0; i < 6; ++i)
        rows[i].round = -1; /* no pairs, whose differences would be too sure */
    claims_judge();
    claims_expect(9, FINDING_OPEN, "repetitions of atomic adds");
}

/* Beside a pipe's 3 ms for 4 MB. */
static void exchange(double socket, double shared)
{
    for (int i = 0; i < 3; ++i) {
        claims_probe("exchange");
        claims_point("pipe", "byte", 1e3, 1e-6);
        claims_point("pipe", "byte", 4e6, 3e-3);
        claims_point("socket", "byte", 4e6, socket * (1 + 1e-3 * i));
        claims_point("shared", "byte", 4e6, shared * (1 + 1e-3 * i));
    }
}

static void images_are_sent(void **state)
{
    (void)state;
    exchange(2e-3, 3e-5);
    claims_judge();
    claims_expect(7, FINDING_HOLDS, "a pipe's 0.751 ms a MB: socket 0.66");
    claims_expect(7, FINDING_HOLDS, "shared memory 0.0100");
}

static void images_are_sent_for_nothing(void **state)
{
    (void)state;
    exchange(1e-5, 3e-3);
    claims_judge();
    claims_expect(7, FINDING_FAILS, "socket 0.003");
}

static void shared_memory_costs_as_well(void **state)
{
    (void)state;
    exchange(2e-3, 2e-3);
    claims_judge();
    claims_expect(7, FINDING_DEPENDS, "not so shared memory");
}

static void shared_memory_may_cost_something(void **state)
{
    (void)state;
    exchange(2e-3, 3e-4);
    claims_judge();
    claims_expect(7, FINDING_OPEN, "repetitions of shared memory");
}

static void few_exchanges_decide_nothing(void **state)
{
    (void)state;
    claims_probe("exchange");
    claims_point("pipe", "byte", 4e6, 3e-3);
    claims_point("shared", "byte", 4e6, 3e-5);
    claims_judge();
    claims_expect(7, FINDING_OPEN, "fewer than 3 repetitions");
}

static void try_locks(const char *who, bool stood, bool cured)
{
    char name[32];
    snprintf(name, sizeof name, "%s-opposite", who);
    if (stood)
        claims_point(name, "workers", 2, 0.4);
    snprintf(name, sizeof name, "%s-ordered", who);
    if (cured)
        claims_point(name, "workers", 2, 0.01);
}

static void deadlocks_are_seen_and_cured(void **state)
{
    (void)state;
    claims_probe("deadlock");
    try_locks("threads", true, true);
    claims_judge();
    claims_expect(10, FINDING_HOLDS, "threads 0.400");
    claims_probe("deadlock");
    try_locks("processes", false, true);
    try_locks("threads", true, true);
    claims_judge();
    claims_expect(10, FINDING_DEPENDS, "processes did not wait for each other");
}

static void deadlocks_that_are_not_cured(void **state)
{
    (void)state;
    claims_probe("deadlock");
    try_locks("threads", true, false);
    claims_judge();
    claims_expect(10, FINDING_FAILS, "threads did not end with the cure");
}

static void deadlocks_that_come_and_go(void **state)
{
    (void)state;
    claims_probe("deadlock");
    try_locks("threads", true, true);
    claims_probe("deadlock");
    try_locks("threads", false, true);
    claims_judge();
    claims_expect(10, FINDING_OPEN, "repetitions of threads");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIMS_TEST(updates_are_lost),
        CLAIMS_TEST(updates_are_lost_by_chance),
        CLAIMS_TEST(no_update_is_lost),
        CLAIMS_TEST(locks_have_a_price),
        CLAIMS_TEST(locks_that_cost_nothing),
        CLAIMS_TEST(locks_that_may_cost_something),
        CLAIMS_TEST(images_are_sent),
        CLAIMS_TEST(images_are_sent_for_nothing),
        CLAIMS_TEST(shared_memory_costs_as_well),
        CLAIMS_TEST(shared_memory_may_cost_something),
        CLAIMS_TEST(few_exchanges_decide_nothing),
        CLAIMS_TEST(deadlocks_are_seen_and_cured),
        CLAIMS_TEST(deadlocks_that_are_not_cured),
        CLAIMS_TEST(deadlocks_that_come_and_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
