/* Ranks whose messages wait for each other, and from which length on they do. */
#include <mpi.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/timer.h"
#include "drivers/probes/ranks.h"

enum { TAG = 1, TAG_NOTE, LONGEST = 1 << 26, TRIES = 3, FIRST = 16, PRECISION = 64 };

static const double patience_s = 0.2; /* the receiver's, for a sender that has gone on */

static char *message_of(long bytes)
{
    char *message = calloc(bytes > 0 ? (size_t)bytes : 1, 1);
    if (!message)
        MPI_Abort(MPI_COMM_WORLD, EXIT_MEMORY);
    return message;
}

/* Whether the sender's note comes, which it sends when its message is away. */
static int note_comes(void)
{
    int come = 0;
    for (double end = timer_now() + patience_s; !come && timer_now() < end;)
        MPI_Iprobe(0, TAG_NOTE, MPI_COMM_WORLD, &come, MPI_STATUS_IGNORE);
    return come;
}

/* Whether rank 0 could send and go on before rank 1 received. Once is enough: a sender may be late
 * for other reasons, but not early. */
static bool is_eager(int rank, char *message, int bytes)
{
    int eager = 0;
    for (int i = 0; i < TRIES && !eager; ++i) {
        if (rank == 0) {
            MPI_Send(message, bytes, MPI_BYTE, 1, TAG, MPI_COMM_WORLD);
            MPI_Send(NULL, 0, MPI_BYTE, 1, TAG_NOTE, MPI_COMM_WORLD);
        } else if (rank == 1) {
            eager = note_comes();
            MPI_Recv(message, bytes, MPI_BYTE, 0, TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
            MPI_Recv(NULL, 0, MPI_BYTE, 0, TAG_NOTE, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        }
        MPI_Bcast(&eager, 1, MPI_INT, 1, MPI_COMM_WORLD);
    }
    return eager;
}

/* The longest power of two that is eager; 0: none. A machine that is busy with others can make one
 * look late, hardly two in a row. */
static int find_eager(int rank, char *message)
{
    int eager = 0;
    for (int bytes = FIRST, misses = 0; bytes <= LONGEST && misses < 2; bytes *= 2) {
        bool good = is_eager(rank, message, bytes);
        eager = good ? bytes : eager;
        misses = good ? 0 : misses + 1;
    }
    return eager;
}

void ranks_eager(long unused)
{
    (void)unused;
    int rank;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    char *message = message_of(LONGEST);
    int eager = find_eager(rank, message), late = eager ? 2 * eager : FIRST;
    while (eager < LONGEST && late - eager > 1 + eager / PRECISION) {
        int middle = eager + (late - eager) / 2;
        if (is_eager(rank, message, middle))
            eager = middle;
        else
            late = middle;
    }
    if (rank == 0)
        printf("eager %d\n", eager);
    free(message);
}

void ranks_sends(long bytes)
{
    int rank;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    if (rank > 1)
        return;
    char *mine = message_of(bytes), *theirs = message_of(bytes);
    printf("%d waits %d is in MPI_Send of %ld bytes to rank %d, which has to call MPI_Recv\n", rank,
           1 - rank, bytes, 1 - rank);
    MPI_Send(mine, (int)bytes, MPI_BYTE, 1 - rank, TAG, MPI_COMM_WORLD);
    printf("%d goes\n", rank);
    MPI_Recv(theirs, (int)bytes, MPI_BYTE, 1 - rank, TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    printf("%d done\n", rank);
    free(mine);
    free(theirs);
}

void ranks_sendrecv(long bytes)
{
    int rank;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    if (rank > 1)
        return;
    char *mine = message_of(bytes), *theirs = message_of(bytes);
    printf("%d goes\n", rank);
    MPI_Sendrecv(mine, (int)bytes, MPI_BYTE, 1 - rank, TAG, theirs, (int)bytes, MPI_BYTE, 1 - rank,
                 TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    printf("%d done\n", rank);
    free(mine);
    free(theirs);
}
