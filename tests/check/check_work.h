/* The standard work of check_kernel --bench: which cases of which kernels, and one run of one
 * variant on a whole image, all passes, as a program with one worker would do it. */
#ifndef PARALLAX_CHECK_WORK_H
#define PARALLAX_CHECK_WORK_H

#include "tests/check/check_case.h"
#include "tests/check/check_timing.h"

enum { WORK_TEXT = 64 };

/* Memory that all runs share: one at a time uses it. */
struct work_space {
    struct image source, part, target; /* part: a smaller source for what takes long */
    void *scratch;
    size_t scratch_size;
    uint64_t *tallies; /* PASSES_MAX times the most that a kernel has */
    size_t most_tallies;
};

/* One variant of a kernel on one case. */
struct work {
    struct timed timed; /* runs it */
    struct check_case made;
    char text[WORK_TEXT]; /* the options in short, perhaps empty */
    bool multiplies;      /* its operations are multiply-adds of 16 bits */
    const struct variant *variant;
    struct plan plan;
    struct image target;
    struct cost cost; /* of all passes */
    double pixels;    /* of the larger of source and target */
    int plain;        /* which work is the same case in plain C */
    struct work_space *space;
};

struct work_list {
    struct work *items;
    int count;
    struct work_space space;
};

/* Plans the standard cases of a kernel for all variants that this CPU has and appends them; a
 * kernel without standard cases gets one with its initial options. Cases are made for a source of
 * 4928x3279 and scaled to `size`. Returns 0, or -1 after saying why not. */
int work_add(struct work_list *list, const struct kernel *kernel, struct shape size);

/* Allocates and fills all memory, once all work is added; after that items may be run in any order.
 * Returns 0, or -1 after saying why not. */
int work_prepare(struct work_list *list, struct shape size);

void work_free(struct work_list *list);

#endif
