/* Reads results files in a process of its own, which HDF5 may crash: older files, those that killed
 * programs left, damaged ones; private to record/. */
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
 * what came until then was taken. Prints nothing, whatever happens. The child goes on with the next
 * file as long as all is well: making one costs more than reading a small file. After anything
 * else, and for what is damaged, there is a new one, so that no file suffers from another. */
int record_apart(struct record_source *source, struct record_portion *portion,
                 struct record_taker *taker);

/* Ends the child, if there is one. */
void record_apart_end(void);

#endif
