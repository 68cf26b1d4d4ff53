/* What one study answers, in numbers: which way to work, how much faster, how sure that is. */
#ifndef PARALLAX_DATA_VERDICT_FACTS_H
#define PARALLAX_DATA_VERDICT_FACTS_H

#include "analysis/data/cells.h"

enum verdict_kind {
    VERDICT_ANSWER,    /* `chosen` is it */
    VERDICT_ONE_WAY,   /* one way was measured, so that there is nothing to choose */
    VERDICT_FEW_RUNS,  /* none was measured ESTIMATE_RUNS_MIN times */
    VERDICT_DISTURBED, /* others disturbed what might be the fastest, or half of all */
    VERDICT_UNPLACED,  /* no cell has a core of its own for every worker */
    VERDICT_INVALID    /* no cell has a time */
};

/* How far an answer can be trusted. */
enum verdict_trust { TRUST_HIGH, TRUST_MEDIUM, TRUST_LOW, TRUST_NONE };
extern const char *const verdict_kinds[], *const verdict_trusts[]; /* "answer", …; "High", … */

enum { VERDICT_PARAMS = sizeof((struct run_row *)0)->params };

/* A machine kept its speed if its slowest was at least so much of its fastest. */
extern const double verdict_steady;

/* Candidates are all clean cells but those of a ceiling. All pointers are into *cells. */
struct verdict_facts {
    const struct cells *cells;
    const struct study *study;
    size_t studies; /* these are the facts of; more than one: verdict_pool() */
    enum verdict_kind kind;
    enum verdict_trust trust;
    size_t candidates, ways;                       /* compared; cells but for those of a ceiling */
    size_t few;                                    /* candidates that were left out: too few runs */
    size_t disturbed, unplaced, threaded, invalid; /* cells; unplaced: flagged O or B */
    size_t ties;                 /* candidates not told apart from the best, with it */
    double seen;                 /* the difference that could have been told; NaN */
    size_t needed;               /* repetitions that tell 5 %; 0: unknown */
    const struct cell *best;     /* the lowest time for the same work; NULL: no candidate */
    const struct cell *chosen;   /* of those that do as well, the first by the rule; NULL */
    const struct cell *other;    /* does as well by another kind of workers; NULL */
    const struct cell *rival;    /* the fastest of another kind with as many workers; NULL */
    struct interval rival_ratio; /* its time over the chosen one's */
    double allowed;              /* the speedup that the machine allows; NaN */
    double speed;                /* the machine's slowest over its fastest; 1: steady; NaN */
    double cpu_share;            /* the least of the disturbed cells'; NaN */
    bool watched;                /* it is known whether others disturbed */
    int largest;                 /* workers of the largest candidate */
    int cores, smt, nodes;       /* of one node, 0: unknown; nodes of the largest candidate */
    int64_t files, bytes;        /* of the collection that was sampled; -1 */
    struct interval collection;  /* seconds that it takes; NaN */
    char shared[VERDICT_PARAMS]; /* "a=1 b=2": parameters of the kernel in which they are alike */
    bool same_input;             /* of as many images, as large */
    char differing[VERDICT_PARAMS]; /* "size filter": options given that differ; of one study "" */
};

/* The answer of one study of *cells, which has to outlive *facts; one of `choices` of a report. */
void verdict_gather(struct verdict_facts *facts, const struct cells *cells,
                    const struct study *study, size_t choices);

/* Whether two studies of the same cells have no answer for the same reason, and can be spoken of
 * together: of one kernel, kind, source, sink, cache, machine and build, on as many cores. */
bool verdict_is_same_refusal(const struct verdict_facts *one, const struct verdict_facts *other);

/* Adds what is counted of such another study; `facts` stay those of the first in all else. */
void verdict_pool(struct verdict_facts *facts, const struct verdict_facts *other);

/* The least number of workers above `last` that the study has in a cell with cores enough; 0: none.
 * With 1 first, then with what it returned, all there are above one. */
int verdict_next_cores(const struct verdict_facts *facts, int last);

/* Whether the chosen cell is faster than its workers can be, beyond its interval, and the measured
 * ceiling of the machine does not say the same: one core was measured under other conditions. */
bool verdict_is_impossible(const struct verdict_facts *facts);

/* --- For verdict_facts.c --- */

/* Fills best, chosen, other, ties, seen and needed from `count` >= 1 candidates. */
void verdict_compare(struct verdict_facts *facts, const struct cell **candidates, size_t count,
                     size_t choices);

/* The machine's speed in the slowest repetition of a sweep over that in the fastest, 1 where chance
 * may have made the difference; of runs that are of no sweep, the slowest over the fastest of a
 * cell. NaN: no witness, or repetitions that differ, but so few runs that chance cannot be told. */
double verdict_find_speed(const struct cells *cells, const struct study *study);

/* Whether it works by another kind of workers than the chosen one, whatever makes them. */
bool verdict_is_other_way(const struct cell *cell, const struct cell *chosen);

/* Seconds of a cell's iteration for a pixel: what cells of a weak study are compared by as well. */
double verdict_seconds(const struct cell *cell);

#endif
