/* Results of an iteration, on the process that computed them: poisoned before, hashed after. */
#ifndef PARALLAX_JOB_KEEP_H
#define PARALLAX_JOB_KEEP_H

#include <stdatomic.h>

#include "drivers/job/inputs.h"
#include "drivers/models/model.h"

struct job;

/* Of a split image. */
struct kept {
    struct image image;
    uint8_t *rows; /* [image.shape.height], 1: this row was computed here */
};

/* The result of one unit of a batch. */
struct kept_unit {
    struct image image;
    size_t room; /* bytes of the memory that image_place() was given for it; 0: no such memory */
    int unit;    /* -1: another process has it now */
    int maker;   /* the number of the worker, in all processes, that computed it */
    uint64_t tally_hash;
};

struct kept_list {
    struct kept_unit *of; /* [capacity], of which `count` are of this iteration */
    int count, capacity;
};

struct job_results {
    bool hash_timed;   /* results leave before the clock stops: hashing them is a stage */
    struct kept *kept; /* [inputs->count] split: else they stay here, in batch with the workers */
    struct kept_list received; /* batch, rank 0: what other processes have delivered */
    uint64_t *hash;            /* [count] of an image's pixels and tally, as far as computed here */
    uint64_t *sampled; /* [count] split, hash_timed: the same, but of keep_row()'s rows alone */
    uint8_t *done;     /* [count] 1: this process computed it (split: a part of it) */
    int *later;        /* [count] batch: units that this process has left to another job */
    atomic_int later_count; /* of them, in this iteration */
    struct kept passing;    /* split, hash_timed: the image in hand */
    uint64_t *sum;          /* [tallies] of the image in hand, for bands.c */
    int64_t warm;           /* --cold: items that stayed in this machine's memory before it */
    uint64_t lost;          /* SHARING_RACY: updates of it, in this iteration and process */
};

/* Where the next result goes: counted once it is there. NULL when out of memory. */
struct kept_unit *keep_next(struct kept_list *list);

/* Frees the list and the images that own their memory. */
void keep_free(struct kept_list *list);

/* The checksum of the rows that were computed here. */
uint64_t keep_hash_rows(const struct kept *kept, int item);

/* Verification compares some rows of an image: the k-th of them, k = 0, 1, ...; -1: there are no
 * more. A row may come twice. Both ends, six of a sample that the item and the run's seed decide,
 * of a split image both rows at every border of bands; with --verify all every row. Pure. */
int keep_row(const struct job *job, int item, int height, int k);

/* The checksum of these rows, as far as `image` holds them; of those alone that are 1 in
 * computed[height], unless it is NULL. */
uint64_t keep_hash_sample(const struct job *job, const struct image *image, const uint8_t *computed,
                          int item);

/* After the clock: hashes what was kept, each worker its own, so that hash[] is complete. */
void keep_hash(struct job *job);

/* Before the clock: fills what is kept, and the parts that ranks receive, with a byte that differs
 * from the one of the iteration before, so that work or a message that did not happen gives two
 * iterations two checksums; nothing is done any more. Each worker does it to its own. */
void keep_poison(struct job *job, int iteration);

/* Bytes of all results that this process keeps. */
int64_t keep_bytes(const struct job *job);

/* Spoils one byte of every held row, inside the clock: a buffer that still holds the last image
 * must not pass for this one. */
void keep_poison_rows(struct image *image);

#endif
