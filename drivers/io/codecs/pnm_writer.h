/* Writing PNM: the other half of codec_pnm. */
#ifndef PARALLAX_IO_CODECS_PNM_WRITER_H
#define PARALLAX_IO_CODECS_PNM_WRITER_H

#include "drivers/io/codecs/codec.h"

/* codec_pnm.encode: raw. The ending of options->name decides: pbm (1 bit, black below 128), pgm
 * (grey: the brightness of colours), ppm (RGB), these on the background, pam (any). With another:
 * grey as PGM, RGB as PPM, what has alpha as PAM. */
int pnm_writer_encode(const struct image *image, const struct encode_options *options,
                      struct bytes *out, struct failure *failure);

#endif
