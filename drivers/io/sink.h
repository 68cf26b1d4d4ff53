/* Where results go: nowhere but into a hash, into memory, into files. Each sink is one vtable in a
 * file of sinks/. */
#ifndef PARALLAX_IO_SINK_H
#define PARALLAX_IO_SINK_H

#include <stdbool.h>

#include "drivers/common/failure.h"
#include "drivers/common/option.h"
#include "drivers/common/temporary.h"
#include "drivers/io/bytes.h"
#include "drivers/io/journal/journal.h"
#include "drivers/io/list.h"
#include "kernels/image.h"

enum existing { EXISTING_SKIP, EXISTING_OVERWRITE, EXISTING_ERROR };
enum archive { ARCHIVE_NONE, ARCHIVE_TAR, ARCHIVE_HDF5 };
enum collision { COLLISION_ERROR, COLLISION_HASH };

/* When outputs are on the disk: at some time; before the journal tells of them, many at once, or
 * each for itself. */
enum sync { SYNC_NONE, SYNC_BATCH, SYNC_FILE };

/* An item that was put, and could not be stored after all. By the worker that put it, from within
 * put() or commit(). */
typedef void sink_lost_fn(void *context, int worker, int item, const struct failure *failure);

/* What sinks are asked for. Which of it is whose, their lists of options say. */
struct sink_options {
    int sink;                   /* index into sink_measured; -1: not said */
    const char *directory;      /* NULL: nothing is written */
    const struct codec *format; /* NULL: by each name's extension, else by content */
    int existing, collision;    /* enum existing, enum collision */
    const char *names;          /* a template of outputs' names; NULL: a mirror of the input */
    int per_directory;          /* files in a directory at most; 0: no limit; -1: not said */
    int archive;                /* enum archive */
    int64_t shard_bytes;        /* of one file of it; 0: not said */
    int resume, retry_failed;   /* of what an earlier run has begun; what failed there, too */
    int in_place;               /* outputs may replace inputs */
    int sync;                   /* enum sync */
    int follow;                 /* symbolic links below the directory are followed */

    /* The harness fills in: */
    int rank;           /* of this process */
    char work[256];     /* what is done to the images, in words: kernel and parameters */
    uint64_t params;    /* hash of all that decides an output's bytes, beside its input */
    sink_lost_fn *lost; /* with this context; NULL: nobody wants to know */
    void *lost_context;
};

/* What has become of an item since check(), by another job: nothing; its result is there; the other
 * one is about to make it. */
enum sink_there { SINK_ABSENT, SINK_THERE, SINK_ANOTHERS };

/* What is decided about each item before work starts. */
enum sink_mark { SINK_SKIP = 1, SINK_MARKS = 2 }; /* its output is there and stays; a sink's own */
struct sink_plan {
    uint8_t *marks; /* [list->count]: SINK_SKIP, and from SINK_MARKS on bits of the sink's own */
    char owner[TEMPORARY_SIZE]; /* what the sink calls this job among others; "": nothing */
    char place[32];             /* where the sink's journals are opened, below the directory */
    int company; /* whether other jobs were at work when the sink began to look what is there */
    /* The others on the process that checked alone: */
    int skipped; /* items marked SINK_SKIP */
    int spread;  /* directories whose items have subdirectories */
    int remade;  /* items whose output is there, and is made anew all the same */
    int untold;  /* of those skipped: their outputs are there, and no journal tells of them */
    int failed;  /* of those skipped: they failed in an earlier run, and are not tried again */
};

/* An item is known by its number in the list, which may be repeated: then i and i + list->count are
 * one input. check() is called on rank 0 alone, whose plan the others receive; open() and close()
 * once in each process; what has a worker's number, by any of a process's `workers` threads at
 * once, each with its own number and another item: what a worker needs of its own is indexed by it,
 * and a library that is not safe between threads is locked inside the sink. `state` is the sink's
 * own, zeroed. Functions return 0, or -1 with *failure; all but `name` may be NULL. */
struct sink {
    const char *name;
    size_t state_size;
    const struct option_entry *options; /* its own, of struct sink_options */
    bool wants_bytes; /* put() gets images encoded, or as the source has them; else pixels */
    bool hashes;      /* pixels are hashed, so that runs have a checksum and can be verified */
    bool keeps;       /* pixels may stay where they are until the clock stops */

    bool (*asked)(const struct sink_options *); /* whether its own options name it */
    /* Before any work: fills in *plan, whose marks are there, all 0. Returns an exit code. */
    int (*check)(const struct sink_options *, const struct list *, struct sink_plan *,
                 struct failure *);
    /* All three arguments stay until close(). `items` of them, repeated ones counted. */
    int (*open)(void *state, const struct sink_options *, const struct sink_plan *,
                const struct list *, int items, int workers, struct failure *);
    /* Rank 0, when the run is accepted and all processes are open, before the first item of the
     * first pass: removes what the run is to replace. NULL: nothing is. */
    int (*begin)(void *state, struct failure *);
    /* Whether another job does an item, which need not be done then. `later`: all others have been
     * done or asked for, and what another one is about to make is to be made by this one, too. */
    enum sink_there (*there)(void *state, int item, const char *name, bool later);
    /* This worker has read an item, in this state, which it is about to make a result of. NULL: it
     * is of no interest. */
    void (*from)(void *state, int worker, int item, struct journal_input input);
    /* It failed; what is known of it is told to later runs. NULL: of no interest. */
    void (*failed)(void *state, int worker, int item, const char *name, const struct failure *);
    /* Where an item's bytes are to be made; NULL: in any buffer of the worker's. */
    struct bytes *(*place)(void *state, int worker, int item);
    /* Takes a result: the image, and where wants_bytes says so, what it is encoded as; bytes that
     * are moved as they are have no image. `name` is the list's. Not called for an item that is
     * skipped. NULL: there is nothing to take. */
    int (*put)(void *state, int worker, int item, const char *name, const struct bytes *,
               const struct image *, struct failure *);
    /* What put() has stored, read again into *bytes (replaced). NULL: nothing is stored. */
    int (*get)(void *state, int worker, int item, const char *name, struct bytes *bytes,
               struct failure *);
    /* The same as put() for a part of an image. NULL: only whole ones. */
    int (*put_rows)(void *state, int worker, int item, const struct image *part, struct failure *);
    /* Returns when all that this worker has put is safe and told of in the journal, or said to be
     * lost. At the end of a pass. NULL: it is so when put() returns. */
    void (*commit)(void *state, int worker);
    /* Rank 0, when all processes have committed, whatever came of it: makes what belongs to all
     * results. NULL: nothing does. */
    int (*gather)(void *state, struct failure *);
    void (*complete)(void *state); /* rank 0: no item of the list is left for another run */
    void (*close)(void *state);    /* frees all but `state`; also after a failed open() */
};

extern const struct sink sink_hash, sink_memory, sink_null, sink_directory, sink_tar, sink_hdf5;

/* All of them, NULL-terminated; those that are chosen by --sink come first, with these names. */
extern const struct sink *const sinks[];
extern const char *const sink_measured[];

/* The sink that is named or whose options were given; else hash. NULL with *failure for what does
 * not go together. */
const struct sink *sink_choose(const struct sink_options *options, struct failure *failure);

#endif
