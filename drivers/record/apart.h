/* Reads a results file in a process of its own, which HDF5 may crash: older files, those that
 * killed programs left, damaged ones; private to record/. */
#ifndef PARALLAX_RECORD_APART_H
#define PARALLAX_RECORD_APART_H

#include <stdbool.h>
#include <stdint.h>

#include "drivers/record/take.h"

/* Which tables to read, and what came of it. */
struct record_portion {
    int first, count;
    bool damaged; /* opened as a copy, and read chunk by chunk */
    bool crashed; /* the process did not come to its end */
    struct {
        bool found;
        uint64_t total, got; /* rows: as the file says, as were read */
    } tables[RECORD_TABLES];
};

/* Has a child read the tables of a file that was looked at, and takes the rows that it hands over
 * block by block, believing none of its numbers. 0, or an exit code after it filled the message;
 * what came until then was taken. Prints nothing, whatever happens. Waits for no child but its own.
 */
int record_apart(struct record_source *source, struct record_portion *portion,
                 struct record_taker *taker);

#endif
