/* What MPI's collectives and a shared counter cost. */
#include <mpi.h>
#include <stdint.h>
#include <stdio.h>

#include "drivers/common/timer.h"
#include "drivers/probes/ranks.h"

enum { ROUNDS = 100, INNER = 100 };

static MPI_Win window;
static int64_t *counter; /* rank 0's */

static void do_barrier(void)
{
    MPI_Barrier(MPI_COMM_WORLD);
}

static void do_sum(void)
{
    int64_t value = 1;
    MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_INT64_T, MPI_SUM, MPI_COMM_WORLD);
}

static void do_draw(void)
{
    int64_t one = 1, drawn;
    MPI_Fetch_and_op(&one, &drawn, MPI_INT64_T, 0, 0, MPI_SUM, window);
    MPI_Win_flush(0, window);
}

/* All ranks do it at once; the time is rank 0's. */
static void measure(const char *name, int rank, int ranks, void (*once)(void))
{
    for (int round = 0; round <= ROUNDS; ++round) {
        MPI_Barrier(MPI_COMM_WORLD);
        double before = timer_now();
        for (int i = 0; i < INNER; ++i)
            once();
        double seconds = (timer_now() - before) / INNER;
        if (rank == 0)
            printf("%s %d %.9g\n", name, ranks, seconds);
    }
}

void ranks_overhead(long unused)
{
    (void)unused;
    int rank, ranks;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    MPI_Win_allocate(rank == 0 ? (MPI_Aint)sizeof *counter : 0, (int)sizeof *counter, MPI_INFO_NULL,
                     MPI_COMM_WORLD, &counter, &window);
    MPI_Win_lock_all(MPI_MODE_NOCHECK, window);
    if (rank == 0)
        *counter = 0;
    MPI_Win_sync(window);
    measure("mpi-barrier", rank, ranks, do_barrier);
    measure("mpi-allreduce", rank, ranks, do_sum);
    measure("mpi-fetch-op", rank, ranks, do_draw);
    MPI_Win_unlock_all(window);
    MPI_Win_free(&window);
}
