/* Files of one worker that are opened before they are asked for, and on their way into memory. */
#ifndef PARALLAX_IO_SOURCES_FILES_AHEAD_H
#define PARALLAX_IO_SOURCES_FILES_AHEAD_H

#include "drivers/io/list.h"

/* Touched by its worker alone; zero-filled: none. The kernel moves the bytes: no thread is ours. */
struct files_ahead {
    const struct list *list;
    struct files_ahead_file {
        int item, file; /* -1: it cannot be opened; whoever reads it will find out why */
    } * open;           /* [depth] a ring: `held` of them, from `first` on */
    int depth, first, held;
    int *items; /* those that are expected: [count], of which `begun` were opened */
    int count, begun, capacity;
};

/* Keeps `depth` files open at most. 0, or -1 when out of memory. */
int files_ahead_open(struct files_ahead *ahead, const struct list *list, int depth);
void files_ahead_close(struct files_ahead *ahead);

/* These are read next, in this order; `depth` of them begin to move. What was expected before and
 * not taken is dropped. Without memory for it nothing is expected. */
void files_ahead_expect(struct files_ahead *ahead, const int *items, int count);

/* The item as an open file, which is the caller's from here on, and the next that is expected
 * begins to move; items before it are dropped. -1: it was not expected, or cannot be opened. */
int files_ahead_take(struct files_ahead *ahead, int item);

#endif
