/* Writing JPEG: the other half of codec_jpeg. */
#ifndef PARALLAX_IO_CODECS_JPEG_WRITER_H
#define PARALLAX_IO_CODECS_JPEG_WRITER_H

#include "drivers/io/codecs/codec.h"

/* codec_jpeg.encode. */
int jpeg_writer_encode(const struct image *image, const struct encode_options *options,
                       struct bytes *out, struct failure *failure);

#endif
