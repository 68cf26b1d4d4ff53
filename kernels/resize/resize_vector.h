/* What the vector variants of resize share: everything but the instructions. */
#ifndef PARALLAX_RESIZE_VECTOR_H
#define PARALLAX_RESIZE_VECTOR_H

#include "kernels/resize/resize.h"

enum {
    ROWS = 4,         /* that go together along x, because they share weights and starts */
    COPIED = 64,      /* bytes that one permutation of nearest makes */
    PAD = 256,        /* samples behind a row of scratch that may be touched */
    PAIRS_MAX = 16,   /* of rows in the windows of two neighbouring targets, horizontal first */
    QUADS_MAX = 8,    /* of a block */
    RING_SLOT = 64,   /* pairs of samples */
    PLANE_REACH = 32, /* columns of a plane that one permutation reaches */
    PLANE_STEPS = 3   /* of planes, at most: no filter that enlarges has longer windows */
};
enum { PLANE_COLUMNS = 128 }; /* of ROWS rows in planes together: in the L1 cache */

/* The source rows of two neighbouring target rows, for the y axis first. */
struct resize_columns {
    const uint8_t *first; /* column 0 of source row begin[0] */
    ptrdiff_t stride;
    int begin[2], end[2];     /* source rows of each target row */
    const int16_t *weight[2]; /* for begin[i], … */
    int fresh;                /* the first source row that no earlier target row has read */
};

/* ROWS target rows of a block, whose source rows go in pairs, counted from the block's first; a
 * pair of weights belongs to each. */
struct resize_quad {
    int begin[ROWS], end[ROWS]; /* pairs of each target row; none begins before the one before it */
    int last;                   /* the largest of end */
    const int32_t *weight[ROWS]; /* by pairs from begin[0] on */
};

/* Target rows that go down the columns together, with alpha. */
struct resize_block {
    const uint8_t *first; /* column 0 of the first source row */
    ptrdiff_t stride;
    int rows;  /* source rows; the last pair may lack one */
    int slots; /* of the ring: pairs that the windows of a quad are within */
    int count; /* of quads */
    const struct resize_quad *quads;
};

/* The rows of the ring of two neighbouring target rows. Two rows are stored as one of pairs: sample
 * by sample, the upper row in the low half of 32 bits (NEON: one row behind the other). A pair of
 * weights belongs to each. */
struct resize_window {
    const int32_t *pairs[PAIRS_MAX];
    int32_t weight[2][PAIRS_MAX];
    int begin[2], end[2]; /* the pairs of each target row */
    bool streams;         /* the result is too large for the caches: store around them */
};

struct resize_vector;

/* What one instruction set does. All channels are compile-time constants inside. */
struct resize_steps {
    int lanes, unit; /* samples that are computed together; those of them that share a start */
    int reach[2];    /* samples that one permutation reaches: of bytes; of words */
    int taps[CHANNELS_MAX]; /* of one step for one pixel, by channels - 1 */

    /* A row with alpha to Q6 weighted by it; touches PAD samples behind. What is `ahead` bytes
     * behind the source will be read next: it may be fetched. */
    void (*weigh)(const uint8_t *source, ptrdiff_t ahead, int samples, int channels, int16_t *q);

    /* The y axis of two target rows over all samples of a row, to 16-bit intermediates. */
    void (*sum_columns)(const struct resize_columns *columns, int samples, int channels,
                        int16_t *const *t);

    /* The same of a block of at most `quads` quads with alpha, to ROWS rows of t for each quad,
     * where `overlap` target rows or more read a source row. `ring` is scratch for block->slots
     * times RING_SLOT. NULL: never. */
    int quads, overlap;
    void (*sum_block)(const struct resize_block *block, int samples, int channels, int32_t *ring,
                      int16_t *const *t);

    /* The x axis of ROWS rows (some may be the same), counted from the first column that x reads.
     * First axis: of bytes where the image is opaque, else of Q6 words, to two rows of pairs. Last
     * axis: words in, finished bytes out, of `count` rows. Words have PAD samples behind them. */
    void (*resample_first)(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                           int32_t *const *pairs);
    void (*resample_last)(const struct plan *plan, const void *const *in, uint8_t *const *out,
                          int count);

    bool splits;      /* resample_first() wants weights in two bytes */
    int abreast_most; /* an axis that shrinks to more than 1/this goes abreast, */
    int abreast_taps; /* one that grows from so long windows on; 0: never */

    /* The same with ROWS rows abreast in the scratch q: two neighbouring pixels of all rows are
     * together, of each row four channels, of each channel both samples, so that sums need no
     * permutation, and none across lanes. The first axis takes bytes with alpha, and weighs them;
     * the last 3 or 4 channels. NULL: never. */
    void (*first_abreast)(const struct plan *plan, const void *const *in, int16_t *q,
                          int32_t *const *pairs);
    void (*last_abreast)(const struct plan *plan, const void *const *in, int16_t *q,
                         uint8_t *const *out, int count);

    /* Nearest: a row of `bytes` bytes by the near form's starts and distances; NULL: never. */
    void (*copy_row)(const struct resize_vector *p, const uint8_t *in, int bytes, uint8_t *out);

    /* A row of `width` pixels of 1 or 3 channels by p->halvings, from the first of its source rows,
     * which are `stride` bytes apart. NULL: never. */
    void (*average)(const struct resize_vector *p, const uint8_t *in, ptrdiff_t stride, int width,
                    int channels, uint8_t *out);

    /* The y axis of two target rows over the ring, to finished bytes. */
    void (*sum_ring)(const struct resize_window *window, int samples, int channels,
                     uint8_t *const *out);

    /* RGBA, first axis, near: the channels of a row are planes of words, as weigh() makes them, and
     * those of 16 results follow each other in pairs. first_planes() and sum_planes() are what
     * weigh() with resample_first(), and sum_ring(), are without; q has room for ROWS rows, `ahead`
     * is weigh()'s. All steps of a unit are within PLANE_REACH columns. NULL: never. */
    void (*first_planes)(const struct plan *plan, const void *const *in, ptrdiff_t ahead,
                         int16_t *q, int32_t *const *pairs);
    void (*sum_planes)(const struct resize_window *window, int samples, uint8_t *const *out);
    void (*fence)(void); /* after the last store around the caches */
};

/* The x axis in one of two forms. Near: `unit` neighbouring samples of the result have all their
 * taps of one step (two of them) within reach; `lanes` of them are a group. Far: else, each pixel
 * by itself, with as many taps as a whole number of steps has. No step starts behind the row.
 * Nearest, near: COPIED neighbouring bytes of the result have their sources within as many bytes
 * of the first's pixel; else plain C does it. */
struct resize_vector {
    const struct resize_steps *steps_of;
    bool near, streams;
    bool planes;     /* near, with tables as for one channel */
    bool averages;   /* each output is the mean of (1 << halvings[0]) x (1 << halvings[1]) pixels */
    int halvings[2]; /* along x and y */
    bool abreast;    /* not near; windows of `together` outputs in steps of two taps */
    int together;    /* abreast: 1 or 2 neighbouring outputs that share a window */
    struct range staggered; /* abreast, of 2: windows in whose first step the second output has no
                               weight, nor the first in the last step */
    int steps, taps;        /* per output; taps per step */
    int ring;               /* pairs of rows */
    int quads;              /* of a block; 0: two target rows go down the columns together */
    int pairs;              /* of source rows of a quad, at most */
    size_t block;    /* where in the scratch, in 32 bits, its ring is; behind that, its weights */
    int reach;       /* near: samples that the permutations reach in fact */
    int *start;      /* far: source column of each pixel; near: source sample of each unit;
                        abreast: even source column of each window */
    int16_t *weight; /* far: [width][steps * taps]; near: [groups][steps][lanes][2];
                        abreast: [windows][steps][together][2] */
    int8_t *split;  /* near, of bytes: weights as 256 high + low, [groups][steps / 2, rounded up][2:
                       high, low][lanes][4]; NULL: none */
    uint8_t *index; /* near: [groups][lanes] distance of a lane's first tap from its unit's start */
};

/* 16-bit samples of a row of scratch; not a multiple of 4096 bytes, nor twice it is. */
static inline size_t resize_padded(int samples)
{
    size_t padded = ((size_t)samples + PAD + 31) & ~(size_t)31;
    return padded % 1024 == 0 ? padded + 32 : padded;
}

/* Words of a source row with alpha in scratch; of planes, of what is there together. */
static inline size_t resize_row_words(const struct resize_vector *p, int columns, int channels)
{
    return p->planes ? (size_t)channels * resize_padded(PLANE_COLUMNS)
                     : resize_padded(columns * channels);
}

static inline bool resize_has_alpha(int channels)
{
    return channels == 2 || channels == 4;
}

/* resize_vertical.c: `rows` of the result where the y axis comes first. */
void resize_vertical_first(const struct plan *plan, const struct image *src, struct image *dst,
                           struct range rows, int16_t *scratch);

/* resize_scratch.c: sets plan->scratch, and the parts of it, for tables that are made. */
void resize_size_scratch(struct resize_vector *p, struct plan *plan);

/* resize_split.c: zeros that begin at a line of the cache, as vectors of tables then do, too; NULL
 * without memory; free() frees. */
void *resize_lines(size_t bytes);

/* resize_split.c: p->split from p->weight in the near form. 0, or -1 without memory. By measurement
 * that is faster where the width shrinks: short windows gain nothing. */
int resize_split_weights(struct resize_vector *p, int groups);

/* resize_abreast.c: whether the x axis goes abreast; then its tables: 0, or -1 without memory. */
bool resize_goes_abreast(const struct resize_steps *steps, const struct plan *plan);
int resize_prepare_abreast(struct resize_vector *p, const struct plan *plan);

/* prepare() of a variant with these steps; resize.h has the rest of it. */
int resize_prepare_vector(struct plan *plan, const struct resize_steps *steps);

#endif
