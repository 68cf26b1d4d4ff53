/* The chunks of a PNG file that its pixels depend on, as one stream for libpng. Used by the PNG
 * reader only.
 *
 * All other chunks (texts, profiles, times, animations) are passed over unread: whatever their
 * length, number and checksums are, they cost nothing and do no harm. */
#ifndef PARALLAX_IO_CODECS_PNG_CHUNKS_H
#define PARALLAX_IO_CODECS_PNG_CHUNKS_H

#include "drivers/io/codecs/codec.h"

struct png_chunks {
    const struct bytes *in;
    size_t position; /* of the next chunk in the file */
    bool ended;      /* the file ends inside a chunk, or without IEND */
    bool cut;        /* the last data are shorter than they say; what follows is no checksum */
    bool rows_done;  /* set by the reader: no chunk but data is wanted any more */
    bool behind;     /* the chunk in hand began after that: no pixel depends on it */
    struct {
        const uint8_t *data;
        size_t size;
    } pieces[3]; /* what is left of the chunk in hand */
    uint8_t header[8];
};

/* Begins with the signature, which `in` must have. */
void png_chunks_start(struct png_chunks *chunks, const struct bytes *in);

/* The next `size` bytes. The stream has no end: behind the file stand IEND chunks. */
void png_chunks_read(struct png_chunks *chunks, uint8_t *data, size_t size);

#endif
