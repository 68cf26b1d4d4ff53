/* What processes of one program tell each other, through memory that they share. The children are
 * made, and their ends looked at, in processes_start.c. */
#include "drivers/models/processes.h"

#include <string.h>

#include "drivers/models/processes_shared.h"

struct processes_shared *processes_shared;
uint8_t *processes_arena;

const char *processes_version(void)
{
    return "fork()";
}

void processes_barrier(struct team *team)
{
    struct processes_shared *shared = processes_shared;
    unsigned round = atomic_load(&shared->round);
    if (atomic_fetch_add(&shared->arrived, 1) + 1 < team->ranks) {
        processes_wait(&shared->round, round);
        return;
    }
    atomic_store(&shared->arrived, 0);
    processes_wake(&shared->round);
}

/* --- Small messages: every rank has a slot of its own; a barrier before others read it, another
 * before it is written again. */

void processes_broadcast(struct team *team, void *data, size_t size)
{
    uint8_t *bytes = data;
    for (size_t done = 0; done < size; done += SLOT_BYTES) {
        size_t piece = size - done < SLOT_BYTES ? size - done : SLOT_BYTES;
        if (team->rank == 0)
            memcpy(processes_shared->slots, bytes + done, piece);
        processes_barrier(team);
        if (team->rank > 0)
            memcpy(bytes + done, processes_shared->slots, piece);
        processes_barrier(team);
    }
}

static uint8_t *slot_of(int rank)
{
    return processes_shared->slots + (size_t)rank * SLOT_BYTES;
}

void processes_collect(struct team *team, const void *mine, size_t size, void *all)
{
    for (size_t done = 0; done < size; done += SLOT_BYTES) {
        size_t piece = size - done < SLOT_BYTES ? size - done : SLOT_BYTES;
        memcpy(slot_of(team->rank), (const uint8_t *)mine + done, piece);
        processes_barrier(team);
        for (int r = 0; team->rank == 0 && r < team->ranks; ++r)
            memcpy((uint8_t *)all + (size_t)r * size + done, slot_of(r), piece);
        processes_barrier(team);
    }
}

void processes_sum(struct team *team, uint64_t *values, int n)
{
    enum { MOST = SLOT_BYTES / sizeof(uint64_t) };
    for (int done = 0; done < n; done += MOST) {
        int count = n - done < MOST ? n - done : MOST;
        memcpy(slot_of(team->rank), values + done, (size_t)count * sizeof *values);
        processes_barrier(team);
        memset(values + done, 0, (size_t)count * sizeof *values);
        for (int r = 0; r < team->ranks; ++r)
            for (int i = 0; i < count; ++i)
                values[done + i] += ((const uint64_t *)(const void *)slot_of(r))[i];
        processes_barrier(team);
    }
}

/* --- Parts of images: as many rows at a time as rank 0's slot holds. */

uint8_t *processes_row(const struct image *image, struct area area, int y)
{
    return image_row(image, y) + (ptrdiff_t)(area.columns.begin - image->held.columns.begin) *
                                     shape_pixel_bytes(image->shape);
}

/* Rows of `area` from one rank's image to another's; who has neither only keeps step. */
static void move_area(struct team *team, const struct image *from, const struct image *to,
                      struct area area)
{
    size_t bytes = (size_t)range_count(area.columns) * (size_t)processes_shared->pixel_bytes;
    int most = bytes ? (int)(SLOT_BYTES / bytes) : 0;
    for (int y = area.rows.begin; most && y < area.rows.end; y += most) {
        int count = area.rows.end - y < most ? area.rows.end - y : most;
        for (int i = 0; from && i < count; ++i)
            memcpy(processes_shared->slots + (size_t)i * bytes, processes_row(from, area, y + i),
                   bytes);
        processes_barrier(team);
        for (int i = 0; to && i < count; ++i)
            memcpy(processes_row(to, area, y + i), processes_shared->slots + (size_t)i * bytes,
                   bytes);
        processes_barrier(team);
    }
}

/* A rank without a part does not know how large a pixel is. */
static void tell_pixel_bytes(struct team *team, const struct image *whole)
{
    if (team->rank == 0)
        processes_shared->pixel_bytes = shape_pixel_bytes(whole->shape);
    processes_barrier(team);
}

void processes_scatter(struct team *team, const struct image *whole, struct image *part,
                       const struct area *areas)
{
    tell_pixel_bytes(team, whole);
    for (int r = 1; r < team->ranks; ++r)
        move_area(team, team->rank == 0 ? whole : NULL, team->rank == r ? part : NULL, areas[r]);
}

void processes_gather(struct team *team, const struct image *part, struct image *whole,
                      const struct area *areas)
{
    tell_pixel_bytes(team, whole);
    for (int r = 1; r < team->ranks; ++r)
        move_area(team, team->rank == r ? part : NULL, team->rank == 0 ? whole : NULL, areas[r]);
}

/* --- Dealing. Two counters in turn: that of the next phase is cleared while this one is drawn
 * from; a collective stands between two phases, so that nobody draws from it any more. */

int processes_next(struct team *team, int n, int turn, struct span *span)
{
    static struct schedule_walk walk;
    static int slot;
    bool dealt = schedule_is_dealt(team->between.kind);
    if (turn == 0)
        walk = (struct schedule_walk){0};
    if (turn == 0 && dealt) {
        slot = 1 - slot;
        if (team->rank == 0)
            atomic_store(&processes_shared->dealt[1 - slot], 0);
    }
    bool master = dealt && team->deal == DEAL_MASTER; /* the counter needs none: it only waits */
    if (master && team->rank == 0)
        return 0;
    int64_t number = dealt ? atomic_fetch_add(&processes_shared->dealt[slot], 1)
                           : schedule_own_turn(team->between.kind, team->rank, team->ranks, turn);
    return schedule_span(&team->between, n, team->ranks - master, number, &walk, span);
}

enum stage processes_stage(struct team *team, int worker, enum stage stage)
{
    (void)worker;
    (void)stage;
    int stop = atomic_load_explicit(&team->stop, memory_order_relaxed);
    int told = atomic_load_explicit(&processes_shared->stop, memory_order_relaxed);
    if (stop && !told)
        atomic_store(&processes_shared->stop, stop);
    else if (told && !stop)
        team_request_stop(team, (enum stop)told);
    return STAGE_COMM;
}

void processes_forget_stop(struct team *team)
{
    processes_barrier(team);
    atomic_store(&processes_shared->stop, STOP_NONE);
    processes_barrier(team);
}
