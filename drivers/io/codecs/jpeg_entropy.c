/* Whether the coded data of a JPEG scan are sound: Huffman codes read once more, strictly. */
#include "drivers/io/codecs/jpeg_entropy.h"

enum { CATEGORY_MAX = 15, RUN_OF_ZEROS = 0xf0 };

struct bits {
    const uint8_t *at, *end;
    unsigned byte;
    int left;   /* bits of `byte` that were not read */
    bool wrong; /* a code is none, or the data ended */
};

static unsigned bits_next(struct bits *bits)
{
    if (bits->left == 0) {
        if (bits->at == bits->end) {
            bits->wrong = true;
            return 1;
        }
        bits->byte = *bits->at++;
        bits->left = 8;
        if (bits->byte == 0xff && (bits->at == bits->end || *bits->at++ != 0))
            bits->wrong = true; /* a marker */
    }
    --bits->left;
    return bits->byte >> bits->left & 1;
}

static void bits_skip(struct bits *bits, int count)
{
    while (count-- > 0)
        bits_next(bits);
}

/* The unused bits of the last byte: ones, or with some encoders zeros. */
static bool bits_are_alike(const struct bits *bits)
{
    unsigned mask = (1u << bits->left) - 1, rest = bits->byte & mask;
    return rest == 0 || rest == mask;
}

/* Codes of one length are consecutive numbers, and go on from twice the last of those before. */
static int symbol_next(struct bits *bits, const JHUFF_TBL *table)
{
    int code = 0, first = 0, index = 0;
    for (int length = 1; table && length <= 16; ++length) {
        code += (int)bits_next(bits);
        int count = table->bits[length];
        if (code - first < count)
            return table->huffval[index + code - first];
        index += count;
        first = 2 * (first + count);
        code *= 2;
    }
    bits->wrong = true;
    return 0;
}

static void read_block(struct bits *bits, const JHUFF_TBL *dc, const JHUFF_TBL *ac)
{
    int category = symbol_next(bits, dc);
    bits->wrong |= category > CATEGORY_MAX;
    bits_skip(bits, category & CATEGORY_MAX);
    for (int k = 1; k < DCTSIZE2 && !bits->wrong; ++k) {
        int symbol = symbol_next(bits, ac);
        if (symbol == 0)
            return;
        k += symbol >> 4;
        bits->wrong |= k >= DCTSIZE2 || (symbol % 16 == 0 && symbol != RUN_OF_ZEROS);
        bits_skip(bits, symbol % 16);
    }
}

/* Behind the next restart marker, whatever stands before it. */
static void restart(struct bits *bits)
{
    bits->wrong |= !bits_are_alike(bits);
    bits->left = 0;
    while (bits->at + 1 < bits->end &&
           (bits->at[0] != 0xff || bits->at[1] < JPEG_RST0 || bits->at[1] > JPEG_RST0 + 7))
        ++bits->at;
    bits->wrong |= bits->at + 1 >= bits->end;
    bits->at += 2;
}

static bool is_sound(const struct jpeg_decompress_struct *jpeg, struct bits bits)
{
    size_t units = (size_t)jpeg->MCUs_per_row * jpeg->MCU_rows_in_scan;
    for (size_t unit = 0; unit < units && !bits.wrong; ++unit) {
        if (unit && jpeg->restart_interval && unit % jpeg->restart_interval == 0)
            restart(&bits);
        for (int i = 0; i < jpeg->blocks_in_MCU && !bits.wrong; ++i) {
            const jpeg_component_info *component = jpeg->cur_comp_info[jpeg->MCU_membership[i]];
            read_block(&bits, jpeg->dc_huff_tbl_ptrs[component->dc_tbl_no],
                       jpeg->ac_huff_tbl_ptrs[component->ac_tbl_no]);
        }
    }
    return !bits.wrong && bits_are_alike(&bits);
}

static bool is_at_marker(const struct jpeg_decompress_struct *jpeg)
{
    const uint8_t *at = jpeg->src->next_input_byte;
    return jpeg->unread_marker || (jpeg->src->bytes_in_buffer > 1 && at[0] == 0xff && at[1] != 0);
}

void jpeg_entropy_check(const struct jpeg_decompress_struct *jpeg, struct jpeg_guard *guard,
                        const uint8_t *data, const uint8_t *end)
{
    bool suspect = guard->suspect || !is_at_marker(jpeg);
    guard->suspect = false;
    if (guard->allow_damaged || guard->truncated || !suspect)
        return;
    if (!is_sound(jpeg, (struct bits){.at = data, .end = end}))
        jpeg_guard_fail(guard, "corrupt",
                        "its data are damaged: copy it again, or accept what is left of it with "
                        "--allow-damaged");
}
