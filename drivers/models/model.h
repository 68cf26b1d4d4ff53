/* What an execution model is: a list of what it adds to the serial program. */
#ifndef PARALLAX_MODELS_MODEL_H
#define PARALLAX_MODELS_MODEL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "drivers/common/option.h"
#include "drivers/common/stage.h"
#include "drivers/models/schedule.h"
#include "kernels/image.h"

/* How dealt chunks reach a process. Served: where the counter cannot be had, rank 0 answers
 * requests between its own units; nobody asks for it, it is what ran. */
enum deal { DEAL_COUNTER, DEAL_MASTER, DEAL_SERVED };

/* How threads of one process add up tallies: each its own, summed after the join; at once, by
 * atomic adds, under one lock, in a critical section; or with no care at all, so that updates are
 * lost: a lesson, whose results are wrong. */
enum sharing { SHARING_PRIVATE, SHARING_ATOMIC, SHARING_LOCK, SHARING_CRITICAL, SHARING_RACY };

/* Why a team stops early: a signal, or another process that had a reason; too many failed images;
 * a full disk. The first reason stays. */
enum stop { STOP_NONE, STOP_SIGNAL, STOP_ERRORS, STOP_FULL };

/* How a program makes processes: as copies of itself, or by starting itself anew. */
enum start { START_FORK, START_SPAWN };

/* How results and parts of images go from one process to another, where a model has both ways. */
enum transfer { TRANSFER_PIPE, TRANSFER_SHARED };

/* NULL-terminated, in the enums' order. */
extern const char *const deal_names[], *const sharing_names[];
extern const char *const start_names[], *const transfer_names[];

struct model;

/* The lock under which all threads of a process compute. */
struct team_lock {
    const char *use; /* when it is given up in kernels: "bands", "calls" (held for each), "kernels"
                        (not held in any); "": there is no such lock */
    double interval; /* who waits for it asks for it after so many seconds; 0: no lock */
    int64_t handed;  /* times that it went to another who had asked, since the start; -1: no lock */
    double handing_s; /* of these, until the other had it: nobody computed; NaN: no lock */
};

/* What the user asked a model for; -1, 0: its own choice. Ranks: of models that make processes; the
 * others: of models that have such options. */
struct wish {
    int ranks, threads;
    double switch_interval;                /* seconds */
    int release_in_kernel, hold_in_kernel; /* 1: so */
    int start, transfer; /* enum start, enum transfer; models that have no such option: 0 */
    int tally;           /* which word of the model's tally_option; 0: the first */
};

/* All workers of a run, as one process sees them: `ranks` processes of `threads` threads. */
struct team {
    const struct model *model;
    int rank, ranks, threads;
    bool threads_wished;             /* somebody asked for so many */
    struct schedule between, within; /* processes; threads of a process */
    enum deal deal;                  /* as asked; once next() has dealt, what ran */
    enum transfer transfer;          /* between processes */
    atomic_int stop; /* enum stop; by team_request_stop(); tested at the head of every unit */
    atomic_int last; /* 1: the iteration in hand is the last one; tested at its end */
};

/* A result on its way from one process to another. */
struct parcel {
    int rank, unit;     /* who made it; -1: there is nothing more to come from it */
    uint64_t hash;      /* of the unit's tally */
    struct image image; /* whole; its pixels are the maker's */
    size_t place;       /* TRANSFER_SHARED: where they are; the model's */
};

/* Does unit number `unit` as worker 0..threads-1 of this process. A failure is data in `context`.
 */
typedef void unit_fn(void *context, int unit, int worker);

/* A hook that is NULL adds nothing: team.c has what the serial program does in its place. What a
 * model is, it says itself: nobody else looks which hooks there are. Only the main thread calls
 * hooks, except merge() and stage(). Those between processes are collective. */
struct model {
    const char *name, *summary;
    bool processes, threads; /* whether there may be several of them; of threads: in each process */
    bool apart; /* if not told otherwise: every process each p-th image, and split ones of its own
                 */
    const char *imitates; /* another's way, with which it is there to be compared; NULL: nobody's */
    bool binds; /* no runtime places its threads: each gets a core, where there are enough */
    const char *launcher; /* who starts its processes: "mpi"; NULL: nobody else, it does itself */
    /* Its processes are no ranks: the one that measures treats them as threads. How it makes them
     * ("fork", "spawn"), and how pixels get there ("pipe", "shared"); NULL: not so. */
    const char *inner_start, *inner_transfer;
    int call_rows; /* default of --call-rows: stage() is called between so many rows; 0: units */
    int in_flight; /* default of --in-flight; 0: one */
    /* The runtime's name and version, for the provenance; between start and stop. */
    const char *(*version)(void);
    /* Who started this process as one of several: "mpirun", "srun"; NULL: nobody. Then all of them
     * must reach start() before any may leave. May be called before start(). */
    const char *(*launched)(void);
    const struct option_entry *options; /* its own, of struct wish; NULL: none */
    /* Sets rank, ranks, threads: as wished, as far as that is the model's to decide. */
    void (*start)(struct team *, const struct wish *, int *argc, char ***argv);
    void (*stop)(struct team *);
    /* Runs the units of `span` on this process's workers; returns when all are done. */
    void (*loop)(struct team *, const struct schedule *, struct span, unit_fn *, void *context);
    /* This process's turn-th chunk (0, 1, … without a gap) of n units: 1 and *span, or 0: no more.
     * Every process calls it until 0, then a collective, before the next phase starts with turn 0.
     */
    int (*next)(struct team *, int n, int turn, struct span *);
    /* Rank 0's `whole` to all: rank r > 0 gets areas[r], which its `part` holds. Rank 0 keeps its
     * own. */
    void (*scatter)(struct team *, const struct image *whole, struct image *part,
                    const struct area *areas);
    void (*gather)(struct team *, const struct image *part, struct image *whole,
                   const struct area *areas);
    /* Batch, where results are to be rank 0's: deliver() on the others, for each unit and, with
     * unit -1, when next() has said that there is no more; it returns when the pixels are on their
     * way. receive() on rank 0, after next() was called: 1 and the next parcel, whose image take()
     * then moves to *image (in memory of its own, or it shows where the pixels are); 0: there is
     * none yet, or, if it is to `wait`, none any more. take() returns -1 when out of memory; then
     * the result is gone, and so it is where `image` is NULL. All three are NULL where each process
     * keeps what it made. */
    void (*deliver)(struct team *, const struct parcel *);
    int (*receive)(struct team *, bool wait, struct parcel *);
    int (*take)(struct team *, const struct parcel *, struct image *image);
    /* 64-byte aligned memory for `size` bytes of a result, which rank 0 sees too: deliver() under
     * TRANSFER_SHARED wants it. NULL: there is no more. place(0) gives all of it back. */
    void *(*place)(struct team *, size_t size);
    void (*broadcast)(struct team *, void *data, size_t size); /* rank 0's bytes to all */
    /* `size` bytes of each rank to rank 0, into all[] in rank order (NULL elsewhere). */
    void (*collect)(struct team *, const void *mine, size_t size, void *all);
    void (*sum)(struct team *, uint64_t *values, int n); /* n > 0; the result everywhere */
    void (*barrier)(struct team *);
    /* Adds mine[n] to the process's total[n]; workers may call it at once. Never asked for
     * SHARING_PRIVATE, where they do not, nor for SHARING_RACY, where nothing is to be done. */
    void (*merge)(struct team *, enum sharing, uint64_t *total, const uint64_t *mine, int n);
    /* A tally of all processes, of one thread each; NULL where there is none. Begin: n counters are
     * 0. Add: mine[n] is added to them, by any process at any time, in one way of several: a choice
     * of tally_option, whose first one is that nobody adds before the end of the pass. One that is
     * called "racy" loses what others add meanwhile. End: the counters, everywhere. Begin and end
     * are collective. */
    const struct option_entry *tally_option; /* --sharing, of struct wish */
    void (*tally_begin)(struct team *, int n);
    void (*tally_add)(struct team *, int way, const uint64_t *mine, int n);
    void (*tally_end)(struct team *, uint64_t *total, int n);
    /* A worker enters a stage (also the one that it is in: between two calls of a kernel). Returns
     * the stage that the time spent in here belongs to. */
    enum stage (*stage)(struct team *, int worker, enum stage);
    void (*lock)(struct team *, struct team_lock *); /* says what it is and did */
};

/* Each model NAME is a const struct model model_NAME, defined in models/NAME.c; who needs one
 * declares it. */

/* The hooks, or what the serial program does where there is none. */
const char *team_launched(const struct model *model);
void team_start(struct team *team, const struct model *model, const struct wish *wish, int *argc,
                char ***argv);
void team_stop(struct team *team);
void team_loop(struct team *team, const struct schedule *schedule, struct span span, unit_fn *unit,
               void *context);
int team_next(struct team *team, int n, int turn, struct span *span);
void team_scatter(struct team *team, const struct image *whole, struct image *part,
                  const struct area *areas);
void team_gather(struct team *team, const struct image *part, struct image *whole,
                 const struct area *areas);
/* Whether batch results that stay until the clock stops are to be rank 0's. */
bool team_delivers(const struct team *team);
void *team_place(struct team *team, size_t size); /* NULL: in the process's own memory */
void team_broadcast(struct team *team, void *data, size_t size);
void team_collect(struct team *team, const void *mine, size_t size, void *all);
void team_sum(struct team *team, uint64_t *values, int n);
void team_merge(struct team *team, enum sharing sharing, uint64_t *total, const uint64_t *mine,
                int n);
void team_barrier(struct team *team);
struct team_lock team_lock(struct team *team);
static inline enum stage team_stage(struct team *team, int worker, enum stage stage)
{
    return team->model->stage ? team->model->stage(team, worker, stage) : stage;
}

/* Runs unit w on worker w of this process, for each of them: the one way to ask every worker. */
void team_each_worker(struct team *team, unit_fn *unit, void *context);

/* Units in static blocks: the same worker touches the same memory each time. */
void team_loop_blocks(struct team *team, struct span span, unit_fn *unit, void *context);

/* Lets every worker finish the unit in hand and begin no other. Also for signal handlers. */
static inline void team_request_stop(struct team *team, enum stop reason)
{
    int none = STOP_NONE;
    atomic_compare_exchange_strong(&team->stop, &none, (int)reason);
}

/* The sum of one number over all processes. */
uint64_t team_total(struct team *team, uint64_t mine);

/* The exit code (0 to 127) that all processes leave with: 0 if all have 0, else the one that most
 * of those that failed have; of several the largest. */
int team_agree(struct team *team, int code);

#endif
