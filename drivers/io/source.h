/* Where items come from: files, servers, images made before the clock starts, nowhere at all. Each
 * source is one vtable in a file of sources/. */
#ifndef PARALLAX_IO_SOURCE_H
#define PARALLAX_IO_SOURCE_H

#include <stdatomic.h>
#include <stdio.h>

#include "drivers/common/failure.h"
#include "drivers/common/option.h"
#include "drivers/io/bytes.h"
#include "drivers/io/list.h"
#include "kernels/image.h"

enum { SOURCE_SHAPES_MAX = 128 };

struct source_shapes {
    int count;
    struct shape shape[SOURCE_SHAPES_MAX];
};

/* Whose the images are that a source makes: each worker's own, or those of all threads of a
 * process. */
enum pool_kind { POOL_OWN, POOL_SHARED };
extern const char *const source_pool_names[]; /* NULL-terminated */

/* What sources are asked for. Which of it is whose, their lists of options say. */
struct source_options {
    char *const *operands; /* files, directories …: what the command line has beside options */
    int operand_count;
    int source; /* index into source_names; -1: as operands and options say */

    const char *files_from, *root;
    int null_separated;
    int list_format;                                /* enum table_kind of files_from, urls_from */
    const char *column, *name_column, *hash_column; /* … of a table; NULL: not said */

    int synthetic;               /* how many images are made; 0: not said */
    int contents;                /* how many of them differ; -1: not said */
    struct source_shapes shapes; /* … of which these sizes, in turn */
    int pool;                    /* enum pool_kind */
    int items;                   /* of the null source; 0: not said */
    double delay;                /* seconds that an item waits before it comes, added by the job */
    int64_t max_bytes;           /* of one item; 0: the source's default, settled before use */
    int read_ahead;              /* items of each worker that are asked for ahead; 0: none */
    int cold;                    /* whether items are to leave memory before each pass */

    const char *urls_from;
    int in_flight; /* transfers at once, of each worker; 0: as the model says, settled before use */
    double timeout, stall, backoff; /* seconds */
    int retries;
    int allow_private, insecure;

    /* The harness fills in: */
    int names;              /* the names of the list are wanted, and nothing else */
    const char *exclude;    /* a directory not to look for inputs in; NULL: none */
    const atomic_int *stop; /* not 0: list() gives up with the code "EINTR"; NULL: never */
    int64_t item_memory;    /* bytes of memory that an item may take; set before any is read */
    int64_t list_memory;    /* bytes of memory that a list of made images may take; 0: any number */
    uint64_t seed;
    int64_t taller; /* made images are so many times as high: 1, or a weak split's workers */
};

/* An item is known by its number in the list, from 0. list() is called on rank 0 alone, whose list
 * the others receive; open() and close() once in each process; what has a worker's number, by any
 * of a process's `workers` threads at once, each with its own number: what a worker needs of its
 * own (a handle, a reader) is indexed by it, and a library that is not safe between threads is
 * locked inside the source. `state` is the source's own, zeroed before list(). Functions return 0,
 * or -1 with *failure. */
struct source {
    const char *name;
    size_t state_size;
    const struct option_entry *options; /* its own, of struct source_options; NULL: none */

    bool (*takes)(const char *operand);           /* NULL: no operand */
    bool (*asked)(const struct source_options *); /* whether its own options name it; or NULL */
    int (*list)(void *state, const struct source_options *, struct list *, struct failure *);
    /* Both arguments stay until close(). workers 0: this process will read nothing. */
    int (*open)(void *state, const struct source_options *, const struct list *, int workers,
                struct failure *);
    /* What can be done before the clock starts: part 0..parts-1 of it, the same number of parts for
     * each worker, in their order, by the worker that will read what it makes: the first to touch
     * memory decides where it lies. Cannot fail. NULL: nothing. */
    void (*prepare)(void *state, int part, int parts);
    /* Where shapes are known before anything is read: the one of `item`. Returns how many items
     * differ at all: item i is item i % that. After open(); NULL: they are not known. */
    int (*shape)(const void *state, int item, struct shape *);
    /* These items will be read next by this worker, in this order: they may begin to move. An item
     * of a list that is repeated may have a number that is larger by a multiple of its count. NULL:
     * no use for it. */
    void (*expect)(void *state, int worker, const int *items, int count);
    /* Takes what this machine holds of an item in memory away; -1: some of it stays. Between two
     * passes. After open(); NULL: nothing is known of that. */
    int (*forget)(void *state, int item);
    /* Items beside each other in the list with one number cost least if one worker reads them all,
     * in their order: they are dealt as one. -1: an item on its own. After open(); NULL: all are.
     */
    int (*together)(const void *state, int item);
    /* An item as it is stored, replacing *bytes, unless `probe` (NULL: none) refuses its first
     * bytes. Its size is what was read, also after a failure. NULL: there are only pixels. */
    int (*bytes)(void *state, int worker, int item, bytes_probe_fn *probe, struct bytes *,
                 struct failure *);
    /* Which state of it an item is, where that is known before it is read, as a journal knows it:
     * its bytes, and when they were changed last, in ns since 1970. After open(); NULL: it is not.
     */
    void (*listed)(const void *state, int item, int64_t *bytes, int64_t *modified);
    /* Where the item is, for who reads it by other means; not to be shown: it may have a password
     * in it. Valid until close(). After open(); NULL: list_path() says it. */
    const char *(*address)(const void *state, int item);
    /* Whether bytes that came by other means are what bytes() would have given; sets their
     * identity. -1 with *failure. Any thread. NULL: nothing is to be said about them. */
    int (*accept)(void *state, int item, struct bytes *, struct failure *);
    /* An item already decoded; the image is the source's, the same pixels each time. NULL: there
     * are only bytes. */
    int (*pixels)(void *state, int worker, int item, const struct image **, struct failure *);
    /* The part `area` of an item, into *image (image_allocate()d). NULL: it has no parts. */
    int (*rows)(void *state, int worker, int item, struct area area, struct image *,
                struct failure *);
    /* Prints what decides the items, for a key by which equal work is found. */
    void (*identify)(const void *state, FILE *key);
    /* How many items of each worker it keeps moving: as asked for, or fewer where so many are not
     * possible. After open(). NULL: it reads one by one. */
    int (*in_flight)(const void *state);
    /* What is to be known of how items come, as a sentence: said to the user, and recorded. ""
     * where there is nothing; NULL: never. After open(). */
    const char *(*note)(const void *state);
    /* Bytes of the images that it made for one worker. NULL: it makes none. */
    int64_t (*pool_bytes)(const void *state);
    void (*close)(void *state); /* frees all but `state`; also after a failed list() or open() */
};

extern const struct source source_files, source_synthetic, source_null, source_tar, source_http;

/* All of them, NULL-terminated, and their names. An operand that several take goes to the last. */
extern const struct source *const sources[];
extern const char *const source_names[];

/* --source and what else belongs to no single source. */
extern const struct option_entry source_common_options[];

/* The source that is named, takes the operands, or whose options were given; *source NULL: nothing
 * says which. -1 with *failure for what does not go together. */
int source_choose(const struct source_options *options, const struct source **source,
                  struct failure *failure);

/* For sources that make images: the shape of number `item`. -1 with *failure, "too-large", if it is
 * higher than an image may be. */
int source_made_shape(const struct source_options *options, int item, struct shape *shape,
                      struct failure *failure);

/* For sources without files: names for `count` items, so that outputs and messages can name them:
 * "synthetic-000007", with results "synthetic-000007.png". -1 with *failure, "too-large", before
 * any memory is taken if they need more than `list_memory`. */
int source_list_made(const struct source_options *options, const char *kind, int count,
                     struct list *list, struct failure *failure);

#endif
