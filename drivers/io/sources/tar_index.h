/* What a tar archive has, found by its headers. */
#ifndef PARALLAX_IO_SOURCES_TAR_INDEX_H
#define PARALLAX_IO_SOURCES_TAR_INDEX_H

#include <stdatomic.h>

#include "drivers/io/sources/tar_file.h"

enum tar_kind {
    TAR_FILE,
    TAR_DIRECTORY,
    TAR_LINK,   /* symbolic or hard: it has no bytes of its own */
    TAR_SPARSE, /* its bytes are not in one piece */
    TAR_SPECIAL /* a device, a FIFO, or what is only known to other programs */
};

struct tar_member {
    const char *name; /* as it is written: from anywhere, and leading anywhere. Valid during the
                         call */
    enum tar_kind kind;
    int64_t place, size; /* of its bytes, in the unpacked archive */
};

/* Not 0: give up, with a failure of its own. */
typedef int tar_member_fn(void *context, const struct tar_member *member, struct failure *failure);

/* Bytes of a name, and of all that a pax header says of a member: programs keep access lists there.
 */
enum { TAR_NAME_MAX = 1 << 16, TAR_EXTENDED_MAX = 1 << 20 };

/* Calls `each` for every member, in the order of the archive: ustar, GNU (long names) and pax (path
 * and size). `stop` not 0: gives up with "EINTR"; NULL: never. 0, or -1 with *failure, stage
 * "read": what follows is lost ("corrupt": a header is damaged; "truncated": there is no end). */
int tar_index(struct tar_file *file, const atomic_int *stop, tar_member_fn *each, void *context,
              struct failure *failure);

#endif
