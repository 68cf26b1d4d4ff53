/* All OpenMP there is. */
#include "drivers/models/threads.h"

#include <limits.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"

const char *threads_version(void)
{
    static char text[32];
    snprintf(text, sizeof text, "OpenMP %d", _OPENMP);
    return text;
}

static volatile int starting; /* threads, for a region */
static omp_lock_t tallies;    /* SHARING_LOCK */

/* OpenMP's library has no way to tell that a thread cannot be made: it prints why, and exits with
 * 1, which is no code of ours. */
static void leave_with_our_code(void)
{
    static const char cure[] = "fewer --threads or a smaller OMP_STACKSIZE may do\n";
    if (starting && write(STDERR_FILENO, cure, sizeof cure - 1) >= 0)
        _exit(EXIT_CONFIG);
}

void threads_start(struct team *team, const struct wish *wish, int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    atexit(leave_with_our_code);
    omp_init_lock(&tallies);
    omp_set_dynamic(0); /* as many as asked for, or none */
    team->threads_wished = wish->threads > 0 || getenv("OMP_NUM_THREADS");
    int most = omp_get_max_threads(); /* below 1: OMP_NUM_THREADS is more than an int */
    team->threads = wish->threads > 0 ? wish->threads : most > 0 ? most : INT_MAX;
}

void threads_loop(struct team *team, const struct schedule *schedule, struct span span,
                  unit_fn *unit, void *context)
{
    atomic_llong dealt = 0;
    starting = 1;
#pragma omp parallel num_threads(team->threads)
    {
        int worker = omp_get_thread_num(), n = span.end - span.begin;
        if (worker == 0)
            starting = 0;
        struct schedule_hand hand = {0};
        struct span chunk;
        while (schedule_draw(schedule, n, worker, omp_get_num_threads(), &dealt, &hand, &chunk))
            for (int i = chunk.begin; i < chunk.end; ++i)
                unit(context, span.begin + i, worker);
    }
}

static void add(uint64_t *total, const uint64_t *mine, int n)
{
    for (int i = 0; i < n; ++i)
        total[i] += mine[i];
}

void threads_merge(struct team *team, enum sharing sharing, uint64_t *total, const uint64_t *mine,
                   int n)
{
    (void)team;
    if (sharing == SHARING_ATOMIC) {
        for (int i = 0; i < n; ++i)
            if (mine[i]) {
#pragma omp atomic
                total[i] += mine[i];
            }
    } else if (sharing == SHARING_LOCK) {
        omp_set_lock(&tallies);
        add(total, mine, n);
        omp_unset_lock(&tallies);
    } else {
#pragma omp critical(merge)
        add(total, mine, n);
    }
}
