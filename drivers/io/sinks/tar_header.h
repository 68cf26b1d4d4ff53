/* What stands before a member of a tar file. */
#ifndef PARALLAX_IO_SINKS_TAR_HEADER_H
#define PARALLAX_IO_SINKS_TAR_HEADER_H

#include "drivers/io/bytes.h"

enum { TAR_BLOCK = 512, TAR_END = 2 * TAR_BLOCK }; /* zeros end a file */

/* Makes *header (replaced) that of a file of `size` bytes: ustar, with a pax header before it where
 * the name or the size does not fit. It says nothing of who made it, or when. 0, or -1: no memory.
 */
int tar_header(struct bytes *header, const char *name, size_t size);

/* How many zeros follow `size` bytes. */
size_t tar_padding(size_t size);

#endif
