/* TIFF files in memory, through libtiff. Used by the TIFF reader and writer only.
 *
 * libtiff's messages go to the file they are of, and nowhere else: each handle has handlers of its
 * own (libtiff 4.5), those of the process are not touched. */
#ifndef PARALLAX_IO_CODECS_TIFF_FILE_H
#define PARALLAX_IO_CODECS_TIFF_FILE_H

#include <tiffio.h>

#include "drivers/io/codecs/codec.h"

/* One file. libtiff points to it while it is open: it must not move. */
struct tiff_file {
    TIFF *tiff;
    const struct bytes *in; /* to be read */
    struct bytes *out;      /* to be written */
    size_t position;
    char message[120]; /* libtiff's first error; "": none */
    bool no_memory;
    bool estimated; /* it wondered where data end, and made something up */
};

/* Opens `in`, which stays, at its first directory. libtiff may allocate max_bytes at once (0: as
 * much as it likes). 0, or -1: then nothing is open, and file->message says why. */
int tiff_file_read(struct tiff_file *file, const struct bytes *in, int64_t max_bytes);

/* Begins a file that replaces what is in `out`, which stays. `mode`: libtiff's, "w" and what kind
 * of file, as "w8" for more than 4 GB. */
int tiff_file_write(struct tiff_file *file, struct bytes *out, const char *mode);

/* Nothing is done where nothing is open. Of a file that was written, everything must have been
 * flushed. */
void tiff_file_close(struct tiff_file *file);

#endif
