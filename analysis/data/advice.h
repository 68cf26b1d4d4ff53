/* How a work should be run on so many cores, as far as that was measured. */
#ifndef PARALLAX_DATA_ADVICE_H
#define PARALLAX_DATA_ADVICE_H

#include "analysis/data/verdict_facts.h"
#include "analysis/numbers/choice.h"

enum { ADVICE_FAR = 4 };     /* times the largest that was measured: nothing is predicted beyond */
#define ADVICE_RELEVANT 0.02 /* a difference that one would want to see */

/* Where the efficiency of a curve falls below the target. */
enum advice_answer {
    ADVICE_FALLS,      /* between measured numbers of workers: `workers` */
    ADVICE_BEYOND,     /* not up to the largest that was measured */
    ADVICE_ALREADY,    /* at the smallest above the baseline's */
    ADVICE_UNRESOLVED, /* too few runs to say where */
    ADVICE_UNKNOWN,    /* no baseline, or no clean cells of enough runs */
    ADVICE_ANSWERS
};
extern const char *const advice_answer_names[ADVICE_ANSWERS]; /* for programs */

struct advice_limit {
    enum advice_answer answer;
    struct interval workers;
    int above, below; /* surely above, below the target; unresolved: by the means; -1: none */
    int largest;      /* that was measured */
    struct interval extrapolated; /* ADVICE_BEYOND: low, high: from so many on by the most careful
                                     and the boldest model; infinite: beyond ADVICE_FAR times the
                                     largest; NaN: no models to tell */
};

/* What one curve says of a number of workers that was not measured. */
struct advice_guess {
    const struct curve *curve;
    const char *law;      /* that fits, within what was measured; NULL: the envelope of models */
    struct interval time; /* seconds of the study's work; of an envelope without a value */
};

struct advice {
    const struct cells *all;
    const struct study *study;
    enum verdict_kind verdict; /* of the study: where it has no answer, this is no better */
    int largest;               /* workers that were measured, clean */
    int cores; /* that may be used; of fewer images than were measured, no more than these */
    double target, images;     /* images: how many are to be done */
    const struct cell **cells; /* candidates: clean, no ceiling, of at most `cores` workers */
    size_t count;              /* 0: nothing to advise */
    struct choice choice;      /* among them */
    const struct cell *best; /* of those that are not told apart from the fastest and within 5 % of
                                it: see analysis/data/preference.h */
    const struct cell *efficient;        /* the fastest of at least the target; NULL: none */
    struct interval best_s, efficient_s; /* for all images, after start-up */
    double start_s;                      /* of the best; NaN: unknown */
    struct advice_limit limit;           /* of the best's curve */
    struct advice_guess *guesses;        /* for `cores`, where no cell has as many */
    size_t guess_count;
    bool too_far; /* cores is beyond ADVICE_FAR times the largest */
    size_t runs;  /* repetitions that show ADVICE_RELEVANT; 0: unknown */
};

/* `cores`, `images` 0: the largest that was measured, the study's own. `target`: 0..1. `choices`:
 * how many studies advice is given for. *cells must have its baselines, and outlive *advice. To be
 * freed. */
void advice_make(struct advice *advice, const struct cells *cells, const struct study *study,
                 int cores, double target, double images, size_t choices);
void advice_free(struct advice *advice);

/* The seconds that the cell takes for all images: each takes as long, and workers that each take
 * whole ones need the time of one. */
struct interval advice_time(const struct advice *advice, const struct cell *cell);

/* Can advice be given for a study: is it of one work for all numbers of workers? */
bool advice_can(const struct study *study);

#endif
