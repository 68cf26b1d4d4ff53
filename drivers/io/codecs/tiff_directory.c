/* Whether a TIFF file goes as far as its directory says. */
#include "drivers/io/codecs/tiff_directory.h"

#include <tiff.h>

struct cursor {
    const struct bytes *in;
    bool little, large; /* large: BigTIFF, whose counts and offsets have 8 bytes */
    bool ended;
};

static uint64_t number_at(struct cursor *cursor, uint64_t offset, unsigned bytes)
{
    uint64_t value = 0;
    if (offset > cursor->in->size || bytes > cursor->in->size - offset) {
        cursor->ended = true;
        return 0;
    }
    for (unsigned i = 0; i < bytes; ++i)
        value |= (uint64_t)cursor->in->data[offset + i] << 8 * (cursor->little ? i : bytes - 1 - i);
    return value;
}

static unsigned bytes_of_type(uint64_t type)
{
    static const uint8_t bytes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    return type < sizeof bytes ? bytes[type] : 0;
}

static bool decides_on_pixels(uint64_t tag)
{
    static const uint16_t tags[] = {
        TIFFTAG_BITSPERSAMPLE,  TIFFTAG_STRIPOFFSETS, TIFFTAG_STRIPBYTECOUNTS,
        TIFFTAG_COLORMAP,       TIFFTAG_TILEOFFSETS,  TIFFTAG_EXTRASAMPLES,
        TIFFTAG_TILEBYTECOUNTS, TIFFTAG_SAMPLEFORMAT, TIFFTAG_JPEGTABLES};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; ++i)
        if (tags[i] == tag)
            return true;
    return false;
}

/* An entry is tag, type, count, and the values or where they are. */
static void look_at_entry(struct cursor *cursor, uint64_t entry)
{
    unsigned word = cursor->large ? 8 : 4;
    uint64_t tag = number_at(cursor, entry, 2), type = number_at(cursor, entry + 2, 2);
    uint64_t count = number_at(cursor, entry + 4, word);
    uint64_t value = number_at(cursor, entry + 4 + word, word);
    unsigned bytes = bytes_of_type(type);
    if (!decides_on_pixels(tag) || bytes == 0 || count <= word / bytes)
        return;
    uint64_t size = cursor->in->size;
    if (count > size || value > size || count * bytes > size - value)
        cursor->ended = true;
}

bool tiff_directory_ends_early(const struct bytes *in, uint64_t offset)
{
    if (in->size < 8)
        return true;
    struct cursor cursor = {.in = in, .little = in->data[0] == 'I'};
    cursor.large = number_at(&cursor, 2, 2) == TIFF_VERSION_BIG;
    unsigned word = cursor.large ? 8 : 4;
    if (!offset)
        offset = number_at(&cursor, word, word);
    uint64_t entries = number_at(&cursor, offset, cursor.large ? 8 : 2);
    uint64_t entry = offset + (cursor.large ? 8 : 2), entry_bytes = 4 + 2 * word;
    for (uint64_t i = 0; i < entries && !cursor.ended; ++i, entry += entry_bytes)
        look_at_entry(&cursor, entry);
    return cursor.ended;
}
