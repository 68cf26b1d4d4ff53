/* What one directory has that is to be kept, for the walk alone. */
#ifndef PARALLAX_IO_WALK_ENTRIES_H
#define PARALLAX_IO_WALK_ENTRIES_H

#include <stdbool.h>
#include <stdint.h>

#include "drivers/io/walk.h"
#include "drivers/io/walk_sort.h"

struct walk_entry {
    char *path;
    const char *name; /* the end of path */
    bool directory;
    uint64_t parts; /* of the pattern, that may match below it */
    struct walk_look look;
};

/* Zero-initialised is empty. */
struct walk_entries {
    struct walk_entry *of;
    struct walk_name *names; /* in their order; made by walk_entries_sort() */
    int count, capacity;
};

/* Appends the entry `name` of the directory called `directory`; status NULL: a file that was not
 * looked at. 0, or -1: no memory. */
int walk_entries_add(struct walk_entries *entries, const char *directory, const char *name,
                     uint64_t parts, const struct stat *status);

/* When all are there. 0, or -1: no memory. */
int walk_entries_sort(struct walk_entries *entries);

void walk_entries_free(struct walk_entries *entries);

#endif
