/* Going through archives for their images. */
#ifndef PARALLAX_IO_SOURCES_TAR_GATHER_H
#define PARALLAX_IO_SOURCES_TAR_GATHER_H

#include "drivers/io/bytes.h"
#include "drivers/io/sources/tar_index.h"
#include "drivers/io/sources/tar_list.h"

/* An image in an archive. */
struct tar_found {
    struct tar_item item;
    size_t name; /* where it begins in `names` */
};

struct tar_gather {
    struct walk_found found; /* the archives; and what was not seen, in them as well */
    struct tar_found *members;
    struct bytes names;
    int count, capacity;
    uint64_t *identities; /* [found.count] of the archives; 0: it could not be opened */
    int replaced;         /* members whose name a later one has: they are not among `members` */
};

/* All images of all archives that the operands name, patterns as well. Members that are no files,
 * whose bytes are not in one piece, or whose names lead out of the archive, are in found.unseen if
 * they have an image's name; so are archives that are damaged or cannot be read, what comes before
 * the damage is taken. 0, or -1 with *failure. The caller frees *gather. */
int tar_gather_all(struct tar_gather *gather, const struct source_options *options,
                   struct failure *failure);

/* The name of a member, without "./" before it. */
const char *tar_gather_name(const struct tar_gather *gather, int member);

void tar_gather_free(struct tar_gather *gather);

#endif
