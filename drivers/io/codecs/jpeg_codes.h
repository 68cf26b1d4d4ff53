/* Huffman codes of JPEG as tables. Used by the JPEG reader only. */
#ifndef PARALLAX_IO_CODECS_JPEG_CODES_H
#define PARALLAX_IO_CODECS_JPEG_CODES_H

#include <stdint.h>
#include <stdio.h>

#include <jpeglib.h>

/* LOOK: bits that are looked up at once, more than most symbols take with the bits of their value.
 * LOOK_FAR: the same where values are only passed over, several symbols at once. */
enum { JPEG_LOOK = 10, JPEG_LOOK_FAR = 12 };

/* What the next JPEG_LOOK bits are, where a code and all bits of its value are among them. Bits 0
 * to 4: how many of them it takes. Bit 5: the end of the block follows, and is taken with it. Bits
 * 16 to 31: the value, signed. Of a DC code bit 6 is set; of an AC code bits 8 to 15 say how many
 * coefficients are 0 before it: RUN_NONE, and nothing else, where it is no such code. */
enum {
    JPEG_ENTRY_TAKEN = 31,
    JPEG_ENTRY_LAST = 32,
    JPEG_ENTRY_WHOLE = 64,
    JPEG_ENTRY_END = 128,
    JPEG_ENTRY_RUN_SHIFT = 8,
    JPEG_ENTRY_RUN_NONE = 64,
    JPEG_ENTRY_VALUE_SHIFT = 16
};

struct jpeg_code {
    int32_t entry[1 << JPEG_LOOK];
    uint32_t limit[17]; /* by length: 16 bits that begin with a longer code are not below it */
    int first[17];      /* `symbol` of a code of this length is at this + its number */
    const uint8_t *symbol;
    uint32_t end;   /* the code of the block's end, */
    int end_length; /* 17: there is none */
};

/* The same where values are passed over, of as many symbols as there are in JPEG_LOOK_FAR bits:
 * bits 8 to 15 say how many coefficients it passes. */
struct jpeg_far_code {
    uint16_t entry[1 << JPEG_LOOK_FAR];
};

/* `table` must stay, and be one that jpeg_start_decompress() found sound. */
void jpeg_code_make_dc(struct jpeg_code *code, const JHUFF_TBL *table);
void jpeg_code_make_ac(struct jpeg_code *code, const JHUFF_TBL *table);
/* From that of an AC code. */
void jpeg_far_code_make(struct jpeg_far_code *far, const struct jpeg_code *code);

/* The symbol whose code 16 bits begin with, and its length in *length; -1: none. */
static inline int jpeg_code_symbol(const struct jpeg_code *code, uint32_t bits, int *length)
{
    for (*length = 1; *length <= 16; ++*length)
        if (bits < code->limit[*length])
            return code->symbol[code->first[*length] + (int)(bits >> (16 - *length))];
    return -1;
}

/* The value that `size` bits stand for, 1 to 15 of them. */
static inline int jpeg_value(uint32_t bits, int size)
{
    int value = (int)bits;
    return value >> (size - 1) ? value : value - (1 << size) + 1;
}

#endif
