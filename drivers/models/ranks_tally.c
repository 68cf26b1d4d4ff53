/* Counters of rank 0 to which all ranks add, through a window. */
#include "drivers/models/ranks.h"

#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"

enum tally_way { REDUCE, ACCUMULATE, FETCH_OP, LOCK };

static const char *const names[] = {"reduce", "accumulate", "fetch-op", "lock", NULL};

const struct option_entry ranks_tally_option[] = {
    OPTION_LINE_CHOICE("sharing", offsetof(struct wish, tally), REDUCE, names,
                       "how the ranks of a split add up counts: each its own, then all; or at "
                       "once, in memory of rank 0, which accumulates, has a fetch-op for each "
                       "count, or is locked"),
    OPTION_LINE_END,
};

static struct {
    MPI_Win window;
    bool there;
    uint64_t *counters; /* the window's, on rank 0 */
    uint64_t *old;      /* [n] what a draw, or a lock's holder, found */
} tally;

/* All ranks get it, or the job ends: the option promises it. */
static void open_window(struct team *team, int n)
{
    MPI_Aint size = team->rank == 0 ? n * (MPI_Aint)sizeof *tally.counters : 0;
    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    bool failed = MPI_Win_allocate(size, sizeof *tally.counters, MPI_INFO_NULL, MPI_COMM_WORLD,
                                   &tally.counters, &tally.window) != MPI_SUCCESS;
    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_ARE_FATAL);
    tally.old = malloc((size_t)n * sizeof *tally.old);
    uint64_t failures = failed || !tally.old;
    ranks_sum(team, &failures, 1);
    tally.there = !failures;
    if (tally.there)
        return;
    if (team->rank == 0)
        fprintf(stderr, "%s: one-sided communication does not work here: --sharing reduce does\n",
                team->model->name);
    MPI_Abort(MPI_COMM_WORLD, EXIT_CONFIG);
}

void ranks_tally_begin(struct team *team, int n)
{
    if (!tally.there)
        open_window(team, n);
    if (team->rank == 0) {
        MPI_Win_lock(MPI_LOCK_EXCLUSIVE, 0, 0, tally.window);
        memset(tally.counters, 0, (size_t)n * sizeof *tally.counters);
        MPI_Win_unlock(0, tally.window);
    }
    ranks_barrier(team);
}

/* Nobody else may come between reading and writing. */
static void add_under_lock(const uint64_t *mine, int n)
{
    MPI_Get(tally.old, n, MPI_UINT64_T, 0, 0, n, MPI_UINT64_T, tally.window);
    MPI_Win_flush(0, tally.window);
    for (int i = 0; i < n; ++i)
        tally.old[i] += mine[i];
    MPI_Put(tally.old, n, MPI_UINT64_T, 0, 0, n, MPI_UINT64_T, tally.window);
}

void ranks_tally_add(struct team *team, int way, const uint64_t *mine, int n)
{
    (void)team;
    int kind = way == LOCK ? MPI_LOCK_EXCLUSIVE : MPI_LOCK_SHARED;
    MPI_Win_lock(kind, 0, 0, tally.window);
    if (way == LOCK)
        add_under_lock(mine, n);
    else if (way == ACCUMULATE)
        MPI_Accumulate(mine, n, MPI_UINT64_T, 0, 0, n, MPI_UINT64_T, MPI_SUM, tally.window);
    else
        for (int i = 0; i < n; ++i)
            if (mine[i])
                MPI_Fetch_and_op(&mine[i], &tally.old[i], MPI_UINT64_T, 0, i, MPI_SUM,
                                 tally.window);
    MPI_Win_unlock(0, tally.window);
}

void ranks_tally_end(struct team *team, uint64_t *total, int n)
{
    ranks_barrier(team); /* all have added */
    MPI_Win_lock(MPI_LOCK_SHARED, 0, 0, tally.window);
    MPI_Get(total, n, MPI_UINT64_T, 0, 0, n, MPI_UINT64_T, tally.window);
    MPI_Win_unlock(0, tally.window);
    ranks_barrier(team); /* all have read */
}

void ranks_tally_stop(void)
{
    if (tally.there)
        MPI_Win_free(&tally.window);
    free(tally.old);
    tally.there = false;
    tally.old = NULL;
}
