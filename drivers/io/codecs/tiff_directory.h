/* Whether a TIFF file goes as far as its directory says. Used by the TIFF reader only.
 *
 * libtiff makes something up where the list of strips is missing, and says of a file that was cut
 * what it says of a damaged one. */
#ifndef PARALLAX_IO_CODECS_TIFF_DIRECTORY_H
#define PARALLAX_IO_CODECS_TIFF_DIRECTORY_H

#include "drivers/io/codecs/codec.h"

/* Whether the directory at `offset` (0: the first), or something in it that pixels depend on, but
 * for these themselves, is behind the end of the file, which begins as a TIFF file does. */
bool tiff_directory_ends_early(const struct bytes *in, uint64_t offset);

#endif
