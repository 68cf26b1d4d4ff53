/* Reads the tables of an open results file, block by block; private to record/. */
#ifndef PARALLAX_RECORD_VISIT_H
#define PARALLAX_RECORD_VISIT_H

#include <stdbool.h>
#include <stdint.h>

#include "drivers/record/open.h"

/* Rows are read in blocks of about this many bytes, or of one row: a file that claims to be huge
 * meets its first bad row before we run out of memory. */
enum { RECORD_BLOCK_BYTES = 1 << 20 };

struct record_block {
    int table;
    int schema;     /* of the file */
    uint64_t total; /* rows of the table, as the file says */
    size_t count;   /* of these; 0 in the first block of a table, which says that it is there */
    size_t stride;  /* bytes from row to row: the structure, and behind it a long text */
    char *rows;
};

/* Takes a block. 0, or a code that ends the reading. */
typedef int record_visit_fn(void *context, const struct record_block *block);

/* Reads one table. With `by_chunks` no block holds more than one chunk of the file, so that what
 * stands before the first unreadable one can be had. 0, the code of `visit`, or a code after it
 * filled the message. */
int record_visit(const struct record_source *source, int table, bool by_chunks,
                 record_visit_fn *visit, void *context);

#endif
