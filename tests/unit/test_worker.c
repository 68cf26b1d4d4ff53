/* Tests of a worker's clock and buffers, and of what a team agrees on. */
#include "drivers/job/worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

extern const struct kernel kernel_histogram;

static void pause_for(long milliseconds)
{
    nanosleep(&(struct timespec){0, 1000000 * milliseconds}, NULL);
}

/* As a lock would: who enters the kernel waits, and that is waiting. */
static enum stage wait_before_kernel(struct team *team, int worker, enum stage stage)
{
    (void)team;
    (void)worker;
    if (stage != STAGE_KERNEL)
        return stage;
    pause_for(40);
    return STAGE_WAIT;
}

static void H3_a_hooks_time_belongs_to_the_stage_that_it_names(void **state)
{
    (void)state;
    const struct model model = {.name = "waiting", .stage = wait_before_kernel};
    struct team team = {.model = &model, .ranks = 1, .threads = 1};
    struct worker *worker = worker_create(0, &kernel_histogram);
    assert_non_null(worker);
    worker_reset(worker);
    worker_enter(&team, worker, STAGE_KERNEL);
    pause_for(10);
    worker_enter(&team, worker, STAGE_NONE);
    assert_true(worker->seconds[STAGE_WAIT] >= 0.04);
    assert_true(worker->seconds[STAGE_KERNEL] >= 0.01);
    worker_destroy(worker);
}

static void buffers_of_units_stay_in_their_order(void **state)
{
    (void)state;
    struct worker *worker = worker_create(0, &kernel_histogram);
    const uint8_t *pixels[100];
    struct shape shape = {8, 4, 3};
    for (int iteration = 0; iteration < 2; ++iteration) {
        worker_reset(worker);
        for (int k = 0; k < 100; ++k) {
            struct kept_unit *kept = keep_next(&worker->kept);
            assert_non_null(kept);
            assert_int_equal(image_allocate(&kept->image, shape, area_whole(shape)), 0);
            if (iteration == 0)
                pixels[k] = kept->image.pixels;
            assert_ptr_equal(kept->image.pixels, pixels[k]);
            ++worker->kept.count;
        }
    }
    worker_destroy(worker);
}

/* The votes of ranks that are not there. */
static int others[8];

static void add_others(struct team *team, uint64_t *values, int n)
{
    (void)team;
    for (int i = 0; i < 8; ++i)
        if (others[i] < n)
            ++values[others[i]];
}

static void H14_the_code_is_one_that_somebody_had(void **state)
{
    (void)state;
    static const struct {
        int others[8], mine, agreed;
    } cases[] = {
        {{0, 0, 0, 0, 0, 0, 0, 0}, 0, 0},      {{0, 0, 0, 0, 0, 0, 0, 0}, 65, 65},
        {{65, 0, 0, 0, 0, 0, 0, 0}, 75, 75},   {{65, 65, 0, 0, 0, 0, 0, 0}, 75, 65},
        {{0, 64, 64, 77, 77, 0, 0, 0}, 0, 77}, {{1, 2, 3, 4, 5, 6, 7, 8}, 9, 9},
    };
    const struct model model = {.name = "many", .processes = true, .sum = add_others};
    struct team team = {.model = &model, .ranks = 9, .threads = 1};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        for (int k = 0; k < 8; ++k)
            others[k] = cases[i].others[k];
        assert_int_equal(team_agree(&team, cases[i].mine), cases[i].agreed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(H3_a_hooks_time_belongs_to_the_stage_that_it_names),
        cmocka_unit_test(buffers_of_units_stay_in_their_order),
        cmocka_unit_test(H14_the_code_is_one_that_somebody_had),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
