/* The rows of a table by their runs. */
#ifndef PARALLAX_DATA_RUNS_ROWS_H
#define PARALLAX_DATA_RUNS_ROWS_H

#include "analysis/data/runs.h"

/* Those of run i are order[first[i]] up to first[i + 1], in the table's order; both arrays are to
 * be freed. */
struct runs_rows {
    size_t *first, *order;
};

/* Sorts the rows of a table of the results (TABLE_...), from which *runs is being built or was.
 * Returns how many belong to no run; those are left out. */
size_t runs_rows_sort(struct runs_rows *sorted, const struct runs *runs,
                      const struct results *results, int table);

/* Gives every run of *runs its samples, workers and spans, and counts orphans. */
void runs_rows_assign(struct runs *runs, const struct results *results);

#endif
