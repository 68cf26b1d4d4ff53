/* The memory that the processes of one program share; private to processes*.c. */
#ifndef PARALLAX_MODELS_PROCESSES_SHARED_H
#define PARALLAX_MODELS_PROCESSES_SHARED_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>

#include "drivers/models/model.h"

enum {
    SLOT_BYTES = 1 << 18,    /* a message's piece: more than a row of the widest image */
    PROCESSES_TALLIES = 4096 /* counters of a tally: more than a kernel has */
};

/* Counters of all processes; see processes_tally.c. */
struct processes_tally {
    pthread_mutex_t mutex;
    pthread_cond_t free; /* the turn is */
    bool taken;
    sem_t semaphore;
    _Alignas(64) _Atomic uint64_t counters[PROCESSES_TALLIES];
};

struct processes_shared {
    _Alignas(64) atomic_int arrived; /* at the barrier of this round */
    atomic_uint round;
    _Alignas(64) atomic_llong dealt[2];
    _Alignas(64) atomic_int stop; /* enum stop: somebody has stopped */
    int pixel_bytes;
    size_t part_bytes; /* of the arena, that each rank has; whole pages */
    atomic_int left;   /* processes that came to their end */
    _Alignas(64) struct processes_tally tally;
    _Alignas(64) uint8_t slots[]; /* [ranks][SLOT_BYTES]; those not used cost no memory */
};

/* A pipe's two ends: the same numbers in every process. */
struct processes_ends {
    int read, write;
};

/* Behind the slots. Of rank r > 0: `down` from rank 0 to it, `up` from it to rank 0. */
struct processes_pipes {
    struct processes_ends token; /* holds whose turn it is */
    struct {
        struct processes_ends down, up;
    } of[]; /* [ranks] */
};

extern struct processes_shared *processes_shared;

/* Memory for results, of which each rank has a part; NULL: the model wants none, or there are no
 * addresses for it. What is not used costs none. */
extern uint8_t *processes_arena;

static inline struct processes_pipes *processes_pipes(const struct team *team)
{
    return (struct processes_pipes *)(void *)(processes_shared->slots +
                                              (size_t)team->ranks * SLOT_BYTES);
}

/* Maps what processes share, which is in `file`; -1: nobody needs a file, as they are copies.
 * processes_file() makes one. Both return -1 with errno where that is not possible. */
int processes_map(const struct team *team, int file);
int processes_file(const struct team *team);

/* The parent, when it has mapped that: adds the arena, as large as it can be. */
void processes_make_arena(const struct team *team, int file);

/* The parent, when it has mapped that: makes the tally's locks. 0, or -1. */
int processes_tally_make(void);

/* Makes the pipes, and lets the first number of a chunk into theirs. 0, or -1 with errno. */
int processes_open_pipes(const struct team *team);

/* Starts this program anew as rank `rank`, child of process `parent`, which shares `file` with it.
 * Returns only where that cannot be done, with errno. */
void processes_spawn(const struct team *team, int rank, long parent, int file, char **argv);

/* Whether this process was started so: then rank and ranks are in *team, and the rest as it was
 * given. */
bool processes_spawned(struct team *team, long *parent, int *file);

/* Row y of an image, from the area's first column on. */
uint8_t *processes_row(const struct image *image, struct area area, int y);

/* Returns once *round is no longer `seen`. */
void processes_wait(atomic_uint *round, unsigned seen);

/* Raises *round and wakes all that wait for it. */
void processes_wake(atomic_uint *round);

#endif
