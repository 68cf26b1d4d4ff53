/* Pages of colour spaces that libtiff itself turns into RGB. Used by the TIFF reader only. */
#ifndef PARALLAX_IO_CODECS_TIFF_LIBRARY_H
#define PARALLAX_IO_CODECS_TIFF_LIBRARY_H

#include "drivers/io/codecs/tiff_reader.h"

/* Decodes a page whose layout is by_library: Y'CbCr without JPEG, and CIE L*a*b*. All of it is held
 * once more, 4 bytes a pixel. 0, or -1 with *failure. */
int tiff_library_decode(struct tiff_reader *reader, struct image *image, struct failure *failure);

#endif
