/* What a compressed archive holds, as a stream: all that is used of libarchive, which brings a
 * dozen libraries and is loaded when there are such archives. */
#ifndef PARALLAX_IO_SOURCES_TAR_STREAM_H
#define PARALLAX_IO_SOURCES_TAR_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "drivers/common/failure.h"

struct tar_stream;

struct tar_stream_library {
    /* From the beginning of the open file `fd`, which stays the caller's; NULL with *failure, stage
     * "read". */
    struct tar_stream *(*open)(int fd, struct failure *failure);
    void (*close)(struct tar_stream *stream);          /* NULL: does nothing */
    int64_t (*place)(const struct tar_stream *stream); /* the one that comes next */
    /* Unpacks up to `size` bytes into `buffer`; NULL: into nothing. How many there are, fewer only
     * at the end; -1 with *failure, stage "read". */
    int64_t (*read)(struct tar_stream *stream, void *buffer, int64_t size, struct failure *failure);
};

/* It: loaded once (tar_late.c), linked (tar_here.c), or missing (tar_none.c): NULL with *failure,
 * "no-library". The first call by one thread, before others. */
const struct tar_stream_library *tar_stream_library(struct failure *failure);

/* In tar_stream.c, and how its module has it. */
extern const struct tar_stream_library tar_stream_linked;
__attribute__((
    visibility("default"))) extern const struct tar_stream_library *const tar_stream_place;

#define TAR_STREAM_MODULE "parallax_archive"
#define TAR_STREAM_SYMBOL "tar_stream_place"
#define TAR_STREAM_LAYOUT (sizeof(struct tar_stream_library) + 31 * sizeof(struct failure))

#endif
