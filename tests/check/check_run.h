/* Running one variant of a kernel on one case, in bands, under guard. */
#ifndef PARALLAX_CHECK_RUN_H
#define PARALLAX_CHECK_RUN_H

#include "tests/check/check_case.h"
#include "tests/check/check_random.h"

enum { FAULT_TEXT = 256 };

/* What a run gave: the target without gaps, and the sums of every pass's tallies (passes *
 * tallies). Zeroed before use; outcome_free() empties it. */
struct outcome {
    struct shape dst;
    uint8_t *pixels;
    uint64_t *totals;
};

/* How the rows of a pass are cut, and what the kernel gets to see of the source. */
enum cut {
    CUT_NONE,  /* all rows at once, from the whole source */
    CUT_FEW,   /* a few bands; of the source no more than needs() names */
    CUT_SINGLE /* many of one or two rows; the same */
};

struct run {
    const struct check_case *made;
    const struct variant *variant;
    const struct plan *plan; /* made for the variant */
    const uint8_t *pixels;   /* case_pixels() */
    struct random *random;   /* decides the bands, their order, addresses and strides */
    enum cut cut;
    char *fault; /* FAULT_TEXT bytes: what was wrong */
};

/* Runs all passes into *outcome, which must be zeroed. Checks on the way: guards around source,
 * target, tallies and scratch; rows and columns of the target outside the band; the source is not
 * written; needs() stays inside the source; cost() is finite and positive. Returns 0, or -1 with
 * the first fault in words. */
int run_guarded(const struct run *run, struct outcome *outcome);

void outcome_free(struct outcome *outcome);

#endif
