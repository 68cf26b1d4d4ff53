/* Two ranks that hand an image over: as a message, or in memory that both see. */
#include <mpi.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/timer.h"
#include "drivers/probes/ranks.h"

enum { TAG = 3, SMALLEST = 64, STEP = 4, LEAST = 8, MOST = 500, MOVED = 64 << 20 };

struct exchange {
    MPI_Comm comm; /* of the two */
    int rank;
    long bytes;
    uint8_t *own, *shared; /* the image; in the window */
    MPI_Win window;
};

static void check(const uint8_t *image, long bytes, uint8_t mark)
{
    if (image[0] == mark && image[bytes - 1] == mark)
        return;
    fprintf(stderr, "the image did not come back as it should\n");
    MPI_Abort(MPI_COMM_WORLD, EXIT_BUG);
}

static void look_at(uint8_t *image, long bytes)
{
    ++image[0];
    ++image[bytes - 1];
}

/* There and back. `moved`: bytes of the message; with none it says that the window is ready. */
static void exchange_once(const struct exchange *e, uint8_t *image, int moved)
{
    if (e->rank == 0) {
        MPI_Win_sync(e->window);
        MPI_Send(image, moved, MPI_BYTE, 1, TAG, e->comm);
        MPI_Recv(image, moved, MPI_BYTE, 1, TAG, e->comm, MPI_STATUS_IGNORE);
        MPI_Win_sync(e->window);
    } else {
        MPI_Recv(image, moved, MPI_BYTE, 0, TAG, e->comm, MPI_STATUS_IGNORE);
        MPI_Win_sync(e->window);
        look_at(image, e->bytes);
        MPI_Win_sync(e->window);
        MPI_Send(image, moved, MPI_BYTE, 0, TAG, e->comm);
    }
}

static void measure(const struct exchange *e)
{
    long times = MOVED / e->bytes;
    times = times < LEAST ? LEAST : times > MOST ? MOST : times;
    for (long i = 0; i < 2 * times; ++i) { /* both ways in turns */
        bool window = i % 2;
        uint8_t *image = window ? e->shared : e->own;
        double before = timer_now();
        exchange_once(e, image, window ? 0 : (int)e->bytes);
        double seconds = (timer_now() - before) / 2;
        if (e->rank > 0)
            continue;
        check(image, e->bytes, (uint8_t)(i / 2 + 1));
        printf("%s %ld %.9g\n", window ? "mpi-window" : "message", e->bytes, seconds);
    }
}

/* The window's memory is rank 0's. */
static void measure_size(MPI_Comm comm, int rank, long bytes)
{
    struct exchange e = {.comm = comm, .rank = rank, .bytes = bytes};
    MPI_Aint size;
    int unit;
    e.own = calloc((size_t)bytes, 1);
    if (!e.own)
        MPI_Abort(MPI_COMM_WORLD, EXIT_MEMORY);
    MPI_Win_allocate_shared(rank == 0 ? bytes : 0, 1, MPI_INFO_NULL, comm, &e.shared, &e.window);
    MPI_Win_shared_query(e.window, 0, &size, &unit, &e.shared);
    MPI_Win_lock_all(MPI_MODE_NOCHECK, e.window);
    if (rank == 0)
        for (long i = 0; i < bytes; ++i)
            e.shared[i] = 0;
    MPI_Win_sync(e.window);
    MPI_Barrier(comm);
    measure(&e);
    MPI_Win_unlock_all(e.window);
    MPI_Win_free(&e.window);
    free(e.own);
}

void ranks_exchange(long most)
{
    int rank;
    MPI_Comm comm;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_split(MPI_COMM_WORLD, rank < 2 ? 0 : MPI_UNDEFINED, rank, &comm);
    if (comm == MPI_COMM_NULL)
        return;
    for (long bytes = SMALLEST; bytes <= most; bytes *= STEP)
        measure_size(comm, rank, bytes);
    MPI_Comm_free(&comm);
}
