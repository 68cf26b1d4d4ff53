/* The header of a PNM file. Used by the PNM reader only. */
#ifndef PARALLAX_IO_CODECS_PNM_HEADER_H
#define PARALLAX_IO_CODECS_PNM_HEADER_H

#include "drivers/io/codecs/codec.h"

struct pnm_header {
    int64_t width, height, channels, maximum;
    size_t size; /* of the header: where the samples begin */
    int meant;   /* channels of the tuple type that a PAM names; 0: none that is known */
    bool plain;  /* P1, P2, P3: samples are decimal numbers in ASCII, those of P1 digits */
    bool bitmap; /* P1, P4: a bit a pixel, 1 is black */
};

bool pnm_header_space(int c);

/* What stands between numbers: moves `data`, at most to `end`, behind white space and comments. */
const uint8_t *pnm_header_skip(const uint8_t *data, const uint8_t *end);

/* Reads and checks the header of bytes that begin with P and a digit. 0, or -1 with *failure. */
int pnm_header_read(const struct bytes *in, const struct decode_options *options,
                    struct pnm_header *header, struct failure *failure);

#endif
