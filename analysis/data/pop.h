/* Where the time of a cell goes: POP efficiencies, and who is slower than the others. */
#ifndef PARALLAX_DATA_POP_H
#define PARALLAX_DATA_POP_H

#include "analysis/data/cells.h"
#include "analysis/numbers/pop.h"

/* What is useful is the time in a kernel or a codec: plan, decode, kernel, hash, encode. A rank's
 * time outside of MPI is that of its busiest thread outside of the stages comm and wait, all of T
 * where the model has no processes. So the forks and joins of threads, when none of them works,
 * count as MPI's: results files do not tell them apart, and they take microseconds.
 * Every quantity is computed per iteration; the geometric mean over the iterations of a repetition
 * is the repetition's value, so that products hold there; then pop_mean() over repetitions. */

enum pop_place_kind { POP_RANKS, POP_THREADS, POP_NODES, POP_PLACE_KINDS };
extern const char *const pop_place_names[POP_PLACE_KINDS]; /* "rank", "thread", "node" */

/* A rank, or of a single process a thread, or a node; compared with the cell's others of its kind.
 */
struct pop_place {
    enum pop_place_kind kind;
    int number;           /* rank or thread; -1 for nodes */
    const char *node;     /* where it ran in its first repetition; safe for a terminal: no */
    struct interval load; /* its useful time over the mean of the others' */
    struct interval pace; /* its useful time a unit over the others' */
    bool slower;          /* its pace is beyond the others' spread: see pop.c */
    bool longer;          /* so is its load */
};

struct pop_cell {
    const struct cell *cell;
    const char *missing; /* why there are no efficiencies; NULL: there are */
    size_t repetitions;
    struct interval values[POP_QUANTITIES]; /* MPI_… and OMP_… : NaN but for ranks of threads */
    struct interval scaling; /* CompScal: useful time of the base over its own; NaN: no base */
    struct interval global;  /* GE = PE CompScal; E(p) = GE(p) / PE(p0) */
    double base_efficiency;  /* PE(p0) of the cell's base; NaN: no base */
    double cpu_share; /* of its useful time that it surely or probably had a CPU for; NaN: unknown.
                         Below QUALITY_SHARE wall time counts much as useful that was not */
    struct pop_place *places; /* of ranks or threads by number, then of nodes by name */
    size_t place_count;       /* 0: nobody to compare with */
};

struct pop_set {
    const struct cells *all;
    struct pop_cell *cells; /* of every cell that has a time, in their order */
    size_t count;
};

/* *cells must have its baselines, and outlive *set. To be freed. */
void pop_build(struct pop_set *set, const struct cells *cells);
void pop_free(struct pop_set *set);

/* The entry of this cell; NULL: it has none. */
const struct pop_cell *pop_find(const struct pop_set *set, const struct cell *cell);

#endif
