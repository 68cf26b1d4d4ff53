/* Which row of a set of results is that of a run: found by its UUID, however many there are. */
#ifndef PARALLAX_RECORD_RUN_INDEX_H
#define PARALLAX_RECORD_RUN_INDEX_H

#include "drivers/record/record.h"

/* The index in results->runs, or run_count: not there. Knows the runs that were noted. */
size_t run_index_find(const struct results *results, const char *run);

/* Notes the last of results->runs. 0, or -1: no memory. Runs may be taken off the end again; none
 * may be moved between notes. */
int run_index_note(struct results *results);

void run_index_free(struct results *results);

#endif
