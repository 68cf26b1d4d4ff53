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

void threads_start(struct team *team, int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    team->threads = omp_get_max_threads();
}

static void set_schedule(const struct schedule *schedule)
{
    switch (schedule->kind) {
    case SCHEDULE_BLOCK:
        omp_set_schedule(omp_sched_static, 0);
        break;
    case SCHEDULE_CYCLIC:
        omp_set_schedule(omp_sched_static, schedule->chunk);
        break;
    case SCHEDULE_DYNAMIC:
        omp_set_schedule(omp_sched_dynamic, schedule->chunk);
        break;
    case SCHEDULE_GUIDED:
        omp_set_schedule(omp_sched_guided, schedule->chunk);
        break;
    }
}

void threads_loop(struct team *team, struct span span, unit_fn *unit, void *context)
{
    set_schedule(&team->within);
#pragma omp parallel for schedule(runtime) num_threads(team->threads)
    for (int i = span.begin; i < span.end; ++i)
        unit(context, i, omp_get_thread_num());
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
