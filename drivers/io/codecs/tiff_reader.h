/* The pixels of one page of a TIFF file. Used by the TIFF codec only. */
#ifndef PARALLAX_IO_CODECS_TIFF_READER_H
#define PARALLAX_IO_CODECS_TIFF_READER_H

#include "drivers/io/codecs/tiff_file.h"
#include "drivers/io/codecs/tiff_layout.h"

/* A page's strips, or its tiles. */
struct tiff_pieces {
    uint32_t width, height; /* of each in pixels */
    int planes;
    size_t row_bytes, bytes; /* of a piece's row, and of a piece, in one plane */
    bool tiled, large;       /* large: a strip of which one row is held */
};

/* An open file. */
struct tiff_reader {
    struct tiff_file file;
    const struct decode_options *options;
    struct tiff_layout layout;
    uint8_t *stored; /* a strip, a tile or a row; one of each plane */
    uint16_t *samples;
    uint32_t *raster;
    struct tiff_pieces pieces;
    struct image band; /* a strip or a row of tiles, of which not all was asked for at once */
    bool in_rows;      /* the strip in hand is read row by row, */
    bool lost;         /* and its row before could not be read */
    bool more_pages;
    bool cut; /* the strip or tile in hand goes on behind the end of the file */
};

/* Of the page whose layout was read, which is not by_library: as codec->start() and codec->rows().
 */
int tiff_reader_start(struct tiff_reader *reader, struct codec_rows *rows, struct failure *failure);
int tiff_reader_rows(struct tiff_reader *reader, struct range rows, const struct image *image,
                     struct failure *failure);

/* Frees what decoding holds. */
void tiff_reader_free(struct tiff_reader *reader);

/* A failure to decode that libtiff reported: its message, the code by what the file has. Always -1.
 */
int tiff_reader_fail(const struct tiff_reader *reader, struct failure *failure);

#endif
