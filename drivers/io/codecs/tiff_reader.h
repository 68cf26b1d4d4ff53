/* The pixels of one page of a TIFF file. Used by the TIFF codec only. */
#ifndef PARALLAX_IO_CODECS_TIFF_READER_H
#define PARALLAX_IO_CODECS_TIFF_READER_H

#include "drivers/io/codecs/tiff_file.h"
#include "drivers/io/codecs/tiff_layout.h"

/* An open file. */
struct tiff_reader {
    struct tiff_file file;
    const struct decode_options *options;
    struct tiff_layout layout;
    uint8_t *stored; /* a strip, a tile or a row; one of each plane */
    uint16_t *samples;
    uint32_t *raster;
    bool more_pages;
    bool cut; /* the strip or tile in hand goes on behind the end of the file */
};

/* Decodes the page whose layout was read into *image. 0, or -1 with *failure. */
int tiff_reader_decode(struct tiff_reader *reader, struct image *image, struct failure *failure);

/* Frees what decoding holds. */
void tiff_reader_free(struct tiff_reader *reader);

/* A failure to decode that libtiff reported: its message, the code by what the file has. Always -1.
 */
int tiff_reader_fail(const struct tiff_reader *reader, struct failure *failure);

#endif
