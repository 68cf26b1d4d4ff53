/* The useful time of a cell's workers, from its rows. */
#ifndef PARALLAX_DATA_POP_ROWS_H
#define PARALLAX_DATA_POP_ROWS_H

#include "analysis/data/pop.h"

/* One repetition: means over the iterations that count, in which all workers are there. */
struct pop_repetition {
    size_t iterations;           /* 0: nothing below is known */
    size_t idle;                 /* iterations in which nothing useful was done */
    double logs[POP_QUANTITIES]; /* mean logarithms */
    double log_useful, log_wall; /* mean logarithms of the sum of useful times, of T */
    double useful_s, had_cpu_s;  /* sums: of useful time, and of it with a CPU (NaN: unknown) */
};

/* What one place did in one repetition: sums. */
struct pop_share {
    double useful_s, units, workers; /* workers: times iterations */
};

struct pop_rows {
    struct pop_repetition *repetitions; /* [cell->used_count] */
    struct pop_place *places;           /* kind, number and node are filled in */
    size_t place_count;                 /* with the nodes, which come after the `numbered` */
    size_t numbered;
    struct pop_share *shares; /* [repetition][place] */
};

/* Time in a kernel or a codec. */
double pop_rows_useful(const struct worker_row *row);

/* Of a cell that has a time. To be freed, but for `places`, which is the caller's. */
void pop_rows_read(struct pop_rows *rows, const struct cell *cell);
void pop_rows_free(struct pop_rows *rows);

#endif
