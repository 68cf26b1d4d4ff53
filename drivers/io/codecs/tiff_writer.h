/* Writing TIFF: the other half of codec_tiff. */
#ifndef PARALLAX_IO_CODECS_TIFF_WRITER_H
#define PARALLAX_IO_CODECS_TIFF_WRITER_H

#include "drivers/io/codecs/codec.h"

/* codec_tiff.encode: strips, compressed without loss (Deflate after differences along rows), alpha
 * unassociated. */
int tiff_writer_encode(const struct image *image, const struct encode_options *options,
                       struct bytes *out, struct failure *failure);

#endif
