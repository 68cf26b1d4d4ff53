/* A tally in a mapping: who dies with its lock in the hand keeps nobody from adding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/models/processes.h"
#include "drivers/models/processes_shared.h"

enum { MUTEX = 1, CONDITION, SEMAPHORE, ATOMIC, COUNTERS = 3, ROUNDS = 20000, PATIENCE = 240 };

static struct team team = {.ranks = 1, .threads = 1};

static int set_up(void **state)
{
    (void)state;
    return processes_map(&team, -1) || processes_tally_make();
}

/* A process that ends with the mutex in its hand. */
static void lose_mutex(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        pthread_mutex_lock(&processes_shared->tally.mutex);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void a_mutex_of_the_dead_is_taken(void **state)
{
    (void)state;
    static const uint64_t mine[COUNTERS] = {1, 0, 5};
    uint64_t total[COUNTERS];
    alarm(PATIENCE);
    for (int way = MUTEX; way <= CONDITION; ++way) {
        processes_tally_begin(&team, COUNTERS);
        lose_mutex();
        processes_tally_add(&team, way, mine, COUNTERS);
        processes_tally_add(&team, way, mine, COUNTERS);
        processes_tally_end(&team, total, COUNTERS);
        assert_true(total[0] == 2 && total[1] == 0 && total[2] == 10);
    }
    alarm(0);
}

static void add_often(int way)
{
    static const uint64_t mine[COUNTERS] = {1, 2, 3};
    for (int i = 0; i < ROUNDS; ++i)
        processes_tally_add(&team, way, mine, COUNTERS);
}

static void two_processes_lose_nothing(void **state)
{
    (void)state;
    uint64_t total[COUNTERS];
    alarm(PATIENCE);
    for (int way = MUTEX; way <= ATOMIC; ++way) {
        processes_tally_begin(&team, COUNTERS);
        pid_t other = fork();
        if (other == 0) {
            add_often(way);
            _exit(0);
        }
        add_often(way);
        assert_int_equal(waitpid(other, NULL, 0), other);
        processes_tally_end(&team, total, COUNTERS);
        assert_true(total[0] == 2 * ROUNDS && total[2] == 6 * ROUNDS);
    }
    alarm(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mutex_of_the_dead_is_taken),
        cmocka_unit_test(two_processes_lose_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
