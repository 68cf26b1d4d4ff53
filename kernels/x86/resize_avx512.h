/* What the files of resize with AVX-512 share; resize_avx512.c tells how it works. */
#ifndef PARALLAX_RESIZE_AVX512_H
#define PARALLAX_RESIZE_AVX512_H

#include "resize.h"

enum { ROWS = 4, AHEAD = 512 }; /* rows that go together; bytes that a prefetch is ahead */
enum { PAD = 256 };             /* samples behind a row of scratch that may be touched */
enum {
    LANES = 16,
    REACH = 64
}; /* samples that are computed together; that one permutation reaches */

/* The x axis in one of two forms. Near: 16 neighbouring samples of the result have all their taps
 * of one step (two of them) within REACH source samples. Far: else, each pixel by itself, with as
 * many taps as a whole number of steps has. */
struct resize_avx512 {
    bool near;
    int steps, taps; /* per output; taps per step */
    int *start;      /* far: source column of each pixel; near: source sample of each group */
    int16_t *weight; /* far: [width][steps * taps]; near: [groups][steps][LANES][2] */
    uint8_t *index;  /* near: [groups][LANES] distance of a lane's first tap from its group's start
                      */
};

static inline int taps_per_step(int channels)
{
    return channels == 1 ? 32 : channels == 2 ? 16 : 8;
}

/* 16-bit samples of a row of scratch. */
static inline size_t padded_row(int samples)
{
    return ((size_t)samples + PAD + 31) & ~(size_t)31;
}

/* The x axis of up to four rows at once, counted from the first column that x reads. Each of
 * in[ROWS] must be a row (some may be the same), of bytes where the image is opaque and comes from
 * the source, else of Q6 words with PAD behind them; `count` rows are written. First axis: to
 * 16-bit intermediates with PAD behind them; last axis: words in, finished bytes out. */
void resample_first_avx512(const struct plan *plan, const void *const *in, int16_t *const *t,
                           int count);
void resample_last_avx512(const struct plan *plan, const void *const *in, uint8_t *const *out,
                          int count);

#endif
