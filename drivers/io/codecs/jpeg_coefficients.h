/* Reading the coefficients of a JPEG scan faster than the library does. Used by the JPEG reader
 * only. */
#ifndef PARALLAX_IO_CODECS_JPEG_COEFFICIENTS_H
#define PARALLAX_IO_CODECS_JPEG_COEFFICIENTS_H

#include "drivers/io/codecs/jpeg_bits.h"
#include "drivers/io/codecs/jpeg_codes.h"

/* DESIGN. Most of the time of decoding goes into Huffman codes: by far the most at 1/8 of the size,
 * where of a block only the mean is wanted. The library looks up a code, then takes the bits of the
 * value. Here one look at the next bits gives code, value and whether the block ends with it; and
 * where values are not wanted, several of them at once.
 *
 * The library has one function that reads a unit of blocks; this one takes its place. It knows
 * sound data only: whatever is odd (a code that is none, a restart marker that is missing, bytes
 * too many, data that end) it does not judge, but gives up. Then the reader begins again without
 * it, so that what becomes of damaged files is the library's affair alone.
 *
 * Of the library's inside it relies on the place of decode_mcu in `struct jpeg_entropy_decoder`,
 * the second since libjpeg 6b, and on blocks being zeros. libjpeg-turbo 3 has other members behind
 * it, and lossless files, whose entropy decoder is another: it is left out where the program is
 * built with that, as it is by -DPARALLAX_JPEGINT=OFF. A program that was built with an older one
 * and meets version 3 when it runs, which has the same ABI, finds zeros in the place of the new
 * members, and takes over no lossless file. */

enum { JPEG_UNIT_BLOCKS = 10, JPEG_CODES = 2 };

/* One file's, of which jpeg_coefficients_take() makes sense. */
struct jpeg_coefficients {
    struct jpeg_bits bits;
    int blocks; /* of a unit */
    struct {
        const struct jpeg_code *dc, *ac;
        const struct jpeg_far_code *far; /* NULL: more than its mean is wanted */
        int component;
    } block[JPEG_UNIT_BLOCKS];
    int mean[MAX_COMPS_IN_SCAN]; /* of the block before */
    size_t units;                /* to come */
    unsigned restart, interval;  /* units to the next restart; from one to the next, 0: none */
    int marker;                  /* its number */
    struct jpeg_code dc[JPEG_CODES], ac[JPEG_CODES];
    struct jpeg_far_code far[JPEG_CODES];
};

/* Behind jpeg_start_decompress(), before any row, from a source that holds the whole file: takes
 * over where it can: of one scan, sequential, Huffman-coded, not lossless. *own must stay as long
 * as rows are read. jpeg_read_scanlines() returns 0 when it gives up, which it else never does. */
void jpeg_coefficients_take(struct jpeg_coefficients *own, struct jpeg_decompress_struct *jpeg);

#endif
