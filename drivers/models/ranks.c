/* MPI: start and stop, collectives, and the parts of an image. ranks_deal.c deals out work. */
#include "drivers/models/ranks.h"

#include "drivers/common/exit_code.h"
#include "drivers/common/number.h"

#include <limits.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *ranks_version(void)
{
    static char text[MPI_MAX_LIBRARY_VERSION_STRING + 64];
    char library[MPI_MAX_LIBRARY_VERSION_STRING];
    int length, version, subversion;
    MPI_Get_library_version(library, &length);
    MPI_Get_version(&version, &subversion);
    length = (int)strcspn(library, ",\n");                /* the first words name it */
    for (char *tab = library; (tab = strchr(tab, '\t'));) /* MPICH's has one */
        *tab = ' ';
    snprintf(text, sizeof text, "%.*s (MPI-%d.%d), MPI_Wtick %s s", length, library, version,
             subversion, number_exact(MPI_Wtick()).text);
    return text;
}

static MPI_Request *requests; /* one for each rank */

const char *ranks_launched(void)
{
    bool step = getenv("SLURM_PROCID") && getenv("SLURM_STEP_ID"); /* not so in a batch script */
    if (getenv("OMPI_COMM_WORLD_RANK"))
        return "mpirun";
    if (getenv("PMI_RANK") || getenv("PMIX_RANK"))
        return step ? "srun" : "mpirun";
    return step ? "srun" : NULL;
}

void ranks_start(struct team *team, const struct wish *wish, int *argc, char ***argv)
{
    (void)wish; /* the launcher decides how many */
    int provided;
    int needed = team->model->threads ? MPI_THREAD_FUNNELED : MPI_THREAD_SINGLE;
    MPI_Init_thread(argc, argv, needed, &provided);
    if (provided < needed)
        MPI_Abort(MPI_COMM_WORLD, EXIT_CONFIG);
    MPI_Comm_rank(MPI_COMM_WORLD, &team->rank);
    MPI_Comm_size(MPI_COMM_WORLD, &team->ranks);
    requests = malloc((size_t)team->ranks * sizeof *requests);
    if (!requests)
        MPI_Abort(MPI_COMM_WORLD, EXIT_MEMORY);
    ranks_deal_start();
}

void ranks_stop(struct team *team)
{
    ranks_tally_stop();
    ranks_deal_stop(team);
    free(requests);
    MPI_Finalize();
}

/* Collectives count in int: larger blocks go in pieces. */
void ranks_broadcast(struct team *team, void *data, size_t size)
{
    (void)team;
    char *bytes = data;
    for (size_t done = 0; done < size;) {
        size_t piece = size - done < INT_MAX ? size - done : INT_MAX;
        MPI_Bcast(bytes + done, (int)piece, MPI_BYTE, 0, MPI_COMM_WORLD);
        done += piece;
    }
}

/* A piece of each rank's block at a time, in elements of their own, so that no count passes INT_MAX
 * in the receiver, nor a piece's bytes. */
void ranks_collect(struct team *team, const void *mine, size_t size, void *all)
{
    (void)team;
    for (size_t done = 0; done < size;) {
        size_t piece = size - done < INT_MAX ? size - done : INT_MAX;
        MPI_Datatype bytes, block;
        MPI_Type_contiguous((int)piece, MPI_BYTE, &bytes);
        MPI_Type_create_resized(bytes, 0, (MPI_Aint)size, &block);
        MPI_Type_commit(&block);
        MPI_Gather((const char *)mine + done, 1, block, all ? (char *)all + done : NULL, 1, block,
                   0, MPI_COMM_WORLD);
        MPI_Type_free(&block);
        MPI_Type_free(&bytes);
        done += piece;
    }
}

void ranks_sum(struct team *team, uint64_t *values, int n)
{
    (void)team;
    MPI_Allreduce(MPI_IN_PLACE, values, n, MPI_UINT64_T, MPI_SUM, MPI_COMM_WORLD);
}

void ranks_barrier(struct team *team)
{
    (void)team;
    MPI_Barrier(MPI_COMM_WORLD);
}

/* Rows of `area` in an image, a stride apart: one element per row keeps counts below INT_MAX. */
static MPI_Datatype row_type(const struct image *image, struct area area)
{
    int bytes = range_count(area.columns) * shape_pixel_bytes(image->shape);
    MPI_Datatype bare, row;
    MPI_Type_contiguous(bytes, MPI_BYTE, &bare);
    MPI_Type_create_resized(bare, 0, image->stride, &row);
    MPI_Type_commit(&row);
    MPI_Type_free(&bare);
    return row;
}

static uint8_t *area_first(const struct image *image, struct area area)
{
    return image_row(image, area.rows.begin) +
           (ptrdiff_t)(area.columns.begin - image->held.columns.begin) *
               shape_pixel_bytes(image->shape);
}

enum { TAG_IMAGE = 1 };

/* Rank 0 to (or from) all others at once: whoever is ready first is served first. */
static void exchange_root(const struct team *team, const struct image *whole,
                          const struct area *areas, bool gather)
{
    int count = 0;
    for (int r = 1; r < team->ranks; ++r) {
        if (area_is_empty(areas[r]))
            continue;
        MPI_Datatype row = row_type(whole, areas[r]);
        uint8_t *first = area_first(whole, areas[r]);
        int rows = range_count(areas[r].rows);
        MPI_Request *request = &requests[count++];
        if (gather)
            MPI_Irecv(first, rows, row, r, TAG_IMAGE, MPI_COMM_WORLD, request);
        else
            MPI_Isend(first, rows, row, r, TAG_IMAGE, MPI_COMM_WORLD, request);
        MPI_Type_free(&row); /* MPI keeps it until the message is through */
    }
    MPI_Waitall(count, requests, MPI_STATUSES_IGNORE);
}

static void exchange_part(const struct image *part, struct area area, bool gather)
{
    if (area_is_empty(area))
        return;
    MPI_Datatype row = row_type(part, area);
    uint8_t *first = area_first(part, area);
    int rows = range_count(area.rows);
    if (gather)
        MPI_Send(first, rows, row, 0, TAG_IMAGE, MPI_COMM_WORLD);
    else
        MPI_Recv(first, rows, row, 0, TAG_IMAGE, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    MPI_Type_free(&row);
}

void ranks_scatter(struct team *team, const struct image *whole, struct image *part,
                   const struct area *areas)
{
    if (team->rank == 0)
        exchange_root(team, whole, areas, false);
    else
        exchange_part(part, areas[team->rank], false);
}

void ranks_gather(struct team *team, const struct image *part, struct image *whole,
                  const struct area *areas)
{
    if (team->rank == 0)
        exchange_root(team, whole, areas, true);
    else
        exchange_part(part, areas[team->rank], true);
}
