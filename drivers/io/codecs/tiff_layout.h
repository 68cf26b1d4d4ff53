/* What the samples of a TIFF page mean, and turning rows of them into 8-bit samples. Used by the
 * TIFF reader only. */
#ifndef PARALLAX_IO_CODECS_TIFF_LAYOUT_H
#define PARALLAX_IO_CODECS_TIFF_LAYOUT_H

#include <tiffio.h>

#include "drivers/io/codecs/codec.h"

struct tiff_layout {
    struct shape shape; /* what it becomes */
    int samples, bits;  /* stored of each pixel, and of each sample: 1..16 */
    int colours;        /* of the samples, the first: 1 grey or index, 3 RGB, 4 inks */
    int alpha;          /* the sample that is, 0: none */
    bool premultiplied; /* colours are multiplied by it */
    bool white_is_zero;
    bool separate;          /* each sample has a plane of its own */
    bool by_library;        /* a colour space that libtiff turns into RGB; all else is unknown */
    const uint16_t *map[3]; /* libtiff's, while the page is open: red, green, blue of each index */
    unsigned map_max;       /* the value that is 255 */
};

/* Reads and checks the current page. 0, or -1 with *failure: "unsupported" or "corrupt", or what
 * codec_check_size() says. */
int tiff_layout_read(TIFF *tiff, const struct decode_options *options, struct tiff_layout *layout,
                     struct failure *failure);

/* Whether pixels are four inks and nothing else, which become RGB; but four samples of light, where
 * its shape has 4 channels. */
bool tiff_layout_is_inks(const struct tiff_layout *layout);

/* Whether stored rows are already what they become. */
bool tiff_layout_is_plain(const struct tiff_layout *layout);

/* `count` stored samples of layout->bits (16: in this machine's order; others packed), into every
 * `step`th of `samples`. */
void tiff_layout_unpack(const struct tiff_layout *layout, const uint8_t *stored, size_t count,
                        uint16_t *samples, int step);

/* `width` pixels of layout->samples each to those of layout->shape: 255 v / max to the nearest;
 * inks to light as JPEG's are; without the alpha in the colours. */
void tiff_layout_convert(const struct tiff_layout *layout, const uint16_t *samples, int width,
                         uint8_t *row);

#endif
