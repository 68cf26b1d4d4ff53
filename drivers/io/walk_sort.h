/* The order of what was found in one directory. */
#ifndef PARALLAX_IO_WALK_SORT_H
#define PARALLAX_IO_WALK_SORT_H

#include <stdbool.h>
#include <stdint.h>

/* A name in a directory, and the caller's number for it. */
struct walk_name {
    const char *text;
    bool directory;
    int number;
    uint64_t key; /* walk_sort()'s own */
};

/* Sorts names[count] of one directory by bytes, as the paths below it are: that of a directory as
 * if "/" stood behind it. */
void walk_sort(struct walk_name *names, int count);

#endif
