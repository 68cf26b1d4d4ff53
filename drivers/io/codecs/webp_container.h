/* The chunks of a WebP file: where the picture is, or the first of an animation. Used by the WebP
 * reader only.
 *
 * libwebp would refuse a file whose last chunk is cut although that is a text, and all animations.
 */
#ifndef PARALLAX_IO_CODECS_WEBP_CONTAINER_H
#define PARALLAX_IO_CODECS_WEBP_CONTAINER_H

#include "drivers/io/codecs/codec.h"

struct webp_container {
    int64_t width, height;             /* of the canvas; 0: it has the picture's size */
    int64_t x, y;                      /* of the picture in it */
    int64_t frame_width, frame_height; /* of the first frame; 0: no animation */
    const uint8_t *data; /* alpha and pixels: chunks that libwebp takes without their frame */
    size_t size;         /* of them, as far as they are in the file */
    bool more;           /* another frame follows */
    bool cut;            /* the file ends inside the picture's data */
};

/* Finds the picture in a file that begins with a WebP's mark. 0, or -1 with *failure. */
int webp_container_read(const struct bytes *in, struct webp_container *container,
                        struct failure *failure);

#endif
