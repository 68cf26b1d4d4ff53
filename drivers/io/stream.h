/* All of a file or stream, which may be a pipe that nobody writes to. */
#ifndef PARALLAX_IO_STREAM_H
#define PARALLAX_IO_STREAM_H

#include <stdatomic.h>

#include "drivers/common/failure.h"
#include "drivers/io/bytes.h"

/* Appends all of `path` ("-": standard input) to *bytes. It waits where nothing comes, but looks
 * whether *stop (NULL: never) has become other than 0. 0, or -1 with *failure, stage "list": code
 * "EINTR" if it was stopped. */
int stream_read(const char *path, const atomic_int *stop, struct bytes *bytes,
                struct failure *failure);

#endif
