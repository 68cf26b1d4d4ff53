/* A header of a tar archive: a block of fields. */
#ifndef PARALLAX_IO_SOURCES_TAR_HEADER_H
#define PARALLAX_IO_SOURCES_TAR_HEADER_H

#include <stdbool.h>
#include <stdint.h>

/* A header's fields: where they begin, and how long they are. */
enum {
    TAR_BLOCK = 512,
    TAR_NAME_SIZE = 100,
    TAR_SIZE = 124,
    TAR_SIZE_SIZE = 12,
    TAR_SUM = 148,
    TAR_SUM_SIZE = 8,
    TAR_TYPE = 156,
    TAR_MAGIC = 257,
    TAR_PREFIX = 345,
    TAR_PREFIX_SIZE = 155,
    TAR_MORE = 482,      /* of a sparse file: whether blocks with more of its map follow */
    TAR_MORE_AGAIN = 504 /* … in such a block */
};

/* A number in octal digits, or behind a byte of 0x80 in binary; -1: neither, or too large. */
int64_t tar_header_number(const uint8_t *field, int size);

/* Whether the block's checksum is right. */
bool tar_header_is_whole(const uint8_t block[TAR_BLOCK]);

/* Whether it is the end: without a byte that is not 0. */
bool tar_header_is_empty(const uint8_t block[TAR_BLOCK]);

#endif
