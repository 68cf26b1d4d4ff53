/* How EXIF, which is laid out as a TIFF file, is read. Used by exif.c and exif_tiff.c only. */
#ifndef PARALLAX_IO_CODECS_EXIF_LAYOUT_H
#define PARALLAX_IO_CODECS_EXIF_LAYOUT_H

#include <stdbool.h>

#include "drivers/io/bytes.h"

/* Bytes of a directory's count, of an entry in it, and of a place. */
enum { EXIF_HEADER = 8, EXIF_COUNT = 2, EXIF_ENTRY = 12, EXIF_PLACE = 4 };

struct exif_reader {
    struct bytes_part in;
    bool big; /* the most significant byte first */
};

/* Whether `size` bytes are there at `at`. */
bool exif_has(const struct exif_reader *reader, size_t at, size_t size);

/* `size` bytes at `at`, of which all must be there. */
uint32_t exif_number(const struct exif_reader *reader, size_t at, size_t size);

void exif_put_number(bool big, uint8_t *bytes, size_t size, uint32_t value);

/* Begins to read a TIFF file or what is laid out like one. The place of its first directory; 0:
 * there is none. */
size_t exif_first_directory(struct exif_reader *reader, struct bytes_part in);

/* How many whole entries a directory has: what is cut off is not there. */
size_t exif_entries(const struct exif_reader *reader, size_t directory);

#endif
