/* One way of doing a work under one model: run, compared with the serial program, reported. */
#ifndef PARALLAX_AGREE_WAY_H
#define PARALLAX_AGREE_WAY_H

#include "tests/agree/run_line.h"

enum { AGREE_LINE = 3072 };

/* What all ways have in common, and how many there were. */
struct agree {
    struct team team;
    int threads;
    bool served; /* one-sided windows fail here: rank 0 must answer requests in their place */
    const struct kernel *kernel;
    const char *params;
    struct outcome serial; /* of the work in hand */
    int done, refused, bad;
};
extern struct agree agree;

/* The values of --schedule, --chunk, --deal, --distribute and --sharing. */
struct way {
    int schedule, chunk, deal, distribute, sharing;
    const char *sink;  /* NULL: hash */
    const char *split; /* options that go with --split; NULL: batch */
};

/* Runs the kernel on `input` in this way, with everything verified, and counts it in `agree`: as
 * bad if a rank has anything but the serial checksum, or if it is refused when it should not be, or
 * the other way round. Rank 0 prints the command lines of the first bad ones. */
void agree_try(const char *input, const struct way *way);

#endif
