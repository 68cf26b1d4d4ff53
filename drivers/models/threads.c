/* All OpenMP there is. */
#include "drivers/models/threads.h"

#include <omp.h>
#include <stdio.h>

const char *threads_version(void)
{
    static char text[32];
    snprintf(text, sizeof text, "OpenMP %d", _OPENMP);
    return text;
}

void threads_start(struct team *team, const struct wish *wish, int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    team->threads = wish->threads > 0 ? wish->threads : omp_get_max_threads();
}

void threads_loop(struct team *team, const struct schedule *schedule, struct span span,
                  unit_fn *unit, void *context)
{
    atomic_llong dealt = 0;
#pragma omp parallel num_threads(team->threads)
    {
        int worker = omp_get_thread_num(), n = span.end - span.begin;
        struct schedule_hand hand = {0};
        struct span chunk;
        while (schedule_draw(schedule, n, worker, omp_get_num_threads(), &dealt, &hand, &chunk))
            for (int i = chunk.begin; i < chunk.end; ++i)
                unit(context, span.begin + i, worker);
    }
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
        return;
    }
#pragma omp critical(merge)
    for (int i = 0; i < n; ++i)
        total[i] += mine[i];
}
