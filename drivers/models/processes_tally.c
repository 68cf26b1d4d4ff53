/* Counters in the mapping to which all processes add, and what keeps them from doing so at once.
 *
 * DESIGN. Who is killed while others wait for it has left a lock held: of a mutex, the next one is
 * told and goes on; of a turn or a semaphore nobody is. Neither matters: the parent ends the job,
 * and with it all who wait, and says who died. */
#include <assert.h>
#include <errno.h>
#include <string.h>

#include "drivers/models/processes.h"
#include "drivers/models/processes_shared.h"

enum tally_way { PRIVATE, MUTEX, CONDITION, SEMAPHORE, ATOMIC, RACY };

static const char *const names[] = {"private", "mutex", "condition", "semaphore",
                                    "atomic",  "racy",  NULL};

const struct option_entry processes_tally_option[] = {
    OPTION_LINE_CHOICE("sharing", offsetof(struct wish, tally), PRIVATE, names,
                       "how the processes of a split add up counts: each its own, then all; or at "
                       "once, in memory that they share: under a mutex, in turns by a mutex and a "
                       "condition, under a semaphore, by atomic adds, or racy: without care, until "
                       "an update is lost, at most 10 s"),
    OPTION_LINE_END,
};

int processes_tally_make(void)
{
    struct processes_tally *tally = &processes_shared->tally;
    pthread_mutexattr_t mutex;
    pthread_condattr_t condition;
    pthread_mutexattr_init(&mutex);
    pthread_condattr_init(&condition);
    pthread_mutexattr_setrobust(&mutex, PTHREAD_MUTEX_ROBUST);
    int failed = pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED) ||
                 pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED) ||
                 pthread_mutex_init(&tally->mutex, &mutex) ||
                 pthread_cond_init(&tally->free, &condition) || sem_init(&tally->semaphore, 1, 1);
    pthread_mutexattr_destroy(&mutex);
    pthread_condattr_destroy(&condition);
    return failed ? -1 : 0;
}

void processes_tally_begin(struct team *team, int n)
{
    assert(n <= PROCESSES_TALLIES);
    processes_barrier(team); /* all have read what was there before */
    if (team->rank == 0)
        memset(processes_shared->tally.counters, 0,
               (size_t)n * sizeof processes_shared->tally.counters[0]);
    processes_barrier(team);
}

/* Its holder may have been killed: then the job is about to end. */
static void heed(pthread_mutex_t *mutex, int result)
{
    if (result == EOWNERDEAD)
        pthread_mutex_consistent(mutex);
}

static void lock(pthread_mutex_t *mutex)
{
    heed(mutex, pthread_mutex_lock(mutex));
}

static void take_turn(struct processes_tally *tally)
{
    lock(&tally->mutex);
    while (tally->taken)
        heed(&tally->mutex, pthread_cond_wait(&tally->free, &tally->mutex));
    tally->taken = true;
    pthread_mutex_unlock(&tally->mutex);
}

static void give_turn(struct processes_tally *tally)
{
    lock(&tally->mutex);
    tally->taken = false;
    pthread_cond_signal(&tally->free);
    pthread_mutex_unlock(&tally->mutex);
}

/* Nobody else adds meanwhile, or nobody cares. */
static void add(_Atomic uint64_t *counters, const uint64_t *mine, int n)
{
    for (int i = 0; i < n; ++i) {
        uint64_t value = atomic_load_explicit(&counters[i], memory_order_relaxed);
        atomic_store_explicit(&counters[i], value + mine[i], memory_order_relaxed);
    }
}

static void add_atomically(_Atomic uint64_t *counters, const uint64_t *mine, int n)
{
    for (int i = 0; i < n; ++i)
        if (mine[i])
            atomic_fetch_add_explicit(&counters[i], mine[i], memory_order_relaxed);
}

void processes_tally_add(struct team *team, int way, const uint64_t *mine, int n)
{
    (void)team;
    struct processes_tally *tally = &processes_shared->tally;
    if (way == MUTEX)
        lock(&tally->mutex);
    else if (way == CONDITION)
        take_turn(tally);
    else if (way == SEMAPHORE)
        while (sem_wait(&tally->semaphore) && errno == EINTR)
            continue;
    if (way == ATOMIC)
        add_atomically(tally->counters, mine, n);
    else
        add(tally->counters, mine, n);
    if (way == MUTEX)
        pthread_mutex_unlock(&tally->mutex);
    else if (way == CONDITION)
        give_turn(tally);
    else if (way == SEMAPHORE)
        sem_post(&tally->semaphore);
}

void processes_tally_end(struct team *team, uint64_t *total, int n)
{
    processes_barrier(team); /* all have added */
    for (int i = 0; i < n; ++i)
        total[i] = processes_shared->tally.counters[i];
}
