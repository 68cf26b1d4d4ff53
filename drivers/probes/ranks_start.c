/* What it takes to start ranks. */
#include <mpi.h>
#include <stdio.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/timer.h"
#include "drivers/probes/child.h"
#include "drivers/probes/ranks.h"

static double init_s; /* how long MPI_Init took */

void ranks_begin(int *argc, char ***argv)
{
    double before = timer_now();
    MPI_Init(argc, argv);
    init_s = timer_now() - before;
}

void ranks_init(long unused)
{
    (void)unused;
    int rank;
    double longest;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Reduce(&init_s, &longest, 1, MPI_DOUBLE, MPI_MAX, 0, MPI_COMM_WORLD);
    if (rank == 0)
        printf("init %.9g\n", longest);
}

void ranks_spawn(long count)
{
    MPI_Comm parent;
    MPI_Comm_get_parent(&parent);
    if (parent != MPI_COMM_NULL) {
        MPI_Barrier(parent);
        MPI_Comm_disconnect(&parent);
        return;
    }
    char program[4096];
    if (!child_beside("probe_ranks", program, sizeof program))
        MPI_Abort(MPI_COMM_WORLD, EXIT_CONFIG);
    for (long i = 0; i < count; ++i) {
        MPI_Comm children;
        char *argv[] = {"spawn", NULL};
        double before = timer_now();
        MPI_Comm_spawn(program, argv, 1, MPI_INFO_NULL, 0, MPI_COMM_SELF, &children,
                       MPI_ERRCODES_IGNORE);
        MPI_Barrier(children);
        printf("spawn %.9g\n", timer_now() - before);
        MPI_Comm_disconnect(&children);
    }
}
