/* Writing WebP: the other half of codec_webp. */
#ifndef PARALLAX_IO_CODECS_WEBP_WRITER_H
#define PARALLAX_IO_CODECS_WEBP_WRITER_H

#include "drivers/io/codecs/codec.h"

/* codec_webp.encode: 4:2:0, or without loss where options->lossless, then also of what is
 * transparent; alpha without loss. Grey as colours, since the format has no grey. */
int webp_writer_encode(const struct image *image, const struct encode_options *options,
                       struct bytes *out, struct failure *failure);

#endif
