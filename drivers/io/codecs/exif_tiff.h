/* EXIF in a TIFF file, where it has no place of its own: it is spread over the picture's directory
 * and those below it. As pure as exif.h. */
#ifndef PARALLAX_IO_CODECS_EXIF_TIFF_H
#define PARALLAX_IO_CODECS_EXIF_TIFF_H

#include "drivers/io/bytes.h"

/* Makes *out (replaced) EXIF of what the TIFF file says about the picture whose directory is at
 * `directory`; empty where there is nothing, or it is a BigTIFF. What says how pixels are stored is
 * left out, so are makers' notes, whose places would be wrong, and what makes it longer than
 * METADATA_EXIF_MAX. 0, or -1 when out of memory. */
int exif_of_tiff(struct bytes_part file, uint64_t directory, struct bytes *out);

/* Adds EXIF to a TIFF file of one directory that is not above 4 GB, in the same order of bytes: to
 * what the directory says already, at most 2 * METADATA_EXIF_MAX bytes, the rest is left out. 0, or
 * -1 when out of memory. */
int exif_into_tiff(struct bytes_part exif, struct bytes *file);

#endif
