/* Whether the coded data of a JPEG scan are sound. Used by the JPEG reader only. */
#ifndef PARALLAX_IO_CODECS_JPEG_ENTROPY_H
#define PARALLAX_IO_CODECS_JPEG_ENTROPY_H

#include <stdint.h>

#include "drivers/io/codecs/jpeg_guard.h"

/* Called when all blocks of a sequential scan, whose data begin at `data`, were decoded; `end` is
 * the file's. If the data end there, or were not suspect before, there is nothing to do. Else bytes
 * are left over: they may have been added to sound data, or be what is left because the library,
 * which passes over wrong codes in silence, lost its place. Leaves with "corrupt", unless that is
 * allowed, if there is a code that is none, a block of more than 64 coefficients, or if the unused
 * bits of the last byte are not alike. */
void jpeg_entropy_check(const struct jpeg_decompress_struct *jpeg, struct jpeg_guard *guard,
                        const uint8_t *data, const uint8_t *end);

#endif
