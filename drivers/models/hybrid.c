/* Processes of several threads: the union of mpi and omp. */
#include "drivers/models/ranks.h"
#include "drivers/models/threads.h"

#include <stdio.h>

static const char *version(void)
{
    static char text[512];
    snprintf(text, sizeof text, "%s; %s", ranks_version(), threads_version());
    return text;
}

static void start(struct team *team, const struct wish *wish, int *argc, char ***argv)
{
    ranks_start(team, wish, argc, argv);
    threads_start(team, wish, argc, argv);
}

const struct model model_hybrid = {
    .name = "hybrid",
    .summary = "MPI processes of several OpenMP threads",
    .processes = true,
    .threads = true,
    .launcher = "mpi",
    .launched = ranks_launched,
    .version = version,
    .start = start,
    .stop = ranks_stop,
    .loop = threads_loop,
    .merge = threads_merge,
    .next = ranks_next,
    .scatter = ranks_scatter,
    .gather = ranks_gather,
    .broadcast = ranks_broadcast,
    .collect = ranks_collect,
    .sum = ranks_sum,
    .barrier = ranks_barrier,
    .stage = ranks_stage,
};
