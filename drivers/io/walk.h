/* Finding the files below a directory. */
#ifndef PARALLAX_IO_WALK_H
#define PARALLAX_IO_WALK_H

#include <stdint.h>
#include <sys/stat.h>

/* A growing array; zero-initialised is empty. */
struct walk_found {
    struct walk_file {
        char *path;
        int64_t bytes; /* -1: not known */
    } * files;
    int count, capacity, skipped;
};

/* Appends a file; takes over `path`, also when it fails. 0, or -1 when out of memory (or path is
 * NULL). */
int walk_add(struct walk_found *found, char *path, int64_t bytes);

/* Appends the files with a known codec's extension below `directory`, sorted by the bytes of their
 * paths, and counts in `skipped` what cannot be looked at and FIFOs, devices and sockets. Dot files
 * and links to directories are passed over, directories that are `exclude` (may be NULL) or are
 * nested more than 100 deep are not entered. Uses no working directory: threads may run.
 * 0; 1 if the directory cannot be opened; -1 when out of memory. */
int walk_directory(struct walk_found *found, const char *directory, const struct stat *exclude);

void walk_free(struct walk_found *found);

#endif
