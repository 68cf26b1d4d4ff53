/* What can be read of a damaged results file. */
#ifndef PARALLAX_RECORD_SALVAGE_H
#define PARALLAX_RECORD_SALVAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "drivers/record/record.h"
#include "drivers/record/tables.h"

struct record_salvaged {
    bool whole; /* the file is as its seal says */
    struct {
        bool found;        /* else nothing is known of its rows */
        uint64_t total;    /* rows, as the file says */
        uint64_t saved;    /* rows that are in the results now */
        uint64_t left_out; /* read, but of runs that could not be, or of no run at all */
        char reason[240];  /* why the others could not be read; "": there are none */
    } tables[RECORD_TABLES];
};

/* Appends all rows of the file that can be read: of each table those before the first damage that
 * they meet. Nothing that is wrong with the file ends the program, and nothing is written to it.
 * Returns 0, also if there was nothing, and 65 (not HDF5), 66, 71, 75 and 77 as record_read(); a
 * sentence or a warning in message, as there. *results is empty before. */
int record_salvage(const char *path, struct results *results, struct record_salvaged *salvaged,
                   char *message, size_t message_size);

#endif
