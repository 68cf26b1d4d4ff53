/* The samples of a PNM file, behind its header. Used by the PNM reader only. */
#ifndef PARALLAX_IO_CODECS_PNM_SAMPLES_H
#define PARALLAX_IO_CODECS_PNM_SAMPLES_H

#include "drivers/io/codecs/pnm_header.h"

struct pnm_samples {
    const struct pnm_header *header;
    const uint8_t *next, *end;
    bool damaged; /* there was something in the place of a sample that is none, or too large */
};

/* Those of the file `in`, which has this checked header. Both must stay. */
struct pnm_samples pnm_samples_of(const struct pnm_header *header, const struct bytes *in);

/* Whether the bytes that are left cannot hold all samples, however few each of them takes. */
bool pnm_samples_ended(const struct pnm_samples *samples);

/* The next row as 8 bits a sample: 255 v / maximum to the nearest, and what is above the maximum as
 * that. How many were read: fewer than a row has where the file ends, or behind what is no number.
 */
size_t pnm_samples_read(struct pnm_samples *samples, uint8_t *row);

#endif
