/* The coefficients of blocks of a JPEG scan. Used by the JPEG reader only. */
#ifndef PARALLAX_IO_CODECS_JPEG_BLOCKS_H
#define PARALLAX_IO_CODECS_JPEG_BLOCKS_H

#include <stdbool.h>

#include "drivers/io/codecs/jpeg_coefficients.h"

/* Reads the next unit's into its blocks, which are zeros. False: the data are not sound, or at
 * their end, and nothing more can be read. */
bool jpeg_blocks_read(struct jpeg_coefficients *own, JBLOCKROW *unit);

#endif
