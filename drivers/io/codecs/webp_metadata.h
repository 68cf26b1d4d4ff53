/* Metadata in a WebP file: the writer's half. metadata.h has the reader's. */
#ifndef PARALLAX_IO_CODECS_WEBP_METADATA_H
#define PARALLAX_IO_CODECS_WEBP_METADATA_H

#include "drivers/io/codecs/codec.h"

/* Adds what goes with a picture of this shape to *file, which libwebp has written. 0, or -1 when
 * out of memory: then *file means nothing. */
int webp_metadata_add(struct bytes *file, const struct encode_options *options, struct shape shape);

#endif
