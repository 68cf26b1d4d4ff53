/* The header of a PNM file. Used by the PNM reader only. */
#ifndef PARALLAX_IO_CODECS_PNM_HEADER_H
#define PARALLAX_IO_CODECS_PNM_HEADER_H

#include "drivers/io/codecs/codec.h"

struct pnm_header {
    int64_t width, height, channels, maximum;
    size_t size; /* of the header: where the samples begin */
    int meant;   /* channels of the tuple type that a PAM names; 0: none that is known */
};

bool pnm_header_space(int c);

/* Reads and checks the header of bytes that begin with P and a digit. 0, or -1 with *failure. */
int pnm_header_read(const struct bytes *in, const struct decode_options *options,
                    struct pnm_header *header, struct failure *failure);

#endif
