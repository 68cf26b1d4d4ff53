/* Which units make up chunk number `turn`: pure arithmetic, the same on every process. */
#ifndef PARALLAX_MODELS_SCHEDULE_H
#define PARALLAX_MODELS_SCHEDULE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Units of work begin, …, end - 1. */
struct span {
    int begin, end;
};

enum schedule_kind {
    SCHEDULE_BLOCK,   /* one contiguous part for each worker */
    SCHEDULE_CYCLIC,  /* chunks in turn */
    SCHEDULE_DYNAMIC, /* chunks to whoever asks */
    SCHEDULE_GUIDED   /* the same, from large to small */
};

extern const char *const schedule_names[]; /* NULL-terminated */

struct schedule {
    enum schedule_kind kind;
    int chunk; /* units per chunk (guided: the smallest), >= 1; block ignores it */
};

/* Where a walk over the chunks of n units for `workers` workers stands; zeroed: at the start.
 * Guided chunk sizes follow from one another (an exact integer recurrence, unlike a power), so a
 * walk keeps its place: it costs one step per chunk and never goes back. */
struct schedule_walk {
    int64_t turn;
    int begin;
};

/* One thread's place in a loop; zeroed at its start. */
struct schedule_hand {
    struct schedule_walk walk;
    int64_t taken; /* chunks so far */
};

/* Whether chunks go to whoever asks (dynamic, guided) and not by a fixed rule. */
bool schedule_is_dealt(enum schedule_kind kind);

/* The number of worker `worker`'s own chunk `mine` (0, 1, …) under block and cyclic; under a dealt
 * schedule the counter says it. -1: there is none (block has one each). */
int64_t schedule_own_turn(enum schedule_kind kind, int worker, int workers, int64_t mine);

/* Chunk number `turn` (>= walk->turn): true and *span, which may be empty under block if there are
 * more workers than units; false: past the end. Every unit 0..n-1 is in exactly one chunk. */
bool schedule_span(const struct schedule *schedule, int n, int workers, int64_t turn,
                   struct schedule_walk *walk, struct span *span);

/* The next chunk of a loop over n units for thread `worker` of `workers`: true and *span, or false:
 * there is no more for it. `dealt`, 0 before the loop, is shared by all threads, which call this at
 * once; `hand` is the thread's own. */
bool schedule_draw(const struct schedule *schedule, int n, int worker, int workers,
                   atomic_llong *dealt, struct schedule_hand *hand, struct span *span);

#endif
