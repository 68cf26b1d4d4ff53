/* An archive as bytes with places: a plain file, or what a compressed one holds. */
#ifndef PARALLAX_IO_SOURCES_TAR_FILE_H
#define PARALLAX_IO_SOURCES_TAR_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers/common/failure.h"
#include "drivers/io/walk.h"

/* DESIGN. Members of a plain archive are read where they are, by pread(), in any order and by
 * anybody. A compressed one is a stream: a place is reached by unpacking all before it, and one
 * that was passed by beginning anew. So who reads its members reads all of them, in their order:
 * the archive is the unit that is dealt, and costs one unpacking to list it and one to read it. A
 * member alone (verification, a run that goes on) costs half an unpacking on the average, and more
 * workers than archives have nothing to do. Places are those of the unpacked bytes in both: the
 * members' headers are read by one reader, tar_index(). */

struct tar_stream;
struct tar_stream_library;

struct tar_file {
    int fd;                    /* -1: none is open */
    struct tar_stream *stream; /* of a compressed one; NULL: it is plain */
    const struct tar_stream_library *library;
    struct walk_look look; /* as it was when it was opened */
    uint64_t identity;     /* … as file_identity() knows it */
};

/* Whether the name is that of an archive: .tar, and with .gz, .bz2, .xz, .zst, .lz4 behind it, or
 * .tgz, .tbz2, .txz, .tzst; *stem (may be NULL): how long the name is without that. */
bool tar_file_is(const char *path, size_t *stem);

/* … of one that is not compressed. */
bool tar_file_is_plain(const char *path);

/* Loads what unpacks archives, where it is not there yet: in the main thread, before any thread
 * opens a compressed one. 0, or -1 with *failure, "no-library". */
int tar_file_prepare(struct failure *failure);

/* Opens a regular file. 0, or -1 with *failure, stage "read": then it is not open. */
int tar_file_open(struct tar_file *file, const char *path, struct failure *failure);
void tar_file_close(struct tar_file *file);

/* Whether the open file is still as it was when it was opened. */
bool tar_file_is_same(const struct tar_file *file);

/* Whether what has the name `path` is another file, or has changed, since its identity was that. */
bool tar_file_is_other(const char *path, uint64_t identity);

/* Reads up to `size` bytes at place `at`: how many there are, fewer only at the end; -1 with
 * *failure, stage "read". */
int64_t tar_file_read(struct tar_file *file, void *buffer, size_t size, int64_t at,
                      struct failure *failure);

#endif
