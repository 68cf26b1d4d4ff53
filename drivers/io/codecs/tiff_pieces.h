/* Strips and tiles of a page of a TIFF file. Used by the TIFF reader only. */
#ifndef PARALLAX_IO_CODECS_TIFF_PIECES_H
#define PARALLAX_IO_CODECS_TIFF_PIECES_H

#include "drivers/io/codecs/tiff_reader.h"

/* Those of the page whose layout was read. */
struct tiff_pieces tiff_pieces_of(const struct tiff_reader *reader);

/* Before what begins with row y is read, a strip or a row of tiles: sets reader->in_rows. */
void tiff_pieces_begin(struct tiff_reader *reader, int y);

/* After it, where that is read in rows: the next ones, up to the first that cannot be decoded, if
 * this is allowed; those behind it stay as they are. 0, or -1 with *failure. */
int tiff_pieces_read_rows(struct tiff_reader *reader, struct range rows, const struct image *image,
                          struct failure *failure);

/* Or all of its rows, which the image holds; pieces that cannot be decoded stay as they are. 0, or
 * -1 with *failure. */
int tiff_pieces_read(struct tiff_reader *reader, struct range rows, const struct image *image,
                     struct failure *failure);

#endif
