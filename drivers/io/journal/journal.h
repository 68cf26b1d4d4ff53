/* What has been done to which inputs, with which parameters: told by a run to those after it, and
 * to those beside it. For every sink that stores. */
#ifndef PARALLAX_IO_JOURNAL_JOURNAL_H
#define PARALLAX_IO_JOURNAL_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "drivers/common/failure.h"

/* DESIGN. DIRECTORY/.parallax/ has a file "journal" of what runs that have ended did, and a file of
 * each process that works or was killed. All are lines of text, one an entry, that begin with a
 * checksum: a line that was torn (a kill, a full disk) is none, and takes no other with it. Nothing
 * is ever changed but appended, so that at every moment the journal is true; of several entries
 * with one key the one that was noted last counts. Who begins or completes work merges the files of
 * processes that are gone into "journal" (journal_compact()), under a lock that only this needs.
 *
 * An entry is noted once the result is complete, and synced if that was asked for, and *before* it
 * takes its name; and it says by which two numbers the sink knows what is stored (of a file: size
 * and time). So what is there is a result that is told of if, and only if, it is the one with these
 * numbers: a process may be killed, and a machine fail, between any two steps. */

#define JOURNAL_PLACE    ".parallax"          /* below the output directory */
#define JOURNAL_IN_PLACE ".parallax/in-place" /* … of work on the inputs themselves */

enum journal_status { JOURNAL_DONE, JOURNAL_FAILED };

/* Which state of which input: its bytes, and when it was changed last, in ns since 1970. Both -1:
 * not known, as of URLs. */
struct journal_input {
    int64_t size, mtime;
};
extern const struct journal_input journal_unknown;

struct journal_entry {
    const char *key; /* the output's name below the directory, "member" or "shard member": what no
                        other output has; no secrets; below JOURNAL_KEY_MAX bytes */
    enum journal_status status;
    const char *code;  /* of JOURNAL_FAILED: the failure's, without blanks; else NULL */
    int width, height; /* of JOURNAL_DONE, where the output's name has them in it; else 0 */
    struct journal_input input;
    uint64_t params;   /* hash of all that decides the output's bytes, beside the input */
    uint64_t bytes;    /* journal_hash() of the output's bytes; JOURNAL_FAILED: 0 */
    int64_t stored[2]; /* what the sink knows it by where it is stored; JOURNAL_FAILED: 0 */
    int64_t at;        /* when it was noted, in ns since 1970; 0: now */
};

enum { JOURNAL_KEY_MAX = 4096 };

uint64_t journal_hash(const void *data, size_t size);

/* What a file is known by: its size and time, as an input and as an output. */
struct journal_input journal_input_of(const struct stat *status);

/* --- Writing: one for each process, whose threads may all use it. */

struct journal;

/* Opens a file of this process below DIRECTORY/PLACE, made if missing. `work` says in words what is
 * done, for people and for journal_told.work. The caller closes it. NULL with *failure, stage
 * "write". */
struct journal *journal_open(const char *directory, const char *place, const char *work,
                             struct failure *failure);

/* Appends entries, all at once; with `sync` it returns when they are on the disk. Any thread. 0, or
 * with errno: none of them is told, or that is not known. */
enum { JOURNAL_NONE_TOLD = -1, JOURNAL_NOT_KNOWN = -2 };
int journal_append(struct journal *journal, const struct journal_entry *entries, int count,
                   bool sync);

/* Ends it: others may merge it from here on. NULL is none. */
void journal_close(struct journal *journal);

/* --- Reading: all that any process has noted so far. */

/* An entry as it is kept in memory, without its name. */
struct journal_fact {
    uint64_t key, input, params, bytes; /* hashes */
    int64_t stored[2], at;
    int width, height; /* 0: not told */
    uint8_t status;    /* enum journal_status */
    bool merged;       /* journal_compact()'s own */
};

/* One fact for each key, the last one: 72 bytes, and at most 16 to find it. */
struct journal_told {
    struct journal_fact *facts;
    size_t count, capacity;
    uint32_t *slots; /* by key: index + 1; 0: none */
    size_t slot_count;
    char work[256]; /* the words of a file that is not this work's; "": all are */
};

/* Reads the journals of all processes below DIRECTORY/PLACE; none is no failure. `work`: as in
 * journal_open(). 0, or an exit code with *failure: no memory (71), cannot be read (74), of a newer
 * version (73). The caller frees *told in any case. */
int journal_read(struct journal_told *told, const char *directory, const char *place,
                 const char *work, struct failure *failure);
/* The same without what `journal` has noted, which is open: of the others alone. */
int journal_read_others(struct journal_told *told, const char *directory, const char *place,
                        const char *work, struct journal *journal, struct failure *failure);
void journal_free(struct journal_told *told);

/* The words, cut to fit, of a process whose own results have these parameters: of one that works,
 * or has ended and is not merged yet, or only with its like; else "". */
enum { JOURNAL_WORDS = 256 };
void journal_words(const char *directory, const char *place, uint64_t params,
                   char words[JOURNAL_WORDS]);

/* The last fact of this key; NULL: none tells of it. Any thread. */
const struct journal_fact *journal_find(const struct journal_told *told, const char *key);

/* What a fact (NULL: none) says of an item that is to be made of this input with these parameters.
 * OTHER: another input or other parameters. Whether the output is still what it tells, the caller
 * looks: stored[2], and where these differ, `bytes`. */
enum journal_verdict { JOURNAL_UNTOLD, JOURNAL_SAME, JOURNAL_SAME_FAILED, JOURNAL_OTHER };
enum journal_verdict journal_judge(const struct journal_fact *fact, struct journal_input input,
                                   uint64_t params);

/* Merges the files of processes that are gone into one, in which each key has one entry, if there
 * are enough of them to be worth it, and nobody else is just doing it. A failure leaves everything
 * as it was. */
void journal_compact(const char *directory, const char *place, const char *work);

/* --- Work in place, whose journal lives from its beginning to its completion. All for rank 0. */

/* Holds the place for this process's job, until journal_unlock() or its end: two jobs at once would
 * do images twice. 0, or EXIT_CREATE with *failure: another one works here. Where there are no
 * locks it is not found out. One place at a time, before journal_read(). */
int journal_lock(const char *directory, struct failure *failure);
void journal_unlock(void);

/* Where a job's processes open their journals, and what it goes on with is read: JOURNAL_IN_PLACE;
 * where with `again` work that is complete is taken up once more, the place where that is kept;
 * with `fresh` one where nothing is told. A constant; "" is none of them. Nothing that is told
 * changes before the job is accepted. */
const char *journal_start(const char *directory, bool again, bool fresh);
/* It is, and all its processes have opened theirs: in one step what they tell stands in
 * JOURNAL_IN_PLACE, and what stood there is gone. 0, or -1 with errno. */
int journal_accept(const char *directory, const char *place);
/* A process has closed its journal: what a job that was refused, or did nothing, has left empty is
 * removed. */
void journal_leave(const char *directory, const char *place);

/* All is done: what comes next is other work. */
void journal_complete(const char *directory);

#endif
