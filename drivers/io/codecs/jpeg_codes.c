/* Huffman codes of JPEG as tables. */
#include "drivers/io/codecs/jpeg_codes.h"

#include <stdbool.h>

enum { LOOK = JPEG_LOOK, LOOK_FAR = JPEG_LOOK_FAR, BLOCK_END = 0, ZEROS = 0xf0 };

/* Codes of one length are consecutive numbers, and go on from twice the last of those before. */
static void make_limits(struct jpeg_code *code, const JHUFF_TBL *table)
{
    uint32_t next = 0; /* left-aligned in 16 bits */
    int index = 0;
    code->symbol = table->huffval;
    code->limit[0] = 0;
    for (int length = 1; length <= 16; ++length) {
        code->first[length] = index - (int)(next >> (16 - length));
        index += table->bits[length];
        next += (uint32_t)table->bits[length] << (16 - length);
        code->limit[length] = next;
    }
}

/* The entries of all LOOK bits that begin with a code; `none` for the others. */
static void make_entries(struct jpeg_code *code, const JHUFF_TBL *table, int32_t none,
                         int32_t (*make)(const struct jpeg_code *, uint32_t, int, int))
{
    uint32_t bits = 0;
    int index = 0;
    for (int length = 1; length <= LOOK; ++length)
        for (int i = 0; i < table->bits[length]; ++i, ++index)
            for (uint32_t end = bits + (1u << (LOOK - length)); bits < end; ++bits)
                code->entry[bits] = make(code, bits, length, table->huffval[index]);
    for (; bits < 1u << LOOK; ++bits)
        code->entry[bits] = none;
}

/* The value behind `length` bits of LOOK; `size` of them are there. */
static int value_at(uint32_t bits, int length, int size)
{
    return jpeg_value(bits >> (LOOK - length - size) & ((1u << size) - 1), size);
}

static int32_t make_dc(const struct jpeg_code *code, uint32_t bits, int length, int size)
{
    (void)code;
    if (length + size > LOOK)
        return 0;
    int value = size ? value_at(bits, length, size) : 0;
    return value * (1 << JPEG_ENTRY_VALUE_SHIFT) | JPEG_ENTRY_WHOLE | (length + size);
}

static int32_t make_ac(const struct jpeg_code *code, uint32_t bits, int length, int symbol)
{
    int size = symbol & 15, taken = length + size, more = code->end_length;
    if (symbol == BLOCK_END)
        return JPEG_ENTRY_RUN_NONE << JPEG_ENTRY_RUN_SHIFT | JPEG_ENTRY_END | length;
    if (!size || taken > LOOK)
        return JPEG_ENTRY_RUN_NONE << JPEG_ENTRY_RUN_SHIFT;
    bool last =
        taken + more <= LOOK && (bits >> (LOOK - taken - more) & ((1u << more) - 1)) == code->end;
    return value_at(bits, length, size) * (1 << JPEG_ENTRY_VALUE_SHIFT) |
           symbol >> 4 << JPEG_ENTRY_RUN_SHIFT | (last ? JPEG_ENTRY_LAST | (taken + more) : taken);
}

/* The code of the block's end. */
static void find_end(struct jpeg_code *code, const JHUFF_TBL *table)
{
    int index = 0;
    code->end_length = 17;
    for (int length = 1; length <= 16; ++length)
        for (int i = 0; i < table->bits[length]; ++i, ++index)
            if (table->huffval[index] == BLOCK_END && code->end_length > length) {
                code->end_length = length;
                code->end = (uint32_t)(index - code->first[length]);
            }
}

void jpeg_code_make_dc(struct jpeg_code *code, const JHUFF_TBL *table)
{
    make_limits(code, table);
    make_entries(code, table, 0, make_dc);
}

void jpeg_code_make_ac(struct jpeg_code *code, const JHUFF_TBL *table)
{
    make_limits(code, table);
    find_end(code, table);
    make_entries(code, table, JPEG_ENTRY_RUN_NONE << JPEG_ENTRY_RUN_SHIFT, make_ac);
}

/* A symbol and its value among the bits of FAR from `at` on. */
struct passed {
    int end;   /* the bits from there on are the next symbol's; 0: not all of it is there */
    int count; /* coefficients that it passes */
    bool last;
};

static struct passed pass(const struct jpeg_code *code, uint32_t bits, int at)
{
    uint32_t rest = bits << at & ((1u << LOOK_FAR) - 1); /* and zeros */
    int32_t entry = code->entry[rest >> (LOOK_FAR - LOOK)];
    int count = (entry >> JPEG_ENTRY_RUN_SHIFT & 255) + 1, length;
    bool last = entry & (JPEG_ENTRY_LAST | JPEG_ENTRY_END);
    int end = at + (entry & JPEG_ENTRY_TAKEN);
    if (entry & JPEG_ENTRY_END)
        count = 0;
    else if (count > JPEG_ENTRY_RUN_NONE) {
        int symbol = jpeg_code_symbol(code, rest << (16 - LOOK_FAR), &length);
        last = symbol >= 0 && symbol % 16 == 0 && symbol != ZEROS;
        count = last ? 0 : (symbol >> 4) + 1;
        end = symbol < 0 ? LOOK_FAR + 1 : at + length + symbol % 16;
    }
    return (struct passed){end <= LOOK_FAR ? end : 0, count, last};
}

void jpeg_far_code_make(struct jpeg_far_code *far, const struct jpeg_code *code)
{
    for (uint32_t bits = 0; bits < 1u << LOOK_FAR; ++bits) {
        int at = 0, count = 0;
        struct passed passed = {0, 0, false};
        while (at < LOOK_FAR && !passed.last) {
            struct passed next = pass(code, bits, at);
            if (!next.end)
                break;
            passed = next;
            at = next.end;
            count += next.count;
        }
        if (!at)
            count = JPEG_ENTRY_RUN_NONE;
        far->entry[bits] =
            (uint16_t)(count << JPEG_ENTRY_RUN_SHIFT | (passed.last ? JPEG_ENTRY_LAST : 0) | at);
    }
}
