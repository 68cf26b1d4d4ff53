/* Writing PNG: the other half of codec_png. */
#ifndef PARALLAX_IO_CODECS_PNG_WRITER_H
#define PARALLAX_IO_CODECS_PNG_WRITER_H

#include "drivers/io/codecs/codec.h"

/* codec_png.encode: 8 bits a sample, 1 to 4 channels, not interlaced, lossless: *options say
 * nothing. */
int png_writer_encode(const struct image *image, const struct encode_options *options,
                      struct bytes *out, struct failure *failure);

#endif
