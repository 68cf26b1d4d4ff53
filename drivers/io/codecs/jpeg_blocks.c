/* The coefficients of blocks of a JPEG scan. */
#include "drivers/io/codecs/jpeg_blocks.h"

enum { MEAN_MAX = 1 << 20 /* more than any picture has */ };

/* Where the k-th coefficient stands in its block. */
static const uint8_t natural[DCTSIZE2] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
    41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
    30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

/* At least JPEG_BITS_FILLED are left then. A byte at a time: a 0 behind 0xff is none of them,
 * anything else is a marker, behind which there are none. */
static void fill_slowly(struct jpeg_bits *bits)
{
    while (bits->left < JPEG_BITS_FILLED) {
        uint64_t byte = 0;
        bool marker = bits->at >= bits->end ||
                      (bits->at[0] == 0xff && (bits->at + 1 == bits->end || bits->at[1] != 0));
        if (marker)
            bits->missing += 8;
        else {
            byte = *bits->at;
            bits->at += byte == 0xff ? 2 : 1;
        }
        bits->buffer |= byte << (56 - bits->left);
        bits->left += 8;
    }
}

/* What is rare works on own->bits, what is frequent on a copy that stays in registers. */
static inline void fill(struct jpeg_bits *bits, struct jpeg_coefficients *own)
{
    if (jpeg_bits_fill(bits))
        return;
    own->bits = *bits;
    fill_slowly(&own->bits);
    *bits = own->bits;
}

/* One symbol and its value, of any length, of a block that has come to k, into `block` (NULL:
 * nowhere). To where it comes then: DCTSIZE2: to its end; more: the data are not sound. */
static int take_one(struct jpeg_bits *bits, const struct jpeg_code *code, int k, JCOEF *block)
{
    int length;
    if (!jpeg_bits_fill(bits))
        fill_slowly(bits);
    int symbol = jpeg_code_symbol(code, jpeg_bits_look(bits, 16), &length);
    int size = symbol & 15, run = symbol >> 4;
    if (symbol < 0)
        return DCTSIZE2 + 1;
    jpeg_bits_skip(bits, length);
    if (!size)
        return run == 15 ? k + 16 : DCTSIZE2;
    int value = jpeg_value(jpeg_bits_look(bits, size), size);
    jpeg_bits_skip(bits, size);
    if (block && k + run < DCTSIZE2)
        block[natural[k + run]] = (JCOEF)value;
    return k + run + 1;
}

static inline int take_one_rarely(struct jpeg_bits *bits, struct jpeg_coefficients *own,
                                  const struct jpeg_code *code, int k, JCOEF *block)
{
    own->bits = *bits;
    k = take_one(&own->bits, code, k, block);
    *bits = own->bits;
    return k;
}

/* How much the mean differs from that of the block before. */
static inline bool take_mean(struct jpeg_bits *bits, struct jpeg_coefficients *own,
                             const struct jpeg_code *code, int *difference)
{
    fill(bits, own);
    int32_t entry = code->entry[jpeg_bits_look(bits, JPEG_LOOK)];
    if (entry & JPEG_ENTRY_WHOLE) {
        jpeg_bits_skip(bits, entry & JPEG_ENTRY_TAKEN);
        *difference = entry >> JPEG_ENTRY_VALUE_SHIFT;
        return true;
    }
    JCOEF value = 0;
    int k = take_one_rarely(bits, own, code, 0, &value);
    *difference = value;
    return k <= DCTSIZE2;
}

/* The other coefficients of a block, whose place has zeros. Whether the data are sound. */
static inline bool take_details(struct jpeg_bits *bits, struct jpeg_coefficients *own,
                                const struct jpeg_code *code, JCOEF *block)
{
    int k = 1;
    do {
        fill(bits, own);
        for (int i = 0; i < JPEG_BITS_FILLED / JPEG_LOOK; ++i) {
            int32_t entry = code->entry[jpeg_bits_look(bits, JPEG_LOOK)];
            int place = k + (entry >> JPEG_ENTRY_RUN_SHIFT & 255);
            if (place >= DCTSIZE2 - 1) { /* or it is no such entry */
                if (entry & JPEG_ENTRY_END) {
                    jpeg_bits_skip(bits, entry & JPEG_ENTRY_TAKEN);
                    return true;
                }
                k = take_one_rarely(bits, own, code, k, block);
                break;
            }
            jpeg_bits_skip(bits, entry & JPEG_ENTRY_TAKEN);
            block[natural[place]] = (JCOEF)(entry >> JPEG_ENTRY_VALUE_SHIFT);
            k = place + 1;
            if (entry & JPEG_ENTRY_LAST)
                return true;
        }
    } while (k < DCTSIZE2);
    return k == DCTSIZE2;
}

/* The same where nobody wants them. */
static inline bool pass_details(struct jpeg_bits *bits, struct jpeg_coefficients *own,
                                const struct jpeg_far_code *far, const struct jpeg_code *code)
{
    int k = 1;
    do {
        fill(bits, own);
        for (int i = 0; i < JPEG_BITS_FILLED / JPEG_LOOK_FAR; ++i) {
            unsigned entry = far->entry[jpeg_bits_look(bits, JPEG_LOOK_FAR)];
            int next = k + (int)(entry >> JPEG_ENTRY_RUN_SHIFT);
            if (next >= DCTSIZE2) {
                k = take_one_rarely(bits, own, code, k, NULL);
                break;
            }
            jpeg_bits_skip(bits, (int)(entry & JPEG_ENTRY_TAKEN));
            k = next;
            if (entry & JPEG_ENTRY_LAST)
                return true;
        }
    } while (k < DCTSIZE2);
    return k == DCTSIZE2;
}

bool jpeg_blocks_read(struct jpeg_coefficients *own, JBLOCKROW *unit)
{
    struct jpeg_bits bits = own->bits;
    bool sound = true;
    for (int i = 0; i < own->blocks && sound; ++i) {
        int *mean = &own->mean[own->block[i].component], difference;
        sound = take_mean(&bits, own, own->block[i].dc, &difference);
        *mean += difference;
        unit[i][0][0] = (JCOEF)*mean;
        sound = sound && *mean >= -MEAN_MAX && *mean <= MEAN_MAX &&
                (own->block[i].far ? pass_details(&bits, own, own->block[i].far, own->block[i].ac)
                                   : take_details(&bits, own, own->block[i].ac, unit[i][0]));
    }
    own->bits = bits;
    return sound && bits.left >= bits.missing;
}
