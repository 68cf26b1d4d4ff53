/* Outputs that are complete files get their names, and the journal tells of them. */
#ifndef PARALLAX_IO_SINKS_PUBLISH_H
#define PARALLAX_IO_SINKS_PUBLISH_H

#include "drivers/io/file.h"
#include "drivers/io/journal/journal.h"
#include "drivers/io/sink.h"
#include "drivers/io/sinks/claims.h"
#include "drivers/io/sinks/others.h"

/* DESIGN. A file is written under a temporary name; it is synced, if that is asked for; the journal
 * notes what it is, and is synced; it gets its name. A worker does each of these steps for many
 * files at once, unless --sync file wants each by itself, since a sync takes as long for one file
 * as for those of a second: until then they have no names, and are gone if the process is killed.
 * The system begins to write each to the disk when it is complete (file_write_back()), while the
 * next image is computed, so that a sync finds little to do. So whatever happens between two steps,
 * a file under an output's name is whole, and the journal knows which ones are ours. Each worker
 * has a queue of its own, and nobody waits for another's disk.
 *
 * A file costs ten system calls: open, fstat, read, fstat, close; open, write, fstat, close,
 * rename. Eight are the least that copies a file safely (tests/bench/bound.c); the others are how a
 * change of the input while it was read is seen, and what the journal knows the output by. A sync
 * adds two. Listing adds one, and what is noted for 64 files at once two. tests/bench/tiny.py
 * measures it.
 *
 * Syncing all of the file system once (syncfs()) instead of each file was measured: 5 us a file
 * instead of 50 on a quiet disk, but it waits for what everybody else on the machine has written,
 * which is seconds on a busy one, and older systems do not say whether it failed. */

enum { PUBLISH_WAITING_MAX = 64, PUBLISH_PLACES_MAX = 8 };

/* An output directory, open: most outputs go where the one before went. */
struct publish_place {
    char *below;
    int fd;
};

/* A complete file that waits for its name. */
struct publish_waiting {
    int item, place;  /* place: its directory, an index */
    int how;          /* FILE_REPLACE or 0 */
    char *name, *key; /* below the output directory; in the journal */
    struct file_unnamed file;
    struct journal_entry entry;
    int error; /* errno of what could not be done; 0 */
    bool told; /* in the journal */
    bool read; /* so were the others', since its name was found to be taken */
};

struct publish_queue {
    struct publish_waiting waiting[PUBLISH_WAITING_MAX];
    struct publish_place place[PUBLISH_PLACES_MAX];
    char temporary[TEMPORARY_SIZE]; /* the name of the last one while it was written; "": none */
    int count, places;
    int open;           /* of those that wait: files that are open, to be synced */
    double first, took; /* s: when the first of them came; the last publishing */
    struct journal_input input;
    int input_of; /* the item that `input` is of */
};

struct publisher {
    const struct sink_options *asked;
    const struct list *list;
    struct journal *journal;
    struct others others;
    struct claims *claims;
    struct publish_queue *queue; /* [workers] */
    int workers, open_max;       /* of each worker's queue, so that a process has files left */
};

/* Opens this process's journal in `place` below asked->directory. `asked`, `list` and `claims` stay
 * until publish_close(). 0, or -1 with *failure: close it all the same. */
int publish_open(struct publisher *publisher, const struct sink_options *asked, const char *place,
                 const struct list *list, struct claims *claims, int workers,
                 struct failure *failure);

/* An item's output: its name below the directory, simplified, and what the journal knows it by. */
struct publish_item {
    int item;
    const char *name, *key;
    bool replace;              /* what has that name */
    const struct shape *shape; /* of the result, where its name has that in it; else NULL */
};

/* Writes an output, which gets its name now or later: what is late and fails then is told to
 * asked->lost. 0, or -1 with *failure. */
int publish_put(struct publisher *publisher, int worker, const struct publish_item *what,
                const struct bytes *bytes, struct failure *failure);

/* All that this worker has written gets its name, or is lost. */
void publish_flush(struct publisher *publisher, int worker);

/* The path of an output that this worker has written, if it has no name yet; free() it. NULL. */
char *publish_waits(const struct publisher *publisher, int worker, int item);

/* An item whose output the journal would know by `key` failed; if that is its own fault, it tells.
 */
void publish_failed(struct publisher *publisher, int worker, int item, const char *key,
                    const struct failure *failure);

/* The same for whoever has no files: notes a failure that would happen again of this input. */
void publish_note_failure(struct journal *journal, const char *key, struct journal_input input,
                          uint64_t params, const struct failure *failure);

void publish_close(struct publisher *publisher);

/* --- publish_name.c */

/* The journal tells of what waits and is in order, and all of it gets its name. */
void publish_name(struct publisher *publisher, struct publish_queue *queue);

/* The directory of one that waits, open; a name's last part. */
int publish_parent(const struct publish_queue *queue, const struct publish_waiting *waiting);
const char *publish_base(const char *name);

/* --- publish_place.c */

/* The directory of the output `name`, open, made if missing: an index into queue->place, or -1 with
 * errno; EMFILE also where there is no place left in the queue. */
int publish_place(struct publish_queue *queue, const struct sink_options *asked, const char *name);
/* Closes all of them. Nothing waits. */
void publish_leave(struct publish_queue *queue);

#endif
