/* The model gil: who may compute at once, in which stage, and that waiting is no kernel's time. */
#include "drivers/models/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

#include "drivers/common/timer.h"

extern const struct model model_gil;

enum { MEETINGS = 200, PATIENCE = 60000 }; /* milliseconds: no load is that heavy */

static struct team team;
static atomic_int here; /* workers in the stage at this moment */
static atomic_int met;  /* two were */
static atomic_int left; /* of the last meeting */

static void pause_for(double seconds)
{
    struct timespec pause = {0, (long)(1e9 * seconds)};
    nanosleep(&pause, NULL);
}

static void start(struct wish wish)
{
    wish.ranks = -1;
    wish.threads = 2;
    team_start(&team, &model_gil, &wish, NULL, NULL);
    assert_int_equal(team.threads, 2);
}

/* What two workers do in one stage, several bands long: whether they are ever in it together. Where
 * they may be, each stays until the other comes. */
struct meeting {
    enum stage stage;
    int patience; /* milliseconds a band, while they have not met */
};

static void be_there(void *context, int unit, int worker)
{
    const struct meeting *meeting = context;
    (void)unit;
    team_stage(&team, worker, STAGE_READ);
    for (int band = 0; band < 20; ++band) {
        team_stage(&team, worker, meeting->stage);
        atomic_fetch_or(&met, atomic_fetch_add(&here, 1) == 1);
        for (int i = 0; i < meeting->patience && !atomic_load(&met); ++i)
            pause_for(1e-3);
        atomic_fetch_sub(&here, 1);
    }
    team_stage(&team, worker, STAGE_WAIT);
}

static bool meets(enum stage stage, int patience)
{
    atomic_store(&met, 0);
    team_each_worker(&team, be_there, &(struct meeting){stage, patience});
    return atomic_load(&met);
}

static void one_computes_at_a_time(void **state)
{
    (void)state;
    start((struct wish){.switch_interval = 2e-3});
    assert_false(meets(STAGE_PLAN, 1));
    assert_false(meets(STAGE_DECODE, 1));
    assert_false(meets(STAGE_KERNEL, 1));
    assert_false(meets(STAGE_HASH, 1));
    assert_false(meets(STAGE_ENCODE, 1));
    assert_true(meets(STAGE_READ, PATIENCE));
    assert_true(meets(STAGE_WRITE, PATIENCE));
    assert_true(meets(STAGE_COMM, PATIENCE));
    assert_true(meets(STAGE_WAIT, PATIENCE));
    team_stop(&team);
}

static void released_in_the_kernel_two_compute_at_once(void **state)
{
    (void)state;
    start((struct wish){.switch_interval = 2e-3, .release_in_kernel = 1});
    assert_true(meets(STAGE_KERNEL, PATIENCE));
    assert_true(meets(STAGE_DECODE, PATIENCE));
    assert_true(meets(STAGE_ENCODE, PATIENCE));
    assert_false(meets(STAGE_PLAN, 1));
    assert_false(meets(STAGE_HASH, 1));
    team_stop(&team);
}

/* --- Calls of several bands: whether another gets the lock between them. */

static int bands[2], changes, last, least; /* least: changes before the first leaves */
static atomic_int callers;

static void call_kernel(void *context, int unit, int worker)
{
    (void)context;
    (void)unit;
    atomic_fetch_add(&callers, 1);
    while (atomic_load(&callers) < 2)
        pause_for(1e-4);
    for (int band = 0; band < 20 || (changes < least && band < PATIENCE); ++band) {
        team_stage(&team, worker, STAGE_KERNEL);
        changes += bands[0] + bands[1] > 0 && worker != last;
        last = worker;
        ++bands[worker];
        pause_for(1e-3);
    }
    team_stage(&team, worker, STAGE_WAIT);
}

/* Of two callers that are there at once; the first leaves after so many changes at least. */
static int call_until(int wanted)
{
    changes = bands[0] = bands[1] = 0;
    least = wanted;
    atomic_store(&callers, 0);
    team_each_worker(&team, call_kernel, NULL);
    assert_true(bands[0] >= 20 && bands[1] >= 20);
    return changes;
}

static void a_call_is_interrupted_unless_it_holds_the_lock(void **state)
{
    (void)state;
    for (int hold = 0; hold <= 1; ++hold) {
        start((struct wish){.switch_interval = 2e-3, .hold_in_kernel = hold});
        assert_true(hold ? call_until(0) == 1 : call_until(2) > 1);
        team_stop(&team);
    }
}

/* --- Ways out: whoever leaves a unit with the lock would keep all others waiting. */

static void stay_in_kernel(void *context, int unit, int worker)
{
    (void)context;
    (void)unit;
    atomic_fetch_add(&left, 1);
    team_stage(&team, worker, STAGE_KERNEL);
}

static void no_unit_and_no_joiner_keeps_it(void **state)
{
    (void)state;
    start((struct wish){.switch_interval = 1000});
    for (int i = 0; i < MEETINGS; ++i) {
        team_stage(&team, 0, STAGE_DECODE); /* the main thread, as where it verifies */
        team_loop_blocks(&team, (struct span){0, 7}, stay_in_kernel, NULL);
    }
    assert_int_equal(atomic_load(&left), 7 * MEETINGS);
    team_stop(&team);
}

/* What is waited in stage() is waiting. */
static void waiting_is_booked_as_waiting(void **state)
{
    (void)state;
    start((struct wish){.switch_interval = 2e-3});
    for (enum stage stage = STAGE_PLAN; stage < STAGES; ++stage)
        assert_int_equal(team_stage(&team, 0, stage), STAGE_WAIT);
    team_stop(&team);
}

static void the_lock_says_what_it_is_and_did(void **state)
{
    (void)state;
    start((struct wish){.switch_interval = 2e-3});
    struct team_lock lock = team_lock(&team);
    assert_string_equal(lock.use, "bands");
    assert_true(lock.interval == 2e-3 && lock.handed == 0 && lock.handing_s == 0);
    call_until(2);
    lock = team_lock(&team);
    assert_true(lock.handed > 0 && lock.handing_s > 0);
    team_stop(&team);
    start((struct wish){.release_in_kernel = 1});
    assert_string_equal(team_lock(&team).use, "kernels");
    assert_true(team_lock(&team).interval == 0.005); /* CPython's */
    team_stop(&team);
    start((struct wish){.hold_in_kernel = 1});
    assert_string_equal(team_lock(&team).use, "calls");
    team_stop(&team);
}

/* --- Loops */

static atomic_int seen[100];

static void mark(void *context, int unit, int worker)
{
    (void)context;
    assert_in_range(worker, 0, team.threads - 1);
    atomic_fetch_add(&seen[unit], 1);
}

/* Also after the team has grown or shrunk, as where a quota leaves it fewer CPUs. */
static void every_unit_is_done_once_by_any_number_of_threads(void **state)
{
    (void)state;
    int loops = 0;
    start((struct wish){.switch_interval = 2e-3});
    for (team.threads = 7; team.threads > 0; --team.threads)
        for (int kind = 0; schedule_names[kind]; ++kind, ++loops) {
            const struct schedule schedule = {(enum schedule_kind)kind, 3};
            team_loop(&team, &schedule, (struct span){10, 90}, mark, NULL);
        }
    for (int unit = 0; unit < 100; ++unit)
        assert_int_equal(atomic_load(&seen[unit]), unit >= 10 && unit < 90 ? loops : 0);
    team_stop(&team);
}

static void add(void *context, int unit, int worker)
{
    static const uint64_t ones[3] = {1, 1, 0};
    (void)unit;
    (void)worker;
    for (int sharing = SHARING_ATOMIC; sharing <= SHARING_LOCK; ++sharing)
        team_merge(&team, (enum sharing)sharing, (uint64_t *)context + 3 * sharing, ones, 3);
}

static void merging_at_once_loses_nothing(void **state)
{
    (void)state;
    uint64_t totals[9] = {0};
    start((struct wish){.switch_interval = 2e-3});
    team_loop_blocks(&team, (struct span){0, 100000}, add, totals);
    for (int sharing = SHARING_ATOMIC; sharing <= SHARING_LOCK; ++sharing) {
        assert_true(totals[3 * sharing] == 100000 && totals[3 * sharing + 1] == 100000);
        assert_true(totals[3 * sharing + 2] == 0);
    }
    team_stop(&team);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_computes_at_a_time),
        cmocka_unit_test(released_in_the_kernel_two_compute_at_once),
        cmocka_unit_test(a_call_is_interrupted_unless_it_holds_the_lock),
        cmocka_unit_test(no_unit_and_no_joiner_keeps_it),
        cmocka_unit_test(waiting_is_booked_as_waiting),
        cmocka_unit_test(the_lock_says_what_it_is_and_did),
        cmocka_unit_test(every_unit_is_done_once_by_any_number_of_threads),
        cmocka_unit_test(merging_at_once_loses_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
