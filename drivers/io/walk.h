/* Finding the files below a directory. */
#ifndef PARALLAX_IO_WALK_H
#define PARALLAX_IO_WALK_H

#include <stdatomic.h>
#include <stdint.h>
#include <sys/stat.h>

#include "drivers/common/failure.h"

/* What may have images in it, and cannot be looked at. */
struct walk_unseen {
    char *path;
    struct failure failure; /* stage "list" */
};

/* A growing array; zero-initialised is empty. */
struct walk_found {
    struct walk_file {
        char *path;
        int64_t bytes; /* -1: not known */
    } * files;
    int count, capacity, skipped;
    struct walk_unseen *unseen;
    int unseen_count;
    const atomic_int *stop; /* not 0: walk_directory() gives up; NULL: never */
};

/* Appends a file; takes over `path`, also when it fails. 0, or -1 when out of memory (or path is
 * NULL). */
int walk_add(struct walk_found *found, char *path, int64_t bytes);

/* Appends the files with a known codec's extension below `directory`, sorted by the bytes of their
 * paths. What is no image by intention is counted in `skipped`: FIFOs, devices and sockets, links
 * that lead in circles. What may be one and cannot be seen goes to `unseen`, with the reason: a
 * directory that cannot be opened or read to its end or is nested more than 100 deep, a file or
 * directory that cannot be looked at, a link with a known extension that leads nowhere. Dot files
 * and links to directories are passed over, directories that are `exclude` (may be NULL) are not
 * entered. Uses no working directory: threads may run. 0; 1 if the directory cannot be opened; -1
 * when out of memory. */
int walk_directory(struct walk_found *found, const char *directory, const struct stat *exclude);

void walk_free(struct walk_found *found);
/* unseen NULL: does nothing. */
void walk_unseen_free(struct walk_unseen *unseen, int count);

#endif
