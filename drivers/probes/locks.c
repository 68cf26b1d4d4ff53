/* Two workers that need two locks at once. */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include "drivers/probes/locks.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"

enum { ROUNDS = 10 };

static const struct timespec held = {0, 10000000}; /* in order: what it does under the first lock */

struct locks {
    pthread_mutex_t lock[2];
    pthread_barrier_t meet; /* both have their first lock, where each takes another one first */
    bool ordered;
};

struct worker {
    struct locks *locks;
    int number;
};

/* `holds`: the lock that it has; -1: none. Says that it waits only where the lock is taken. */
static void take(struct locks *locks, int worker, int lock, int holds)
{
    if (pthread_mutex_trylock(&locks->lock[lock]) == 0)
        return;
    char has[32] = "holds no lock";
    if (holds >= 0)
        snprintf(has, sizeof has, "holds lock %c", 'A' + holds);
    dprintf(STDOUT_FILENO, "%d waits %d %s and waits for lock %c\n", worker, 1 - worker, has,
            'A' + lock);
    pthread_mutex_lock(&locks->lock[lock]);
    dprintf(STDOUT_FILENO, "%d goes\n", worker);
}

static void *work(void *context)
{
    const struct worker *worker = context;
    struct locks *locks = worker->locks;
    const int first = locks->ordered ? 0 : worker->number, second = 1 - first;
    for (int round = 0; round < ROUNDS; ++round) {
        take(locks, worker->number, first, -1);
        if (locks->ordered)
            nanosleep(&held, NULL);
        else
            pthread_barrier_wait(&locks->meet); /* else it would be a matter of luck */
        take(locks, worker->number, second, first);
        pthread_mutex_unlock(&locks->lock[second]);
        pthread_mutex_unlock(&locks->lock[first]);
    }
    dprintf(STDOUT_FILENO, "%d done\n", worker->number);
    return NULL;
}

static int work_as_threads(struct worker *workers)
{
    pthread_t thread[LOCKS_WORKERS];
    for (int w = 0; w < LOCKS_WORKERS; ++w)
        if (pthread_create(&thread[w], NULL, work, &workers[w]))
            return EXIT_CONFIG;
    for (int w = 0; w < LOCKS_WORKERS; ++w)
        pthread_join(thread[w], NULL);
    return 0;
}

static int work_as_processes(struct worker *workers)
{
    for (int w = 0; w < LOCKS_WORKERS; ++w) {
        pid_t child = fork();
        if (child < 0)
            return EXIT_CONFIG;
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            work(&workers[w]);
            _exit(0);
        }
    }
    while (wait(NULL) > 0)
        continue;
    return 0;
}

int locks_work(void *context)
{
    const struct locks_case *which = context;
    struct worker workers[LOCKS_WORKERS];
    pthread_mutexattr_t attributes;
    pthread_barrierattr_t meeting;
    struct locks *locks =
        mmap(NULL, sizeof *locks, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (locks == MAP_FAILED)
        return EXIT_MEMORY;
    locks->ordered = which->ordered;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    for (int i = 0; i < 2; ++i)
        pthread_mutex_init(&locks->lock[i], &attributes);
    pthread_barrierattr_init(&meeting);
    pthread_barrierattr_setpshared(&meeting, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&locks->meet, &meeting, LOCKS_WORKERS);
    for (int w = 0; w < LOCKS_WORKERS; ++w)
        workers[w] = (struct worker){locks, w};
    return which->processes ? work_as_processes(workers) : work_as_threads(workers);
}
