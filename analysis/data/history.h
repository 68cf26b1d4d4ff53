/* The same cells measured with several builds or revisions of Parallax, one after the other. */
#ifndef PARALLAX_DATA_HISTORY_H
#define PARALLAX_DATA_HISTORY_H

#include "analysis/data/cells.h"
#include "analysis/numbers/equivalence.h"

#define HISTORY_MARGIN 0.02 /* what is less is equal */

/* From one build to another. */
struct history_step {
    size_t from, to;         /* builds */
    bool paired;             /* by repetition: measured in turn in the same rounds; else by Welch */
    struct difference ratio; /* ln T(to) / T(from) */
    enum equivalence answer; /* MORE: slower */
};

/* One cell in all builds. */
struct history_cell {
    const struct cell **cells; /* [builds]; NULL: not there, or not clean, or of too few runs */
    struct history_step *steps;
    size_t step_count; /* one build to the next that has it; of several, the first to the last */
    bool other_pixels; /* its checksum differs between builds */
};

struct history {
    const struct cells *builds; /* [build_count] */
    size_t build_count;
    struct history_cell *cells; /* those of at least two builds, in the order of the first's */
    size_t count;
    size_t *alone;   /* [builds] clean cells that no other build has */
    size_t *unclean; /* [builds] cells that are left out, since they are not clean or have fewer
                        than ESTIMATE_RUNS_MIN repetitions */
    size_t answers[EQUIVALENCES]; /* how many steps */
    const struct cell **cell_array;
    struct history_step *step_array;
};

/* Cells of several builds are the same where all but revision, compiler, variant and the revisions
 * of kernel and codecs are: where the kernel's changes its pixels, it is other work, and said. Holm
 * over all steps of all cells. builds[count], count >= 2, must outlive *history. To be freed. */
void history_make(struct history *history, const struct cells *builds, size_t count);
void history_free(struct history *history);

/* The first build's own launches, in the order of time, dealt to two halves A B B A and compared in
 * the same way: counts of answers into answers[EQUIVALENCES]; LESS and MORE say that the machine
 * was too restless. Returns how many cells have 2 * ESTIMATE_RUNS_MIN launches for that. */
size_t history_self_test(const struct history *history, size_t *answers);

#endif
