/* Results in large files, shards, of which each process fills one after the other. */
#ifndef PARALLAX_IO_SINKS_SHARDS_H
#define PARALLAX_IO_SINKS_SHARDS_H

#include "drivers/common/temporary.h"
#include "drivers/io/sink.h"

/* DESIGN. DIRECTORY/shard-RRRR-NNNNNN.EXT is the N-th one of rank R, of all runs together: a run
 * goes on behind what it finds. Ranks share nothing, and the threads of a rank take turns, so that
 * a parallel file system sees one writer and one file a rank. A shard is filled under a temporary
 * name, and gets its own, which nobody has, when it is complete: what has a shard's name is whole,
 * and whoever is killed loses the one that he was filling. */

enum { SHARD_NAME_SIZE = 64 };

/* Where a result is stored. */
struct shard_place {
    int64_t offset, size;
    int shard; /* the number of the shard among those of this process, from 1; 0: nowhere */
};

struct shards {
    const struct sink_options *asked;
    const struct sink_plan *plan;
    const struct list *list;
    const char *extension;
    int directory;                  /* open; -1 */
    char temporary[TEMPORARY_SIZE]; /* of the one that is being filled */
    int *numbers;                   /* [count]: of those that have their names */
    int count, next;                /* next: the first number that may be free */
    struct shard_place *places;     /* [items] */
};

/* Rank 0, before any work: names are made and differ (as outputs_check() says), and there are no
 * shards yet, or they are removed (EXISTING_OVERWRITE). An exit code, and *failure if it is not 0.
 */
int shards_check(const struct sink_options *asked, const char *extension, const struct list *list,
                 struct sink_plan *plan, struct failure *failure);

/* Finds the numbers that are free. All arguments stay until shards_close(). 0, or -1 and *failure;
 * shards_close() is called in any case. */
int shards_open(struct shards *shards, const struct sink_options *asked,
                const struct sink_plan *plan, const struct list *list, const char *extension,
                int items, struct failure *failure);
void shards_close(struct shards *shards);

/* A name for one that is to be filled. */
void shards_begin(struct shards *shards);

/* The file that has been filled is complete, and gets its name. 0, or -1 with errno: it is there as
 * before. */
int shards_publish(struct shards *shards);

/* The name of an item's result in its shard; free() it. NULL with *failure. */
char *shards_member(const struct shards *shards, int item, const struct image *image,
                    struct failure *failure);

/* Opens a shard of this process that has its name, to read from it; -1 with errno. */
int shards_reopen(const struct shards *shards, int shard);

/* The name of a shard, or with another extension of what belongs to it. */
void shards_name(char name[SHARD_NAME_SIZE], int rank, int number, const char *extension);

/* Whether a file's name is that of a shard; its rank and number. */
bool shards_parse(const char *name, const char *extension, int *rank, int *number);

/* Calls the visitor for each shard of an open directory, until it returns other than 0: returns
 * that, or -1 with errno. */
typedef int shards_visit_fn(void *context, int directory, const char *name, int rank, int number);
int shards_visit(int directory, const char *extension, shards_visit_fn *visitor, void *context);

#endif
