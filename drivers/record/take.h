/* Takes rows that were read into one set of results; private to record/. */
#ifndef PARALLAX_RECORD_TAKE_H
#define PARALLAX_RECORD_TAKE_H

#include "drivers/record/open.h"
#include "drivers/record/visit.h"

struct record_taker {
    const struct record_source *source; /* for messages */
    struct results *results;
    size_t known_runs;            /* as many runs were there before this file */
    size_t last_run;              /* where the run of the row before was found */
    size_t before[RECORD_TABLES]; /* rows that were there */
    size_t *left_out; /* for each table: rows of runs that are not there, runs without a name or
                         there twice, which are left out and counted; NULL: they are errors */
};

void record_take_begin(struct record_taker *taker, const struct record_source *source,
                       struct results *results, size_t *left_out);

/* Appends the rows of a block, whose texts it ends: a file's own may come without. Rows of runs
 * that were known before are left out. 0, or an exit code after it filled the message. */
int record_take(struct record_taker *taker, const struct record_block *block);

/* Drops what was taken since the beginning. */
void record_take_undo(struct record_taker *taker);

#endif
