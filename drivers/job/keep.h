/* Results of an iteration, on the process that computed them: poisoned before, hashed after. */
#ifndef PARALLAX_JOB_KEEP_H
#define PARALLAX_JOB_KEEP_H

#include "drivers/job/inputs.h"
#include "drivers/models/model.h"

/* The byte that result buffers hold before they are computed: work that did not happen shows. */
enum { POISON = 0xA5 };

struct kept {
    struct image image;
    uint8_t *rows; /* split: [image.shape.height], 1: this row was computed here; NULL in batch */
};

struct job_results {
    struct kept *kept;   /* [inputs->count] until the clock stops; NULL: they leave it before */
    bool hash_timed;     /* they do: if the sink hashes, that is a stage */
    uint64_t *hash;      /* [count] of an image's pixels and tally, as far as computed here */
    uint8_t *done;       /* [count] 1: this process computed it (split: a part of it) */
    struct kept passing; /* split, hash_timed: the image in hand */
    uint64_t *sum;       /* [tallies] of the image in hand, for bands.c */
};

/* The checksum of the rows that were computed here. */
uint64_t keep_hash_rows(const struct kept *kept, int item);

/* After the clock: hashes what was kept, on all threads, so that hash[] is complete. */
void keep_hash(struct job_results *results, struct team *team, const struct inputs *inputs);

/* Fills what is kept with poison, on all threads, outside the clock; nothing is done any more. */
void keep_poison(struct job_results *results, struct team *team, const struct inputs *inputs);

/* Spoils one byte of every held row, inside the clock: a buffer that still holds the last image
 * must not pass for this one. */
void keep_poison_rows(struct image *image);

#endif
