/* Results in large files, shards, of which each process fills one after the other. */
#ifndef PARALLAX_IO_SINKS_SHARDS_H
#define PARALLAX_IO_SINKS_SHARDS_H

#include "drivers/common/temporary.h"
#include "drivers/io/journal/journal.h"
#include "drivers/io/lock.h"
#include "drivers/io/sink.h"

/* DESIGN. DIRECTORY/shard-RRRR-NNNNNN.EXT is the N-th one of rank R, of all runs together: a run
 * goes on behind what it finds. Ranks share nothing, and the threads of a rank take turns, so that
 * a parallel file system sees one writer and one file a rank. A shard is filled under a temporary
 * name, and settled every 64 results or fifth of a second: what it holds is synced, and then noted
 * in the journal, by the shard's number and its time, which is the one that its file had when it
 * was new, and will be given again when it is complete. Then it gets its name, which nobody has. So
 * what has a shard's name is whole and told of. Whoever is killed leaves a file whose first results
 * are told of: the next run cuts off what comes behind these, looks at all their bytes, and gives
 * it its name (shards_adopt()); where anything does not fit, it is removed, and they are made anew;
 * where that could not be found out, for want of memory or by a disk, it stays and the run ends.
 * A number whose shard was lost is not used again by that run, so that what was told of it is told
 * of nothing. What is in a shard stays in it: results of other parameters or other inputs cannot be
 * made anew beside it, only instead of all. */

enum { SHARD_NAME_SIZE = 64 };

#define SHARDS_GATHERED "shards.h5" /* what leads to all of them */

/* Where a result is stored. */
struct shard_place {
    int64_t offset, size;
    int shard; /* the number of the shard among those of this process, from 1; 0: nowhere */
};

/* A result that is to be stored. */
struct shard_item {
    const char *name, *source; /* as a file would be called; the input */
    const struct bytes *bytes;
    struct shape shape; /* of the image; all 0: not known */
    uint64_t hash;      /* journal_hash() of the bytes */
};

struct shards;

/* Whether the journal tells of a result with these bytes that was not asked for yet. */
typedef bool shard_told_fn(void *context, const void *data, size_t size);

/* COULD_NOT: with errno; whether the file is what is told is not known, or it is. */
enum shard_mended { SHARD_MENDED, SHARD_DIFFERS, SHARD_COULD_NOT };

/* What shards are made of. One thread at a time calls these; -1 comes with *failure. `state` is the
 * format's own, zeroed. */
struct shard_format {
    const char *extension;
    size_t state_size;
    int64_t usual_bytes; /* of a shard; 0: no limit */
    /* An empty one, called shards->temporary. */
    int (*begin)(void *state, const struct shards *, struct failure *);
    /* Where it is, but for the shard. What fails leaves no trace. */
    int (*append)(void *state, const struct shard_item *, struct shard_place *, struct failure *);
    /* How many bytes the shard has, or would have with one item more (NULL: as it is). */
    int64_t (*size)(void *state, const struct shard_item *);
    /* All results are in its file, which can be mended from here on. */
    int (*settle)(void *state, struct failure *);
    /* Takes out what came behind the first `count` results, all of them settled, of which `last` is
     * the last one (NULL: there is none). -1: it is broken. */
    int (*cut)(void *state, size_t count, const struct shard_place *last);
    /* It is whole; none is being filled from here on. */
    int (*end)(void *state, struct failure *);
    /* The one that is being filled, or has just failed to end, is given up; its file is not its. */
    void (*abandon)(void *state);
    /* Makes the file at `path`, which is of a process that was killed, a whole shard of its first
     * `count` results, if all of them are told(). May crash on what it finds. */
    enum shard_mended (*mend)(const char *path, shard_told_fn *told, void *context, size_t count);
    /* Reads a result again: from the one that is being filled, or from that at `path`. */
    int (*read)(void *state, const char *path, const struct shard_place *, struct bytes *,
                struct failure *);
    /* Makes the new file at `path` that leads to all shards, files beside it. NULL: none. */
    int (*gather)(const char *path, char *const *names, int count, struct failure *);
};

/* A result in the shard that is being filled, or one that was lost with it. */
struct shard_pending {
    int item, worker;
    struct journal_input input;
    uint64_t hash;
};

/* What a worker has read last. */
struct shard_input {
    struct journal_input state;
    int item;
};

struct shards {
    const struct shard_format *format;
    void *state; /* the format's */
    const struct sink_options *asked;
    const struct sink_plan *plan;
    const struct list *list;
    struct shard_input *inputs; /* [workers] */
    struct journal *journal;
    struct lock *lock;              /* of all that follows */
    int directory;                  /* open; -1 */
    char temporary[TEMPORARY_SIZE]; /* of the one that is being filled */
    bool filling, broken, complete; /* broken: what is told of it is not known, so it is lost */
    int64_t time;                   /* of its file, as the journal knows it */
    int *numbers;                   /* [count]: of those that have their names */
    int count, next;                /* next: the first number that may be free */
    struct shard_place *places;     /* [items] */
    size_t longest_name, longest_source; /* for formats whose texts have one length */
    struct shard_pending *pending, *lost;
    size_t pending_count, pending_room, lost_count;
    size_t noted;           /* of those pending, in the journal */
    double since, took;     /* s: when the first of the others came; the last settling */
    struct failure failure; /* why they were lost */
};

/* --- The sink's functions, and the format: see sink.h. */

int shards_check(const struct shard_format *format, const struct sink_options *asked,
                 const struct list *list, struct sink_plan *plan, struct failure *failure);
int shards_open(struct shards *shards, const struct shard_format *format,
                const struct sink_options *asked, const struct sink_plan *plan,
                const struct list *list, int items, int workers, struct failure *failure);
int shards_begin(void *state, struct failure *failure);
void shards_from(void *state, int worker, int item, struct journal_input input);
void shards_failed(void *state, int worker, int item, const char *name, const struct failure *);
int shards_put(void *state, int worker, int item, const char *name, const struct bytes *bytes,
               const struct image *image, struct failure *failure);
int shards_get(void *state, int worker, int item, const char *name, struct bytes *bytes,
               struct failure *failure);
void shards_commit(void *state, int worker);
int shards_gather(void *state, struct failure *failure);
void shards_complete(void *state);
void shards_close(void *state);

/* --- For these and the formats. */

/* Locked, these four: begins one to be filled. -1 with *failure. */
int shards_start(struct shards *shards, struct failure *failure);
/* Notes what is in it if that is due, or `now`. What cannot be noted is lost. -1: all of it is, and
 * shards->failure says why. */
int shards_settle(struct shards *shards, bool now);
/* It gets its name, or all that is in it is lost. */
void shards_end(struct shards *shards);

/* The name of an item's result; with a shape of 0 sizes in it are left open. free() it. NULL with
 * *failure. */
char *shards_member(const struct shards *shards, int item, struct shape shape,
                    struct failure *failure);

/* What the journal knows it by; free() it. NULL with *failure. */
char *shards_key(const struct shards *shards, int item, struct failure *failure);

void shards_name(char name[SHARD_NAME_SIZE], int rank, int number, const char *extension);

/* Whether a file's name is that of a shard; its rank and number. */
bool shards_parse(const char *name, const char *extension, int *rank, int *number);

/* Calls the visitor for each shard of an open directory, until it returns other than 0: returns
 * that, or -1 with errno. */
typedef int shards_visit_fn(void *context, int directory, const char *name, int rank, int number);
int shards_visit(int directory, const char *extension, shards_visit_fn *visitor, void *context);

/* By which numbers the journal knows a shard; `time`: when its file was new, in ns since 1970. */
void shards_stored(int64_t stored[2], int rank, int number, int64_t time);

/* Gives a file in the open directory such a time; with `sync` it is on the disk. -1 with errno. */
int shards_date(int directory, const char *name, int64_t time, bool sync);

#endif
