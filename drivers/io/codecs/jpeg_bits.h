/* The bits of a JPEG scan's coded data. Used by the JPEG reader only. */
#ifndef PARALLAX_IO_CODECS_JPEG_BITS_H
#define PARALLAX_IO_CODECS_JPEG_BITS_H

#include <stdbool.h>
#include <stdint.h>

/* The next bits are the upper ones of `buffer`. Below the `left` ones may stand bits of *at. */
struct jpeg_bits {
    const uint8_t *at, *end;
    uint64_t buffer;
    int left;    /* bits in the buffer, at most 63 */
    int missing; /* of those, behind the others: there are none in the data, and they are 0 */
};

enum { JPEG_BITS_FILLED = 56 };

/* At least JPEG_BITS_FILLED are left then: true. False, and nothing is done, where a marker may be
 * among the next eight bytes, or the data end. */
static inline bool jpeg_bits_fill(struct jpeg_bits *bits)
{
    uint64_t next = 0;
    if (bits->end - bits->at < 8)
        return false;
    for (int i = 0; i < 8; ++i)
        next = next << 8 | bits->at[i];
    if ((~next - 0x0101010101010101u) & next & 0x8080808080808080u) /* a byte is 0xff */
        return false;
    bits->buffer |= next >> bits->left;
    bits->at += (63 - bits->left) >> 3;
    bits->left |= JPEG_BITS_FILLED;
    return true;
}

/* 1 to 32 of them. */
static inline uint32_t jpeg_bits_look(const struct jpeg_bits *bits, int count)
{
    return (uint32_t)(bits->buffer >> (64 - count));
}

static inline void jpeg_bits_skip(struct jpeg_bits *bits, int count)
{
    bits->buffer <<= count;
    bits->left -= count;
}

#endif
