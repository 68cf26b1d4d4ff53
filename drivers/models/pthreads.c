/* All POSIX threads there is. */
#define _GNU_SOURCE
#include "drivers/models/pthreads.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

/* The threads beside the main one, and the loop in hand. The mutex guards all but what the loop
 * itself reads, which is set while they wait. */
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t begun, ended;
    pthread_t *thread;
    int wanted, count; /* workers that were asked for, the main thread included; threads made */
    unsigned round;    /* loops begun */
    int running;       /* threads that are still in it */
    bool over;         /* they are to leave */

    const struct schedule *schedule;
    struct span span;
    unit_fn *unit;
    void *context;
    atomic_llong dealt;
} pool = {.mutex = PTHREAD_MUTEX_INITIALIZER,
          .begun = PTHREAD_COND_INITIALIZER,
          .ended = PTHREAD_COND_INITIALIZER,
          .wanted = 1};

const char *pthreads_version(void)
{
    static char text[64];
    return confstr(_CS_GNU_LIBPTHREAD_VERSION, text, sizeof text) ? text : "POSIX threads";
}

void pthreads_start(struct team *team, const struct wish *wish, int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    cpu_set_t set;
    int cpus = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    team->threads_wished = wish->threads > 0;
    team->threads = wish->threads > 0 ? wish->threads : cpus;
}

static void do_share(int worker)
{
    int n = pool.span.end - pool.span.begin;
    struct schedule_hand hand = {0};
    struct span chunk;
    while (schedule_draw(pool.schedule, n, worker, pool.count + 1, &pool.dealt, &hand, &chunk))
        for (int i = chunk.begin; i < chunk.end; ++i)
            pool.unit(pool.context, pool.span.begin + i, worker);
}

/* A thread's life. Every thread of the pool has its share in every loop. */
static void *work(void *number)
{
    int worker = (int)(intptr_t)number;
    pthread_mutex_lock(&pool.mutex);
    for (unsigned round = 0;; ++round) {
        while (pool.round == round && !pool.over)
            pthread_cond_wait(&pool.begun, &pool.mutex);
        if (pool.over)
            break;
        pthread_mutex_unlock(&pool.mutex);
        do_share(worker);
        pthread_mutex_lock(&pool.mutex);
        if (--pool.running == 0)
            pthread_cond_signal(&pool.ended);
    }
    pthread_mutex_unlock(&pool.mutex);
    return NULL;
}

static void end_threads(void)
{
    pthread_mutex_lock(&pool.mutex);
    pool.over = true;
    pthread_cond_broadcast(&pool.begun);
    pthread_mutex_unlock(&pool.mutex);
    for (int i = 0; i < pool.count; ++i)
        pthread_join(pool.thread[i], NULL);
    free(pool.thread);
    pool.thread = NULL;
    pool.count = 0;
    pool.round = 0;
    pool.over = false;
}

/* As many as can be had. */
static void make_threads(int workers)
{
    end_threads();
    pool.wanted = workers;
    pool.thread = calloc((size_t)workers, sizeof *pool.thread);
    while (pool.thread && pool.count < workers - 1 &&
           pthread_create(&pool.thread[pool.count], NULL, work,
                          (void *)(intptr_t)(pool.count + 1)) == 0)
        ++pool.count;
}

void pthreads_stop(struct team *team)
{
    (void)team;
    end_threads();
    pool.wanted = 1;
}

void pthreads_loop(struct team *team, const struct schedule *schedule, struct span span,
                   unit_fn *unit, void *context)
{
    if (pool.wanted != team->threads)
        make_threads(team->threads);
    pool.schedule = schedule;
    pool.span = span;
    pool.unit = unit;
    pool.context = context;
    atomic_store(&pool.dealt, 0);
    pthread_mutex_lock(&pool.mutex);
    pool.running = pool.count;
    ++pool.round;
    pthread_cond_broadcast(&pool.begun);
    pthread_mutex_unlock(&pool.mutex);
    do_share(0);
    pthread_mutex_lock(&pool.mutex);
    while (pool.running > 0)
        pthread_cond_wait(&pool.ended, &pool.mutex);
    pthread_mutex_unlock(&pool.mutex);
}

void pthreads_merge(struct team *team, enum sharing sharing, uint64_t *total, const uint64_t *mine,
                    int n)
{
    (void)team;
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    if (sharing == SHARING_ATOMIC) {
        for (int i = 0; i < n; ++i)
            if (mine[i]) /* the totals are no atomic objects: only the compiler has a word for it */
                __atomic_fetch_add(&total[i], mine[i], __ATOMIC_RELAXED);
        return;
    }
    pthread_mutex_lock(&mutex);
    for (int i = 0; i < n; ++i)
        total[i] += mine[i];
    pthread_mutex_unlock(&mutex);
}
