/* Files as results: which of them share a directory. */
#ifndef PARALLAX_IO_SINKS_OUTPUTS_DIRECTORIES_H
#define PARALLAX_IO_SINKS_OUTPUTS_DIRECTORIES_H

#include <stddef.h>
#include <stdint.h>

/* A directory of outputs, known by a hash of its name: what stands before the last "/" of theirs.
 */
struct outputs_directory {
    uint64_t hash;
    int first, count; /* of the items in it */
    size_t length;    /* of its name */
};

struct outputs_directories {
    int *of;                        /* [items] index of each one's */
    struct outputs_directory *list; /* in the order of their first items */
    int count, capacity;
    uint32_t *slots; /* by hash: index + 1; 0: none */
    size_t slot_count;
};

/* The directories of names[items]. 0, or -1: no memory. The caller frees *directories in any case.
 */
int outputs_directories_find(struct outputs_directories *directories, char *const *names,
                             int items);
void outputs_directories_free(struct outputs_directories *directories);

#endif
