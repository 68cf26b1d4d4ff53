/* XMP: what else is said of a picture, as XML text. Pure functions over bytes of anybody's, as
 * those of exif.h. */
#ifndef PARALLAX_IO_CODECS_XMP_H
#define PARALLAX_IO_CODECS_XMP_H

#include "drivers/io/codecs/exif.h"

/* Whether it is XMP as UTF-8 text, which all files but some TIFFs have. */
bool xmp_is_text(struct bytes_part xmp);

/* Whether it speaks of a second picture that is part of this one: a gain map for HDR, a film, a map
 * of depths. It lies elsewhere in the file, and is not read. */
bool xmp_has_companion(struct bytes_part xmp);

/* Makes *out (replaced) the XMP of a picture of width x height that was made of one with `xmp`,
 * which is text: orientation and sizes are set where it has them; previews, and what is said of
 * companions and of parts that lie elsewhere, are taken out. 0, or -1 when out of memory. */
int xmp_correct(struct bytes_part xmp, enum orientation orientation, int width, int height,
                struct bytes *out);

#endif
